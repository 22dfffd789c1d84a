import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { rulesOfMonth } from "../../../../lib/flows/rules-month.ts";

/** The rules with what each caught of a month. */
export const GET = route({
  access: "finance",
  query: z.object({ month: z.string().optional() }),
  handle: ({ query: { month }, principal }) => rulesOfMonth({ ...(month && { month }) }, principal),
});
