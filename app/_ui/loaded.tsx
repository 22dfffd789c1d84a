"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Notice } from "./notice.tsx";

const WIDTHS = ["46%", "62%", "38%", "54%", "50%"];

/** The shape of what comes, shown only when it takes longer than 300 ms. */
export function Bones({ rows = 5, label = "Reading" }: { rows?: number; label?: string }) {
  return (
    <div className="body bones" aria-busy="true">
      {WIDTHS.slice(0, rows).map((width) => (
        <div key={width}>
          <span className="bone" style={{ width }} />
          <span className="bone" />
          <span className="bone" />
        </div>
      ))}
      <p className="note" role="status">
        {label}
      </p>
    </div>
  );
}

/** A server answer in its three states; an error keeps to its panel and says the next step. */
export function Loaded<Data>({
  query,
  whatFailed,
  children,
}: {
  query: UseQueryResult<Data, Error>;
  whatFailed: string;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && (
          <Notice kind="warn">
            <b>These figures may be old.</b> {query.error.message} <Again query={query} />
          </Notice>
        )}
        <div className={query.isPlaceholderData ? "stack fresh" : "stack"}>{children(query.data)}</div>
      </>
    );
  }
  if (query.isError) {
    return (
      <section className="panel">
        <div className="body">
          <Notice kind="bad">
            <b>{whatFailed}</b> {query.error.message} <Again query={query} />
          </Notice>
        </div>
      </section>
    );
  }
  return (
    <section className="panel">
      <Bones />
    </section>
  );
}

function Again({ query }: { query: { refetch(): Promise<unknown> } }) {
  return (
    <button type="button" className="link" onClick={() => void query.refetch()}>
      Read it again
    </button>
  );
}
