"use client";

import { useMemo } from "react";
import { dayShort, monthName, shiftMonth } from "../../lib/core/display-dates.ts";
import { Icon } from "./icon.tsx";
import { useShell } from "./shell-context.tsx";
import { useView } from "./view.ts";

export type MonthState = "provisional" | "closed" | "reopened" | "no-data";
export type MonthFacts = {
  readonly month: string;
  /** Null where a page does not say it. */
  readonly state: MonthState | null;
  /** The day it was signed, where the page knows. */
  readonly closedOn?: string | null;
  readonly previousMonth: string;
  /** Null where a page does not say it. */
  readonly previousState: MonthState | null;
};

const STATE_CHIPS: Readonly<Record<MonthState, { word: string; kind: string }>> = {
  provisional: { word: "Provisional", kind: "warn" },
  closed: { word: "Closed", kind: "good" },
  reopened: { word: "Reopened", kind: "info" },
  "no-data": { word: "No data", kind: "" },
};

export function StateChip({ state, closedOn = null }: { state: MonthState; closedOn?: string | null }) {
  const { word, kind } = STATE_CHIPS[state];
  return (
    <span className={`chip ${kind}`}>
      {state === "closed" && <Icon name="lock" size={12} />}
      {word}
      {state === "closed" && closedOn !== null && ` ${dayShort(closedOn)}`}
    </span>
  );
}

/** Every calendar month between the first and the last with entries, newest first. */
function useMonths(current: string | null): string[] {
  const { months } = useShell();
  return useMemo(() => {
    const known = (current === null ? [...months] : [...months, current]).sort();
    const first = known[0] ?? "";
    const last = known.at(-1) ?? "";
    const all: string[] = [];
    for (let month = last; first !== "" && month >= first && all.length < 240; month = shiftMonth(month, -1)) {
      all.push(month);
    }
    return all;
  }, [months, current]);
}

export function MonthBar({ facts }: { facts: MonthFacts | null }) {
  const { latestMonth, months: withEntries } = useShell();
  const { query, setView } = useView();
  const month = facts?.month ?? query.month ?? latestMonth;
  const months = useMonths(month);
  const at = month === null ? -1 : months.indexOf(month);
  const earlier = months[at + 1];
  const later = months[at - 1];
  const choose = (next: string) => void setView({ month: next });

  return (
    <div className="bar">
      {month !== null && at >= 0 && (
        <fieldset className="month" aria-label="Month">
          <button
            type="button"
            aria-label="Previous month"
            disabled={earlier === undefined}
            onClick={() => earlier !== undefined && choose(earlier)}
          >
            <Icon name="back" />
          </button>
          <span className="at">
            <select aria-label="Month shown" value={month} onChange={(event) => choose(event.target.value)}>
              {months.map((one) => (
                <option key={one} value={one}>
                  {monthName(one)}
                  {withEntries.includes(one) ? "" : ", no data"}
                </option>
              ))}
            </select>
            <Icon name="down" size={14} />
          </span>
          <button
            type="button"
            aria-label="Next month"
            disabled={later === undefined}
            onClick={() => later !== undefined && choose(later)}
          >
            <Icon name="forward" />
          </button>
        </fieldset>
      )}
      {facts !== null && facts.state !== null && (
        <>
          <StateChip state={facts.state} closedOn={facts.closedOn ?? null} />
          <span className="small muted hide-narrow against">
            against {monthName(facts.previousMonth)}
            {facts.previousState === null ? "" : `, ${STATE_CHIPS[facts.previousState].word.toLowerCase()}`}
          </span>
        </>
      )}
      <PrintButton />
    </div>
  );
}

/** The bar of pages that belong to no month. */
export function PlainBar() {
  const { organisation } = useShell();
  return (
    <div className="bar">
      <b className="strong ellipsis">{organisation}</b>
      <PrintButton />
    </div>
  );
}

function PrintButton() {
  return (
    <div className="acts push hide-narrow">
      <button type="button" className="btn bare square" aria-label="Print" onClick={() => window.print()}>
        <Icon name="print" />
      </button>
    </div>
  );
}
