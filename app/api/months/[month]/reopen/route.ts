import { route } from "../../../../../lib/api/route.ts";
import { monthParams, reopenBody } from "../../../../../lib/api/wire/close.ts";
import { reopenMonth } from "../../../../../lib/flows/close/reopen-month.ts";

export const POST = route({
  access: "finance",
  params: monthParams,
  body: reopenBody,
  handle: ({ params, body, principal }) => reopenMonth({ ...body, month: params.month }, principal),
});
