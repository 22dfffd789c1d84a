import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { statementQuery } from "../../../../../lib/api/wire/statement.ts";
import { teamMonthOf } from "../../../../../lib/flows/team-month.ts";

export const GET = route({
  access: "reader",
  params: z.object({ slug: z.string() }),
  query: statementQuery,
  handle: ({ params, query, principal }) => teamMonthOf(params.slug, query, principal),
});
