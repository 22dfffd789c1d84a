import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { readAgainBody } from "../../../../../lib/api/wire/rig-file.ts";
import { previewOf } from "../../../../../lib/flows/imports.ts";
import { readImportAgain } from "../../../../../lib/flows/read-again.ts";

export const POST = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int() }),
  body: readAgainBody,
  handle: async ({ params: { id }, body, principal }) => {
    await readImportAgain({ importId: id, ...body, by: principal.name });
    return previewOf(id, principal);
  },
});
