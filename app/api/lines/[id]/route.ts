import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { entryOf } from "../../../../lib/flows/lines.ts";

export const GET = route({
  access: "reader",
  params: z.object({ id: z.string() }),
  handle: ({ params, principal }) => entryOf(params.id, principal),
});
