import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { assetBody } from "../../../../../lib/api/wire/rigs.ts";
import { addAsset } from "../../../../../lib/flows/rig-terms.ts";

export const POST = route({
  access: "admin",
  params: z.object({ slug: z.string() }),
  body: assetBody,
  status: 201,
  handle: ({ params: { slug }, body, principal }) => addAsset(slug, body, { by: principal.name }),
});
