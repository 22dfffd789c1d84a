import { route } from "../../../lib/api/route.ts";
import { newTariffBody } from "../../../lib/api/wire/tariffs.ts";
import { createTariff, tariffsPage } from "../../../lib/flows/tariffs.ts";

export const GET = route({ access: "finance", handle: () => tariffsPage() });

export const POST = route({
  access: "admin",
  body: newTariffBody,
  status: 201,
  handle: ({ body, principal }) => createTariff(body, principal.name),
});
