"use client";

import { useQuery } from "@tanstack/react-query";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { SourceRows } from "../../lib/api/wire/explain.ts";
import { count } from "../../lib/core/display.ts";

/** The row an issue is about, as the file has it, with the header above it. */
export function IssueRow({ importId, row }: { importId: number; row: number }) {
  const query = useQuery({
    queryKey: keys.importRow(importId, row),
    queryFn: ({ queryKey, signal }) => fetchKey<SourceRows>(queryKey, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (query.isError) return <p className="note">{query.error.message}</p>;
  if (!query.data) return <p className="note">Reading the row.</p>;
  if (query.data.rows.length === 0) return <p className="note">The text of this row was not kept.</p>;
  return (
    <div className="sheet-row">
      {query.data.rows.map((one) => (
        <div key={one.row} className={one.isTheOne ? "hit" : "dim"}>
          <span>{count(one.row)}</span>
          <span title={one.text}>{one.text}</span>
        </div>
      ))}
    </div>
  );
}
