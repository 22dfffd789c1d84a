import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { previewOf } from "../../../../../lib/flows/imports.ts";
import { discardImport } from "../../../../../lib/flows/undo-import.ts";

export const POST = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int() }),
  handle: async ({ params: { id }, principal }) => {
    await discardImport({ importId: id, by: principal.name });
    return previewOf(id, principal);
  },
});
