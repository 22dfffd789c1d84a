import type { Metadata } from "next";
import { keys } from "../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../lib/auth/require-principal.ts";
import { overviewOf } from "../../lib/flows/overview.ts";
import { OverviewView } from "../_overview/overview-view.tsx";
import { Prefetched } from "../_server/prefetched.tsx";
import { addressOf, type SearchParams, viewQuery } from "../_server/view-query.ts";

export const metadata: Metadata = { title: "All teams" };

export default async function OverviewPage({ searchParams }: { searchParams: SearchParams }) {
  const principal = await requirePrincipal("reader", await addressOf("/", searchParams));
  const query = await viewQuery(searchParams);
  return (
    <Prefetched queries={[{ key: keys.overview(query), read: () => overviewOf(query, principal) }]}>
      <OverviewView />
    </Prefetched>
  );
}
