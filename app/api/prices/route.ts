import { route } from "../../../lib/api/route.ts";
import { newPriceBody, pricesQuery } from "../../../lib/api/wire/prices.ts";
import { addPrice } from "../../../lib/flows/own-prices.ts";
import { pricesOfMonth } from "../../../lib/flows/price-page.ts";

export const GET = route({
  access: "finance",
  query: pricesQuery,
  handle: ({ query, principal }) => pricesOfMonth(query, principal),
});

export const POST = route({
  access: "admin",
  body: newPriceBody,
  status: 201,
  handle: ({ body, principal }) => addPrice(body, principal.name),
});
