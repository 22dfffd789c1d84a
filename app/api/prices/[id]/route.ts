import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { endPrice } from "../../../../lib/flows/own-prices.ts";

/** Ends a price after the day `on`; without one it is withdrawn whole. */
export const DELETE = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int() }),
  query: z.object({ on: z.string().optional() }),
  handle: ({ params, query, principal }) => endPrice({ id: params.id, on: query.on ?? null, by: principal.name }),
});
