import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { mappingBody } from "../../../../../lib/api/wire/mapping.ts";
import { previewOf } from "../../../../../lib/flows/imports.ts";
import { saveMapping, startMapping } from "../../../../../lib/flows/mappings.ts";

const params = z.object({ id: z.coerce.number().int() });

export const GET = route({ access: "admin", params, handle: ({ params: { id } }) => startMapping(id) });

export const POST = route({
  access: "admin",
  params,
  body: mappingBody,
  handle: async ({ params: { id }, body, principal }) => {
    await saveMapping({ importId: id, json: body.mapping, by: principal.name });
    return previewOf(id, principal);
  },
});
