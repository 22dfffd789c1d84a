import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { previewSubscription } from "../../../../../lib/flows/digests.ts";

const params = z.object({ id: z.coerce.number().int().positive() });

export const GET = route({
  access: "finance",
  params,
  handle: ({ params: { id }, principal }) => previewSubscription(id, principal, Date.now()),
});
