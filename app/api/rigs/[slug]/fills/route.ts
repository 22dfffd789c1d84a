import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { fillBody } from "../../../../../lib/api/wire/rigs.ts";
import { stateFill } from "../../../../../lib/flows/energy-fills.ts";

export const POST = route({
  access: "admin",
  params: z.object({ slug: z.string() }),
  body: fillBody,
  status: 201,
  handle: ({ params: { slug }, body, principal }) => stateFill(slug, body, { by: principal.name }),
});
