import { z } from "zod";
import { route } from "../../../lib/api/route.ts";
import { newRateBody } from "../../../lib/api/wire/prices.ts";
import { addRate } from "../../../lib/flows/rates.ts";
import { ratesOfMonth } from "../../../lib/flows/rates-month.ts";

export const GET = route({
  access: "finance",
  query: z.object({ month: z.string().optional() }),
  handle: ({ query: { month }, principal }) => ratesOfMonth({ ...(month && { month }) }, principal),
});

export const POST = route({
  access: "admin",
  body: newRateBody,
  status: 201,
  handle: ({ body, principal }) => addRate(body, principal.name),
});
