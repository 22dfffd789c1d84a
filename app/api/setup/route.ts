import { route } from "../../../lib/api/route.ts";
import { setupBody } from "../../../lib/api/wire/records.ts";
import { createAdmin } from "../../../lib/flows/create-admin.ts";

export const POST = route({
  access: "public",
  body: setupBody,
  status: 201,
  handle: ({ body }) => createAdmin(body, new Date()),
});
