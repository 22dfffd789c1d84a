import { z } from "zod";
import { route } from "../../../../../../lib/api/route.ts";
import { withdrawFill } from "../../../../../../lib/flows/energy-fills.ts";

export const DELETE = route({
  access: "admin",
  params: z.object({ slug: z.string(), id: z.coerce.number().int() }),
  handle: ({ params: { id }, principal }) => withdrawFill(id, { by: principal.name }),
});
