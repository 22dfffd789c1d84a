import type { Metadata } from "next";
import { keys } from "../../../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../../../lib/auth/require-principal.ts";
import { rigMonthOf } from "../../../../lib/flows/rig-statement.ts";
import { RigView } from "../../../_rigs/rig-view.tsx";
import { Prefetched } from "../../../_server/prefetched.tsx";
import { addressOf, type SearchParams, viewQuery } from "../../../_server/view-query.ts";

export const metadata: Metadata = { title: "Rig" };

export default async function RigPage({
  params,
  searchParams,
}: {
  params: Promise<{ slug: string }>;
  searchParams: SearchParams;
}) {
  const { slug } = await params;
  const principal = await requirePrincipal("finance", await addressOf(`/rigs/${slug}`, searchParams));
  const query = await viewQuery(searchParams);
  return (
    <Prefetched queries={[{ key: keys.rigMonth(slug, query), read: () => rigMonthOf(slug, query, principal) }]}>
      <RigView slug={slug} />
    </Prefetched>
  );
}
