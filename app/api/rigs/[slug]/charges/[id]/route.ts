import { z } from "zod";
import { route } from "../../../../../../lib/api/route.ts";
import { chargeEndBody } from "../../../../../../lib/api/wire/rigs.ts";
import { endCharge } from "../../../../../../lib/flows/rig-terms.ts";

export const PATCH = route({
  access: "admin",
  params: z.object({ slug: z.string(), id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  body: chargeEndBody,
  handle: ({ params: { slug, id }, body, principal }) => endCharge(slug, { id, ...body }, { by: principal.name }),
});
