import { z } from "zod";
import { route } from "../../../../lib/api/route.ts";
import { changePersonBody } from "../../../../lib/api/wire/records.ts";
import { changePerson } from "../../../../lib/flows/people.ts";

export const PATCH = route({
  access: "admin",
  params: z.object({ id: z.uuid() }),
  body: changePersonBody,
  handle: ({ params, body, principal }) => changePerson({ id: params.id, body }, principal, new Date()),
});
