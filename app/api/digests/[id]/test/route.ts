import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { testSubscription } from "../../../../../lib/flows/digests.ts";

const params = z.object({ id: z.coerce.number().int().positive() });

export const POST = route({
  access: "finance",
  params,
  handle: ({ params: { id }, principal }) => testSubscription(id, principal, Date.now()),
});
