import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { endRate } from "../../../../lib/flows/rates.ts";

export const DELETE = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int() }),
  handle: ({ params, principal }) => endRate(params.id, principal.name),
});
