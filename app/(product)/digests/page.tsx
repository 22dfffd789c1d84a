import type { Metadata } from "next";
import { keys } from "../../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../../lib/auth/require-principal.ts";
import { digestsOf } from "../../../lib/flows/digests.ts";
import { DigestsView } from "../../_digests/digests-view.tsx";
import { Prefetched } from "../../_server/prefetched.tsx";

export const metadata: Metadata = { title: "Digests" };

export default async function DigestsPage() {
  const principal = await requirePrincipal("finance", "/digests");
  return (
    <Prefetched queries={[{ key: keys.digests(), read: () => digestsOf(principal, Date.now()) }]}>
      <DigestsView />
    </Prefetched>
  );
}
