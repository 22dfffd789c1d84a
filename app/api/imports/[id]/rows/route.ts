import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { rowOfImport } from "../../../../../lib/flows/imports.ts";

export const GET = route({
  access: "finance",
  params: z.object({ id: z.coerce.number().int() }),
  query: z.object({ row: z.coerce.number().int().min(1).max(2_147_483_647) }),
  handle: ({ params: { id }, query: { row }, principal }) => rowOfImport({ id, row }, principal),
});
