"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { fetchKey } from "../../lib/api/client.ts";
import { keys } from "../../lib/api/query-keys.ts";
import type { FigureFilter, TeamMonth } from "../../lib/api/wire/statement.ts";
import { instantName, monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { AdvicePanel } from "../_report/advice-panel.tsx";
import { BridgePanel } from "../_report/bridge-panel.tsx";
import { HistoryPanel } from "../_report/history-chart.tsx";
import { Unconverted } from "../_report/unconverted.tsx";
import { Frame } from "../_ui/frame.tsx";
import { Loaded } from "../_ui/loaded.tsx";
import { useView, withView } from "../_ui/view.ts";
import { ViewSwitches } from "../_ui/view-switches.tsx";
import { CostTreePanel } from "./cost-tree-panel.tsx";
import { KeysPanel } from "./keys-panel.tsx";
import { ModelsPanel } from "./models-panel.tsx";
import { RigSharesPanels } from "./rig-shares.tsx";
import { TeamFacts } from "./team-facts.tsx";

/** One team's month: what it cost and why it moved, by model, by kind of cost, by key, with its share of the rigs. */
export function TeamView({ slug }: { slug: string }) {
  const { query: view } = useView();
  const query = useQuery({
    queryKey: keys.teamMonth(slug, view),
    queryFn: ({ queryKey, signal }) => fetchKey<TeamMonth>(queryKey, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Frame facts={query.data ?? null}>
      <Loaded query={query} whatFailed="The team’s month could not be worked out.">
        {(team) => <TeamStatement month={team} />}
      </Loaded>
    </Frame>
  );
}

function TeamStatement({ month }: { month: TeamMonth }) {
  const { query: view } = useView();
  const whole: FigureFilter = {
    month: month.month,
    cost: month.cost,
    monthBy: month.monthBy,
    bearer: month.team.slug,
  };
  return (
    <>
      <div className="head">
        <div>
          <p className="crumb">
            <Link href={withView("/", view)}>All teams</Link> / {month.team.name}
          </p>
          <h1>{month.team.name}</h1>
          <p className="sub-line">{ownership(month.team)}</p>
        </div>
        <div className="push">
          <ViewSwitches cost={month.cost} monthBy={month.monthBy} />
          <Link className="btn as-table" href={withView(`/teams/${month.team.slug}/statement`, view)}>
            Statement
          </Link>
        </div>
      </div>
      <TeamFacts month={month} whole={whole} />
      <Unconverted amounts={month.unconverted} currency={month.currency} />
      <BridgePanel bridge={month.bridge} filter={whole} currency={month.currency} />
      <ModelsPanel month={month} />
      <CostTreePanel month={month} whole={whole} />
      <div className="grid">
        <HistoryPanel
          history={month.history}
          selected={month.month}
          currency={month.currency}
          cost={month.cost}
          monthBy={month.monthBy}
          bearer={month.team.slug}
          span="s7"
        />
        <AdvicePanel advice={month.advice} together={null} currency={month.currency} span="s5" />
      </div>
      <div className="grid">
        <div className="s6 stack">
          <KeysPanel month={month} />
        </div>
        <div className="s6 stack">
          <RigSharesPanels month={month} />
        </div>
      </div>
      <p className="note">
        Figures as of {instantName(month.asOf, month.zone)}, {month.zone}.
        {month.state === "provisional" ? ` ${monthOnly(month.month)} is provisional until it is closed.` : ""}
        {month.state === "no-data" ? ` Nothing was posted for ${monthName(month.month)}.` : ""}
      </p>
    </>
  );
}

function ownership(team: TeamMonth["team"]): string {
  const owner = team.owner === null ? "No owner named" : `Owner ${team.owner}`;
  return team.costCentre === null ? owner : `${owner}, cost centre ${team.costCentre}`;
}
