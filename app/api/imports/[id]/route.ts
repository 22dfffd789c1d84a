import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { previewOf } from "../../../../lib/flows/imports.ts";

export const GET = route({
  access: "finance",
  params: z.object({ id: z.coerce.number().int() }),
  handle: ({ params, principal }) => previewOf(params.id, principal),
});
