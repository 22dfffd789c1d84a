import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { wallBody } from "../../../../../lib/api/wire/rigs.ts";
import { setWallTerms } from "../../../../../lib/flows/rig-terms.ts";

export const PUT = route({
  access: "admin",
  params: z.object({ slug: z.string() }),
  body: wallBody,
  handle: ({ params: { slug }, body, principal }) => setWallTerms(slug, body, { by: principal.name }),
});
