import { z } from "zod";
import { route } from "../../../../../../lib/api/route.ts";
import { monthParams } from "../../../../../../lib/api/wire/close.ts";
import { withdrawReason } from "../../../../../../lib/flows/reconcile/reasons.ts";

export const DELETE = route({
  access: "finance",
  params: monthParams.extend({ id: z.coerce.number().int().positive() }),
  handle: ({ params, principal }) => withdrawReason(params, principal),
});
