import type { Metadata } from "next";
import { keys } from "../../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../../lib/auth/require-principal.ts";
import { settingsOf } from "../../../lib/flows/settings.ts";
import { Prefetched } from "../../_server/prefetched.tsx";
import { SettingsView } from "../../_settings/settings-view.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const principal = await requirePrincipal("finance", "/settings");
  return (
    <Prefetched queries={[{ key: keys.settings(), read: () => settingsOf(principal) }]}>
      <SettingsView readerId={principal.userId} />
    </Prefetched>
  );
}
