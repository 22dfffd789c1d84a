import type { Metadata } from "next";
import { keys } from "../../../lib/api/query-keys.ts";
import { requirePrincipal } from "../../../lib/auth/require-principal.ts";
import { linesOf } from "../../../lib/flows/lines.ts";
import { linesRequest } from "../../_lines/filters.ts";
import { LinesView } from "../../_lines/lines-view.tsx";
import { Prefetched } from "../../_server/prefetched.tsx";
import { addressOf, parameter, type SearchParams } from "../../_server/view-query.ts";

export const metadata: Metadata = { title: "Lines" };

export default async function LinesPage({ searchParams }: { searchParams: SearchParams }) {
  const principal = await requirePrincipal("reader", await addressOf("/lines", searchParams));
  const given = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, parameter(value)]));
  const request = linesRequest(given);
  return (
    <Prefetched queries={[{ key: keys.lines(request), read: () => linesOf(request, principal) }]}>
      <LinesView />
    </Prefetched>
  );
}
