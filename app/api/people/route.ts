import { route } from "../../../lib/api/route.ts";
import { newPersonBody } from "../../../lib/api/wire/records.ts";
import { createPerson } from "../../../lib/flows/people.ts";

export const POST = route({
  access: "admin",
  body: newPersonBody,
  status: 201,
  handle: ({ body, principal }) => createPerson(body, principal.name),
});
