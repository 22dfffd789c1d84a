"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { FigureFilter, Overview } from "../../lib/api/wire/statement.ts";
import { count } from "../../lib/core/display.ts";
import { instantName, monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { AdvicePanel } from "../_report/advice-panel.tsx";
import { BridgePanel } from "../_report/bridge-panel.tsx";
import { HistoryPanel } from "../_report/history-chart.tsx";
import { Unconverted } from "../_report/unconverted.tsx";
import { Frame } from "../_ui/frame.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView } from "../_ui/view.ts";
import { ViewSwitches } from "../_ui/view-switches.tsx";
import { CertaintyStrip } from "./certainty-strip.tsx";
import { CostPanel } from "./cost-panel.tsx";
import { TeamsPanel } from "./teams-panel.tsx";

// Only where something is unassigned: the forms are not in the first load.
const UnassignedSection = dynamic(() =>
  import("../_imports/unassigned-section.tsx").then((module) => module.UnassignedSection),
);

/** All teams in one month: what it cost, how sure that is, where it went, why it moved, what to do. */
export function OverviewView() {
  const { query: view } = useView();
  const query = useQuery({
    queryKey: keys.overview(view),
    queryFn: ({ queryKey, signal }) => fetchKey<Overview>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Frame facts={query.data ?? null}>
      <Loaded query={query} whatFailed="The overview could not be worked out.">
        {(overview) => (overview.months.length === 0 ? <FirstMonth /> : <Statement overview={overview} />)}
      </Loaded>
    </Frame>
  );
}

function Statement({ overview }: { overview: Overview }) {
  const whole: FigureFilter = { month: overview.month, cost: overview.cost, monthBy: overview.monthBy };
  const isEmpty = overview.state === "no-data";
  // A lead reads own teams only: the flow gives no more, and the words say no more.
  const { reader } = useShell();
  const isLead = reader.role === "lead";
  return (
    <>
      <div className="head">
        <div>
          <h1>{isLead ? "Your teams" : "All teams"}</h1>
          <p className="sub-line">
            What AI cost {isLead ? "your teams" : overview.organisation} in {monthName(overview.month)}: cloud invoices,
            rigs and shared services, {overview.monthBy === "used" ? "by usage day" : "by the month billed"}, days in{" "}
            {overview.zone}
          </p>
        </div>
        <div className="push">
          <ViewSwitches cost={overview.cost} monthBy={overview.monthBy} />
        </div>
      </div>
      <CertaintyStrip overview={overview} />
      <Unconverted amounts={overview.unconverted} currency={overview.currency} />
      <div className="grid even">
        <CostPanel overview={overview} whole={whole} />
        <HistoryPanel
          history={overview.history}
          selected={overview.month}
          currency={overview.currency}
          cost={overview.cost}
          monthBy={overview.monthBy}
          span="s8"
        />
      </div>
      {isEmpty ? <NoData month={overview.month} /> : <TeamsPanel overview={overview} whole={whole} />}
      {overview.unassigned.list.length > 0 && (
        <Panel
          id="unassigned"
          title="Unassigned keys"
          note={
            reader.role === "admin"
              ? "assigning writes a rule; the settings list it, and it can be removed"
              : "an admin assigns them"
          }
        >
          <UnassignedSection
            unassigned={overview.unassigned.list}
            from="the overview"
            mayAssign={reader.role === "admin"}
            hasHeading={false}
          />
        </Panel>
      )}
      <div className="grid">
        <BridgePanel bridge={overview.bridge} filter={whole} currency={overview.currency} span="s7" />
        <AdvicePanel
          advice={overview.advice}
          together={overview.adviceTogether}
          currency={overview.currency}
          span="s5"
        />
      </div>
      <GapsPanel gaps={overview.gaps} month={overview.month} />
      <FiguresAsOf overview={overview} />
    </>
  );
}

/** What a reader has to know beside the figures, a sentence each. */
function GapsPanel({ gaps, month }: Pick<Overview, "gaps" | "month">) {
  if (gaps.length === 0) return null;
  return (
    <Panel id="gaps" title={`What ${monthOnly(month)} lacks`}>
      <ul className="notes">
        {gaps.map((gap) => (
          <li key={gap.text}>{gap.text}</li>
        ))}
      </ul>
    </Panel>
  );
}

function FiguresAsOf({ overview }: { overview: Overview }) {
  return (
    <p className="note">
      Figures as of {instantName(overview.asOf, overview.zone)}, {overview.zone}.
      {overview.lastEntry === null ? "" : ` Ledger entry ${count(overview.lastEntry)}.`}
      {overview.state === "provisional"
        ? ` ${monthOnly(overview.month)} is provisional until it is closed: late lines still land in it.`
        : ""}
    </p>
  );
}

function UploadLink() {
  const { reader } = useShell();
  if (reader.role !== "admin") return null;
  return (
    <Link className="btn main" href="/imports">
      Upload a file
    </Link>
  );
}

function FirstMonth() {
  return (
    <>
      <h1>All teams</h1>
      <Panel id="first" title="First month" note="nothing imported yet">
        <Empty title="No cost yet" action={<UploadLink />}>
          Upload one provider’s invoice or export. The statement appears as soon as it is posted; the rest can follow.
        </Empty>
      </Panel>
    </>
  );
}

function NoData({ month }: { month: string }) {
  return (
    <Panel id="teams" title="Teams">
      <Empty title={`No cost in ${monthName(month)}`} action={<UploadLink />}>
        No posted file speaks for this month. The months beside it are in the chart.
      </Empty>
    </Panel>
  );
}
