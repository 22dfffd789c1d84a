import { route } from "../../../lib/api/route.ts";
import { linesQuery } from "../../../lib/api/wire/explain.ts";
import { linesOf } from "../../../lib/flows/lines.ts";

export const GET = route({
  access: "reader",
  query: linesQuery.partial({ month: true }),
  handle: ({ query, principal }) => linesOf(query, principal),
});
