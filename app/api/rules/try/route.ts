import { route } from "../../../../lib/api/route.ts";
import { newRuleBody } from "../../../../lib/api/wire/rules.ts";
import { tryRule } from "../../../../lib/flows/rules.ts";

/** What a rule would move, before it is kept. Nothing of it stays. */
export const POST = route({
  access: "admin",
  body: newRuleBody,
  handle: ({ body, principal }) => tryRule(body, principal.name),
});
