import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { chargeBody } from "../../../../../lib/api/wire/rigs.ts";
import { addCharge } from "../../../../../lib/flows/rig-terms.ts";

export const POST = route({
  access: "admin",
  params: z.object({ slug: z.string() }),
  body: chargeBody,
  status: 201,
  handle: ({ params: { slug }, body, principal }) => addCharge(slug, body, { by: principal.name }),
});
