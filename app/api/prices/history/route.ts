import { route } from "../../../../lib/api/route.ts";
import { priceHistoryQuery } from "../../../../lib/api/wire/prices.ts";
import { priceHistoryOf } from "../../../../lib/flows/price-page.ts";

export const GET = route({
  access: "finance",
  query: priceHistoryQuery,
  handle: ({ query }) => priceHistoryOf(query),
});
