import type { Metadata } from "next";
import { keys } from "../../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../../lib/auth/require-principal.ts";
import { monthCloseOf } from "../../../lib/flows/close/month-close.ts";
import { CloseView } from "../../_close/close-view.tsx";
import { Prefetched } from "../../_server/prefetched.tsx";
import { addressOf, type SearchParams, viewQuery } from "../../_server/view-query.ts";

export const metadata: Metadata = { title: "Month close" };

export default async function ClosePage({ searchParams }: { searchParams: SearchParams }) {
  const principal = await requirePrincipal("finance", await addressOf("/close", searchParams));
  const query = await viewQuery(searchParams);
  return (
    <Prefetched queries={[{ key: keys.monthClose(query), read: () => monthCloseOf(query, principal) }]}>
      <CloseView />
    </Prefetched>
  );
}
