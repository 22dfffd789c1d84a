import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { postImportBody } from "../../../../../lib/api/wire/records.ts";
import { previewOf } from "../../../../../lib/flows/imports.ts";
import { postImport } from "../../../../../lib/flows/post-import.ts";

export const POST = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int() }),
  body: postImportBody,
  handle: async ({ params: { id }, body, principal }) => {
    await postImport({ importId: id, by: principal.name, replace: body.replace });
    return previewOf(id, principal);
  },
});
