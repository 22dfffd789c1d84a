import type { Metadata } from "next";
import { keys } from "../../../../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../../../../lib/auth/require-principal.ts";
import { statementPrintOf } from "../../../../../lib/flows/statement-print.ts";
import { Prefetched } from "../../../../_server/prefetched.tsx";
import { addressOf, type SearchParams, viewQuery } from "../../../../_server/view-query.ts";
import { StatementView } from "../../../../_statement/statement-view.tsx";

export const metadata: Metadata = { title: "Statement" };

export default async function StatementPage({
  params,
  searchParams,
}: {
  params: Promise<{ slug: string }>;
  searchParams: SearchParams;
}) {
  const { slug } = await params;
  const principal = await requirePrincipal("reader", await addressOf(`/teams/${slug}/statement`, searchParams));
  const query = await viewQuery(searchParams);
  return (
    <Prefetched
      queries={[{ key: keys.teamStatement(slug, query), read: () => statementPrintOf(slug, query, principal) }]}
    >
      <StatementView slug={slug} />
    </Prefetched>
  );
}
