import { route } from "../../../lib/api/route.ts";
import { settingsBody } from "../../../lib/api/wire/records.ts";
import { changeSettings, settingsOf } from "../../../lib/flows/settings.ts";

export const GET = route({ access: "finance", handle: ({ principal }) => settingsOf(principal) });

export const PATCH = route({
  access: "admin",
  body: settingsBody,
  handle: async ({ body, principal }) => {
    await changeSettings(body, principal);
    return settingsOf(principal);
  },
});
