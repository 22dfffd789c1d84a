import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { applyTariffBody } from "../../../../../lib/api/wire/tariffs.ts";
import { applyTariff } from "../../../../../lib/flows/tariffs.ts";

/** Prices a rig's energy by the tariff, from a day on. */
export const POST = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  body: applyTariffBody,
  handle: ({ params, body, principal }) => applyTariff(params, body, { by: principal.name }),
});
