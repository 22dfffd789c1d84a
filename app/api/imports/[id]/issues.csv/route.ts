import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { issuesCsv } from "../../../../../lib/flows/imports.ts";

export const GET = route({
  access: "finance",
  params: z.object({ id: z.coerce.number().int() }),
  handle: async ({ params: { id }, principal }) =>
    new Response(await issuesCsv(id, principal), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="import-${id}-issues.csv"`,
        "cache-control": "no-store",
      },
    }),
});
