"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { MonthClose } from "../../lib/api/wire/close.ts";
import { count } from "../../lib/core/display.ts";
import { dayShort, instantName, monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { Frame } from "../_ui/frame.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Notice } from "../_ui/notice.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView } from "../_ui/view.ts";
import { ChecklistPanel } from "./checklist-panel.tsx";
import { ClosedMonth } from "./closed-month.tsx";
import { ClosedMonthsPanel } from "./closed-months-panel.tsx";
import { FilesPanel } from "./files-panel.tsx";
import { FreezesPanel } from "./freezes-panel.tsx";
import { LateLinesPanel } from "./late-lines-panel.tsx";
import { ReconciliationPanel } from "./reconciliation-panel.tsx";
import { SignOffPanel } from "./sign-off-panel.tsx";

/** A month's closing: what is open, what it is held against, who signed it, and what came late. */
export function CloseView() {
  const { query: view } = useView();
  const query = useQuery({
    queryKey: keys.monthClose(view),
    queryFn: ({ queryKey, signal }) => fetchKey<MonthClose>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Frame facts={query.data === undefined ? null : factsOf(query.data)}>
      <Loaded query={query} whatFailed="The closing of the month could not be read.">
        {(page) => <Page page={page} />}
      </Loaded>
    </Frame>
  );
}

const factsOf = ({ month, state, previousMonth, previousState, signed }: MonthClose) => ({
  month,
  state,
  previousMonth,
  previousState,
  closedOn: signed === null ? null : signed.at.slice(0, 10),
});

function Page({ page }: { page: MonthClose }) {
  const { zone } = useShell();
  return (
    <>
      {page.state === "closed" ? <ClosedMonth page={page} /> : <OpenMonth page={page} />}
      <ReconciliationPanel page={page} />
      <ClosedMonthsPanel months={page.closedMonths} currency={page.currency} />
      <p className="note">
        As of {instantName(page.asOf, zone)}, {zone}.
        {page.lastEntry === null ? "" : ` Ledger entry ${count(page.lastEntry)}.`}
      </p>
    </>
  );
}

function OpenMonth({ page }: { page: MonthClose }) {
  if (page.state === "no-data") return <NothingYet page={page} />;
  return (
    <>
      <div className="head">
        <div>
          <h1>Close {monthName(page.month)}</h1>
          <p className="sub-line">
            Four steps, then a name. Until then every figure of {monthOnly(page.month)} can still move.
          </p>
        </div>
      </div>
      {page.reopened !== null && (
        <Notice>
          <b>
            Reopened by {page.reopened.by} on {dayShort(page.reopened.at.slice(0, 10))}.
          </b>{" "}
          {page.reopened.reason}
        </Notice>
      )}
      <div className="grid">
        <div className="s8 stack">
          <ChecklistPanel page={page} />
          <FilesPanel page={page} />
        </div>
        <div className="s4 stack">
          <SignOffPanel key={page.month} page={page} />
          <FreezesPanel page={page} />
        </div>
      </div>
      {page.late.lines.length > 0 && <LateLinesPanel page={page} />}
    </>
  );
}

function NothingYet({ page }: { page: MonthClose }) {
  return (
    <>
      <div className="head">
        <div>
          <h1>Close {monthName(page.month)}</h1>
          <p className="sub-line">There is nothing of this month to sign yet.</p>
        </div>
      </div>
      <Panel id="h-k" title={`Before ${monthOnly(page.month)} can close`}>
        <Empty
          title={`No figures of ${monthName(page.month)}`}
          action={
            <Link className="btn" href="/imports">
              Open imports
            </Link>
          }
        >
          A month is closed on what providers billed and rigs drew. Post its files, or choose another month above.
        </Empty>
      </Panel>
      {page.files.length > 0 && <FilesPanel page={page} />}
    </>
  );
}
