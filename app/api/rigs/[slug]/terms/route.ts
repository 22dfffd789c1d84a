import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { showRig } from "../../../../../lib/flows/rigs.ts";

export const GET = route({
  access: "finance",
  params: z.object({ slug: z.string() }),
  handle: ({ params: { slug } }) => showRig(slug),
});
