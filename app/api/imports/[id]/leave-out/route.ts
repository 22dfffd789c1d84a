import { z } from "zod";
import { route } from "../../../../../lib/api/route.ts";
import { leaveOutBody } from "../../../../../lib/api/wire/records.ts";
import { leaveOut, previewOf } from "../../../../../lib/flows/imports.ts";

export const POST = route({
  access: "admin",
  params: z.object({ id: z.coerce.number().int() }),
  body: leaveOutBody,
  handle: async ({ params: { id }, body, principal }) => {
    await leaveOut({ importId: id, issueIds: body.issueIds, by: principal.name });
    return previewOf(id, principal);
  },
});
