import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { withdrawRule } from "../../../../lib/flows/rules.ts";

export const DELETE = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int() }),
  handle: ({ params, principal }) => withdrawRule(params.id, principal.name),
});
