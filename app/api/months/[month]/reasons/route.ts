import { route } from "../../../../../lib/api/route.ts";
import { monthParams, reasonBody } from "../../../../../lib/api/wire/close.ts";
import { addReason } from "../../../../../lib/flows/reconcile/reasons.ts";

export const POST = route({
  access: "finance",
  params: monthParams,
  body: reasonBody,
  status: 201,
  handle: ({ params, body, principal }) => addReason(params.month, body, principal),
});
