import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { rigBody } from "../../../../lib/api/wire/rigs.ts";
import { statementQuery } from "../../../../lib/api/wire/statement.ts";
import { changeRig } from "../../../../lib/flows/change-rig.ts";
import { rigMonthOf } from "../../../../lib/flows/rig-statement.ts";

const params = z.object({ slug: z.string() });

export const GET = route({
  access: "finance",
  params,
  query: statementQuery,
  handle: ({ params: { slug }, query, principal }) => rigMonthOf(slug, query, principal),
});

export const PUT = route({
  access: "admin",
  params,
  body: rigBody,
  handle: async ({ params: { slug }, body, principal }) => {
    const { rig, from } = await changeRig(slug, body, principal.name);
    return { slug: rig.slug, name: rig.name, message: from };
  },
});
