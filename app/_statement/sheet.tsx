import type { ReactNode } from "react";
import type { StatementPrint } from "../../lib/api/wire/statement-print.ts";
import { fixed } from "../../lib/core/display.ts";
import { instantName } from "../../lib/core/display-dates.ts";

export const DASH = "—";
export const money = (value: string | null): string => (value === null ? DASH : fixed(value, 2));
export const signed = (value: string | null): string => (value === null ? DASH : fixed(value, 2, { signed: true }));
export const shortHash = (hash: string): string => (hash.length < 12 ? hash : `${hash.slice(0, 4)}…${hash.slice(-4)}`);

/** "Closed 15 June 2026, 14:22 UTC, hash 5e1c…0b97", or that the month is open and when this was printed. */
export function standing({ month, closing }: StatementPrint): string {
  const entries =
    month.lastEntry === null ? "" : ` · ledger entries up to ${Number(month.lastEntry).toLocaleString("en-US")}`;
  if (closing === null) return `Provisional, printed ${instantName(month.asOf, month.zone)}, ${month.zone}${entries}`;
  const at = closing.at === null ? "" : ` ${instantName(closing.at, month.zone)}, ${month.zone}`;
  const hash = closing.hash === null ? "" : ` · hash ${shortHash(closing.hash)}`;
  return `Closed${at}${hash}${entries}`;
}

/** One sheet of A4 with its letterhead and foot. */
export function Sheet({ statement, page, children }: { statement: StatementPrint; page: 1 | 2; children: ReactNode }) {
  const { month, number } = statement;
  const views = `${month.cost} cost, month ${month.monthBy}`;
  return (
    <article className="paper" aria-label={`Page ${page} of 2`}>
      <header className="letter">
        <span className="who">
          <Mark />
          <b>Tokenwatt</b>
        </span>
        <span>
          {month.organisation} · Statement {number} · page {page} of 2
        </span>
      </header>
      {children}
      <footer className="base">
        <span>{standing(statement)}</span>
        <span>
          {month.currency}, {views}; days in UTC
        </span>
      </footer>
    </article>
  );
}

const Mark = () => (
  <svg width="20" height="20" viewBox="0 0 22 22" aria-hidden="true">
    <circle cx="11" cy="11" r="10" fill="none" stroke="#3a5a8f" strokeWidth="2" />
    <path d="M12.3 4.2 6.6 12.2h3.7l-.7 5.6 5.8-8.2h-3.8z" fill="#b9761a" />
  </svg>
);
