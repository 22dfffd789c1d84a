import type { Metadata } from "next";
import { keys } from "../../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../../lib/auth/require-principal.ts";
import { rigsOf } from "../../../lib/flows/rig-statement.ts";
import { CATALOGUE } from "../../_rigs/catalogue.ts";
import { RigsView } from "../../_rigs/rigs-view.tsx";
import { Prefetched } from "../../_server/prefetched.tsx";
import { addressOf, type SearchParams, viewQuery } from "../../_server/view-query.ts";

export const metadata: Metadata = { title: "Rigs" };

export default async function RigsPage({ searchParams }: { searchParams: SearchParams }) {
  const principal = await requirePrincipal("finance", await addressOf("/rigs", searchParams));
  const query = await viewQuery(searchParams);
  return (
    <Prefetched queries={[{ key: keys.rigs(query), read: () => rigsOf(query, principal) }]}>
      <RigsView catalogue={CATALOGUE} />
    </Prefetched>
  );
}
