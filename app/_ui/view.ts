"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { StatementQuery } from "../../lib/api/query-keys.ts";

const parsers = {
  month: parseAsString,
  cost: parseAsStringLiteral(["effective", "billed"] as const),
  monthBy: parseAsStringLiteral(["billed", "used"] as const),
};

/** The view of the statement as the address holds it, and how to change it. A link to a page is a link to its view. */
export function useView() {
  const [state, setState] = useQueryStates(parsers, { history: "push" });
  const { month, cost, monthBy } = state;
  const query = useMemo<StatementQuery>(
    () => ({
      ...(month === null ? {} : { month }),
      ...(cost === null ? {} : { cost }),
      ...(monthBy === null ? {} : { monthBy }),
    }),
    [month, cost, monthBy],
  );
  return { query, setView: setState };
}

/** A path that keeps the view: month, cost and month rule travel along in links. */
export function withView(path: string, query: StatementQuery, more: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams({ ...query, ...more });
  return search.size === 0 ? path : `${path}?${search}`;
}
