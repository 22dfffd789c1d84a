import { z } from "zod";
import { route } from "../../../lib/api/route.ts";
import { scopeBody } from "../../../lib/api/wire/prices.ts";
import { month as toMonth } from "../../../lib/core/calendar.ts";
import { scopesOfMonth, setScope } from "../../../lib/flows/scopes.ts";

export const GET = route({
  access: "finance",
  query: z.object({ month: z.string().optional() }),
  handle: async ({ query }) => ({ sources: await scopesOfMonth(query.month ? toMonth(query.month) : null) }),
});

export const PUT = route({
  access: "admin",
  body: scopeBody,
  handle: ({ body, principal }) => setScope(body, principal.name),
});
