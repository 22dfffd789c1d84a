import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { changeSubscriptionBody } from "../../../../lib/api/wire/records.ts";
import { changeSubscription, removeSubscription } from "../../../../lib/flows/digests.ts";

const params = z.object({ id: z.coerce.number().int().positive() });

export const PATCH = route({
  access: "finance",
  params,
  body: changeSubscriptionBody,
  handle: ({ params: { id }, body, principal }) => changeSubscription({ id, body }, principal),
});

export const DELETE = route({
  access: "finance",
  params,
  handle: ({ params: { id }, principal }) => removeSubscription(id, principal),
});
