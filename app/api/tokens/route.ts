import { route } from "../../../lib/api/route.ts";
import { newTokenBody } from "../../../lib/api/wire/tokens.ts";
import { createToken, listTokens } from "../../../lib/flows/api-tokens.ts";

export const GET = route({ access: "admin", handle: () => listTokens() });

/** The answer holds the token itself: it is told once. */
export const POST = route({
  access: "admin",
  body: newTokenBody,
  status: 201,
  handle: ({ body, principal }) => createToken(body, principal.name),
});
