import { route } from "../../../lib/api/route.ts";
import { explainQuery } from "../../../lib/api/wire/explain.ts";
import { explain } from "../../../lib/flows/explain.ts";

export const GET = route({
  access: "reader",
  query: explainQuery,
  handle: ({ query, principal }) => explain(query, principal),
});
