import { route } from "../../../lib/api/route.ts";
import { newRigBody } from "../../../lib/api/wire/rigs.ts";
import { statementQuery } from "../../../lib/api/wire/statement.ts";
import { rigsOf } from "../../../lib/flows/rig-statement.ts";
import { createRig } from "../../../lib/flows/rigs.ts";

export const GET = route({
  access: "finance",
  query: statementQuery,
  handle: ({ query, principal }) => rigsOf(query, principal),
});

export const POST = route({
  access: "admin",
  body: newRigBody,
  status: 201,
  handle: async ({ body, principal }) => {
    const { slug, name } = await createRig(body, principal.name);
    return { slug, name };
  },
});
