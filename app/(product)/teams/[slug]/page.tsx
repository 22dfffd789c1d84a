import type { Metadata } from "next";
import { keys } from "../../../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../../../lib/auth/require-principal.ts";
import { teamMonthOf } from "../../../../lib/flows/team-month.ts";
import { Prefetched } from "../../../_server/prefetched.tsx";
import { addressOf, type SearchParams, viewQuery } from "../../../_server/view-query.ts";
import { TeamView } from "../../../_team/team-view.tsx";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage({
  params,
  searchParams,
}: {
  params: Promise<{ slug: string }>;
  searchParams: SearchParams;
}) {
  const { slug } = await params;
  const principal = await requirePrincipal("reader", await addressOf(`/teams/${slug}`, searchParams));
  const query = await viewQuery(searchParams);
  return (
    <Prefetched queries={[{ key: keys.teamMonth(slug, query), read: () => teamMonthOf(slug, query, principal) }]}>
      <TeamView slug={slug} />
    </Prefetched>
  );
}
