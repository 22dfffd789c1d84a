import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { month } from "../../../../lib/core/calendar.ts";
import { carbonOfMonth } from "../../../../lib/flows/carbon.ts";

/** Each rig's month in grams CO2e. */
export const GET = route({
  access: "finance",
  query: z.object({ month: z.string() }),
  handle: async ({ query }) => ({ month: query.month, rigs: await carbonOfMonth(month(query.month)) }),
});
