import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { revokeToken } from "../../../../lib/flows/api-tokens.ts";

export const DELETE = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  handle: ({ params: { id }, principal }) => revokeToken(id, principal.name),
});
