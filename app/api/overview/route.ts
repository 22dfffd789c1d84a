import { route } from "../../../lib/api/route.ts";
import { statementQuery } from "../../../lib/api/wire/statement.ts";
import { overviewOf } from "../../../lib/flows/overview.ts";

export const GET = route({
  access: "reader",
  query: statementQuery,
  handle: ({ query, principal }) => overviewOf(query, principal),
});
