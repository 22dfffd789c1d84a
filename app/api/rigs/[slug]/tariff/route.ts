import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { rigTariffBody } from "../../../../../lib/api/wire/rigs.ts";
import { setTariffPrice } from "../../../../../lib/flows/rig-terms.ts";

export const PUT = route({
  access: "admin",
  params: z.object({ slug: z.string() }),
  body: rigTariffBody,
  handle: ({ params: { slug }, body, principal }) => setTariffPrice(slug, body, { by: principal.name }),
});
