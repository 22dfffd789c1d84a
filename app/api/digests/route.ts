import { route } from "../../../lib/api/route.ts";
import { newSubscriptionBody } from "../../../lib/api/wire/records.ts";
import { createSubscription, digestsOf } from "../../../lib/flows/digests.ts";

export const GET = route({ access: "finance", handle: ({ principal }) => digestsOf(principal, Date.now()) });

export const POST = route({
  access: "finance",
  body: newSubscriptionBody,
  status: 201,
  handle: ({ body, principal }) => createSubscription(body, principal, Date.now()),
});
