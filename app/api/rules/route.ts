import { route } from "../../../lib/api/route.ts";
import { newRuleBody } from "../../../lib/api/wire/rules.ts";
import { createRule, listRules } from "../../../lib/flows/rules.ts";

export const GET = route({ access: "finance", handle: () => listRules() });

export const POST = route({
  access: "admin",
  body: newRuleBody,
  status: 201,
  handle: ({ body, principal }) => createRule(body, principal.name),
});
