import { route } from "../../../../../lib/api/route.ts";
import { monthParams } from "../../../../../lib/api/wire/close.ts";
import { checkHash } from "../../../../../lib/flows/close/check-hash.ts";

export const GET = route({
  access: "finance",
  params: monthParams,
  handle: ({ params, principal }) => checkHash(params.month, principal),
});
