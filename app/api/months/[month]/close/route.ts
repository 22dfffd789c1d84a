import { route } from "../../../../../lib/api/route.ts";
import { closeBody, monthParams } from "../../../../../lib/api/wire/close.ts";
import { closeMonth } from "../../../../../lib/flows/close/close-month.ts";
import { monthCloseOf } from "../../../../../lib/flows/close/month-close.ts";

/** `latest` stands for the month that is reviewed. */
export const GET = route({
  access: "finance",
  params: monthParams,
  handle: ({ params, principal }) =>
    monthCloseOf({ month: params.month === "latest" ? undefined : params.month }, principal),
});

export const POST = route({
  access: "finance",
  params: monthParams,
  body: closeBody,
  handle: ({ params, body, principal }) => closeMonth({ ...body, month: params.month }, principal),
});
