import { z } from "zod";
import { route } from "../../../../../../lib/api/route.ts";
import { mappingBody } from "../../../../../../lib/api/wire/mapping.ts";
import { tryMapping } from "../../../../../../lib/flows/mappings.ts";

/** Reads, and keeps nothing; a mapping that lacks something is answered with what it lacks. */
export const POST = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int() }),
  body: mappingBody,
  handle: ({ params: { id }, body }) => tryMapping(id, body.mapping),
});
