import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { sharesBody } from "../../../../../lib/api/wire/rigs.ts";
import { setShareTerms } from "../../../../../lib/flows/rig-terms.ts";

export const PUT = route({
  access: "admin",
  params: z.object({ slug: z.string() }),
  body: sharesBody,
  handle: ({ params: { slug }, body, principal }) => setShareTerms(slug, body, { by: principal.name }),
});
