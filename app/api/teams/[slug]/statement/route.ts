import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { statementQuery } from "../../../../../lib/api/wire/statement.ts";
import { statementPrintOf } from "../../../../../lib/flows/statement-print.ts";

export const GET = route({
  access: "reader",
  params: z.object({ slug: z.string() }),
  query: statementQuery,
  handle: ({ params, query, principal }) => statementPrintOf(params.slug, query, principal),
});
