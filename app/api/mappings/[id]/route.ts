import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { withdrawMapping } from "../../../../lib/flows/mappings.ts";

export const DELETE = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int() }),
  handle: ({ params: { id }, principal }) => withdrawMapping(id, principal.name),
});
