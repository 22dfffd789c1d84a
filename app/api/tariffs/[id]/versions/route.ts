import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { newVersionBody } from "../../../../../lib/api/wire/tariffs.ts";
import { addTariffVersion } from "../../../../../lib/flows/tariffs.ts";

/** Terms of a tariff from a day on. */
export const POST = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  body: newVersionBody,
  status: 201,
  handle: ({ params, body, principal }) => addTariffVersion(params, body, { by: principal.name }),
});
