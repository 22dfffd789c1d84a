import { route } from "../../../lib/api/route.ts";
import { newIntensityBody } from "../../../lib/api/wire/carbon.ts";
import { carbonPage, setIntensity } from "../../../lib/flows/carbon.ts";

export const GET = route({ access: "finance", handle: () => carbonPage() });

export const POST = route({
  access: "admin",
  body: newIntensityBody,
  status: 201,
  handle: ({ body, principal }) => setIntensity(body, principal.name),
});
