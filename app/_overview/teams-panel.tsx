"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import type { FigureFilter, Overview } from "../../lib/api/wire/statement.ts";
import { compare, decimal, format, sum } from "../../lib/core/decimal.ts";
import { plural, sumsAsShown } from "../../lib/core/display.ts";
import { monthOnly, monthShort } from "../../lib/core/display-dates.ts";
import { Amount, Change, MaybeAmount, PercentChange, type Threshold } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { ClassLegend, Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { useView, withView } from "../_ui/view.ts";
import { Spark, SplitBar } from "./small-bars.tsx";

type Column = "name" | "amount" | "change" | "changePercent";
type Sorting = { readonly by: Column; readonly isDescending: boolean };
type Row = Overview["teams"][number];

function order(rows: readonly Row[], { by, isDescending }: Sorting): Row[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (by === "name") return sign * a.name.localeCompare(b.name, "en");
    const [left, right] = [a[by], b[by]];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return sign * compare(decimal(left), decimal(right));
  });
}

const SORT_WORDS: Readonly<Record<Column, string>> = {
  name: "name",
  amount: "amount",
  change: "change",
  changePercent: "change in percent",
};

/** Teams, unassigned and idle, down to the total and the identity that always holds. */
export function TeamsPanel({ overview, whole }: { overview: Overview; whole: FigureFilter }) {
  const [sorting, setSorting] = useState<Sorting>({ by: "amount", isDescending: true });
  const { query } = useView();
  const head = (by: Column, label: string, className?: string) => (
    <SortHead by={by} label={label} sorting={sorting} onSort={setSorting} {...(className ? { className } : {})} />
  );
  const readsAll = useShell().reader.role !== "lead";
  const shared = { overview, threshold: overview.changeThreshold };
  return (
    <Panel
      id="teams"
      title="Teams"
      note={`${overview.currency}, sorted by ${sorting.by === "amount" ? monthOnly(overview.month) : SORT_WORDS[sorting.by]}`}
      aside={<ClassLegend />}
    >
      <ScrollTable label="Teams">
        <table className="cards teams">
          <thead>
            <tr>
              {head("name", "Team")}
              <th>12 months, own scale</th>
              {head("amount", monthShort(overview.month), "num")}
              <th className="num">{monthShort(overview.previousMonth)}</th>
              {head("change", "Change", "num")}
              {head("changePercent", "Change, %", "num")}
              <th className="where">Where it runs</th>
            </tr>
          </thead>
          <tbody>
            {order(overview.teams, sorting).map((team) => (
              <BearerRow key={team.slug} row={team} name={team.name} {...shared}>
                <i className="mono-box" aria-hidden="true">
                  {team.name.slice(0, 2)}
                </i>
                <Link className="bearer" href={withView(`/teams/${team.slug}`, query)} title={team.name}>
                  {team.name}
                </Link>
              </BearerRow>
            ))}
            {readsAll && <Leftovers overview={overview} threshold={overview.changeThreshold} />}
          </tbody>
          <tfoot>
            <TotalRow overview={overview} whole={whole} />
          </tfoot>
        </table>
      </ScrollTable>
      <IdentityLine overview={overview} />
    </Panel>
  );
}

/** What went to no team: always shown to whoever reads the whole. */
function Leftovers({ overview, threshold }: { overview: Overview; threshold: Threshold }) {
  const { query } = useView();
  const { rigs } = useShell();
  const noneIdle = rigs.length === 0 ? "no rig registered" : "none, or carried by teams";
  const shared = { overview, threshold };
  return (
    <>
      <BearerRow row={overview.unassigned} name="Unassigned" {...shared}>
        <i className="mono-box hatch" aria-hidden="true" />
        <span>
          <Link className="bearer" href={withView("/lines", query, { bearer: "unassigned" })}>
            Unassigned
          </Link>{" "}
          <span className="note">
            {overview.unassigned.keys === 0
              ? "every line has a rule"
              : `${plural(overview.unassigned.keys, "key")}, no rule catches ${overview.unassigned.keys === 1 ? "it" : "them"}`}
          </span>
        </span>
      </BearerRow>
      <BearerRow row={overview.idle} name="Idle" {...shared}>
        <i className="mono-box dots" aria-hidden="true" />
        <span>
          <Link className="bearer" href={withView("/rigs", query)}>
            Idle
          </Link>{" "}
          <span className="note">
            {overview.idle.rigs === 0 ? noneIdle : `${plural(overview.idle.rigs, "rig")}, time nobody used`}
          </span>
        </span>
      </BearerRow>
    </>
  );
}

function SortHead({
  by,
  label,
  sorting,
  onSort,
  className,
}: {
  by: Column;
  label: string;
  sorting: Sorting;
  onSort(sorting: Sorting): void;
  className?: string;
}) {
  const isSorted = sorting.by === by;
  return (
    <th className={className} aria-sort={isSorted ? (sorting.isDescending ? "descending" : "ascending") : "none"}>
      <button
        type="button"
        className="sort"
        onClick={() => onSort({ by, isDescending: isSorted ? !sorting.isDescending : by !== "name" })}
      >
        {label}
        {isSorted && <span aria-hidden="true">{sorting.isDescending ? " ↓" : " ↑"}</span>}
      </button>
    </th>
  );
}

function BearerRow({
  row,
  name,
  overview,
  threshold,
  children,
}: {
  row: Overview["unassigned"] | Overview["idle"] | Row;
  name: string;
  overview: Overview;
  threshold: Threshold;
  children: ReactNode;
}) {
  const { filter } = row;
  const moved = { change: row.change, changePercent: row.changePercent, threshold };
  return (
    <tr>
      <td>
        <span className="name">{children}</span>
      </td>
      <td className="gone spark-cell">
        <Spark values={row.history} months={overview.history} selected={overview.month} />
      </td>
      <td className="num strong">
        <FigureButton filter={filter} name={name} isAlwaysMarked>
          <Amount value={row.amount} estimated={row.estimated} />
        </FigureButton>
      </td>
      <td className="num soft l" data-label={monthOnly(overview.previousMonth)}>
        <FigureButton filter={filter} aspect="previous" name={`${name} in ${monthOnly(overview.previousMonth)}`}>
          <MaybeAmount value={row.previous} why={`nothing in ${monthOnly(overview.previousMonth)}`} />
        </FigureButton>
      </td>
      <td className="num">
        <FigureButton filter={filter} aspect="change" name={`the change of ${name}`}>
          <Change {...moved} />
        </FigureButton>
        {row.changePercent !== null && (
          <span className="narrow-inline muted">
            , <PercentChange {...moved} /> %
          </span>
        )}
      </td>
      <td className="num gone">
        <FigureButton filter={filter} aspect="change" name={`the change of ${name} in percent`}>
          <PercentChange {...moved} />
        </FigureButton>
      </td>
      <td className="full">
        <SplitBar split={row.split} name={name} />
      </td>
    </tr>
  );
}

function TotalRow({ overview, whole }: { overview: Overview; whole: FigureFilter }) {
  const { total } = overview;
  const amountOf = (one: "cloud" | "rig" | "shared") =>
    overview.classes.find((row) => row.class === one)?.amount ?? "0";
  const split = { cloud: amountOf("cloud"), rig: amountOf("rig"), shared: amountOf("shared") };
  return (
    <tr className="total">
      <td>{useShell().reader.role === "lead" ? "Your teams" : "All teams"}</td>
      <td className="gone" />
      <td className="num">
        <FigureButton filter={whole} name="all teams" isAlwaysMarked>
          <Amount value={total.amount} estimated={total.estimated} />
        </FigureButton>
      </td>
      <td className="num l" data-label={monthOnly(overview.previousMonth)}>
        <FigureButton filter={whole} aspect="previous" name={`all teams in ${monthOnly(overview.previousMonth)}`}>
          <MaybeAmount value={total.previous} why={`nothing in ${monthOnly(overview.previousMonth)}`} />
        </FigureButton>
      </td>
      <td className="num">
        <FigureButton filter={whole} aspect="change" name="the change of all teams">
          <Change change={total.change} changePercent={total.changePercent} threshold={overview.changeThreshold} />
        </FigureButton>
        {total.changePercent !== null && (
          <span className="narrow-inline muted">
            , <PercentChange change={total.change} changePercent={total.changePercent} /> %
          </span>
        )}
      </td>
      <td className="num gone">
        <FigureButton filter={whole} aspect="change" name="the change of all teams in percent">
          <PercentChange
            change={total.change}
            changePercent={total.changePercent}
            threshold={overview.changeThreshold}
          />
        </FigureButton>
      </td>
      <td className="full">
        <SplitBar split={split} name="All teams" />
      </td>
    </tr>
  );
}

function estimatedOfTeams({ teams }: Overview): string | null {
  const estimates = teams.flatMap((team) => (team.estimated === null ? [] : [decimal(team.estimated)]));
  return estimates.length === 0 ? null : format(sum(estimates));
}

/** Teams + unassigned + idle = cloud + rigs + shared = ledger. */
function IdentityLine({ overview }: { overview: Overview }) {
  const { identity } = overview;
  const readsAll = useShell().reader.role !== "lead";
  const isShownToTheCent =
    sumsAsShown([identity.teams, identity.unassigned, identity.idle], identity.ledger) &&
    sumsAsShown([identity.cloud, identity.rigs, identity.shared], identity.ledger);
  const ofClass = (one: "cloud" | "shared") => overview.classes.find((row) => row.class === one)?.estimated ?? null;
  const term = (label: string, value: string, estimated: string | null = null) => (
    <span>
      {label}{" "}
      <b>
        <Amount value={value} estimated={estimated} />
      </b>
    </span>
  );
  return (
    <p className="identity">
      {term("Teams", identity.teams, estimatedOfTeams(overview))}
      {readsAll && (
        <>
          <span>+</span>
          {term("unassigned", identity.unassigned, overview.unassigned.estimated)}
          <span>+</span>
          {term("idle", identity.idle)}
        </>
      )}
      <span>=</span>
      {term("cloud", identity.cloud, ofClass("cloud"))}
      <span>+</span>
      {term("rigs", identity.rigs)}
      <span>+</span>
      {term("shared", identity.shared, ofClass("shared"))}
      <span>=</span>
      {term(readsAll ? "ledger" : "your lines", identity.ledger, overview.total.estimated)}
      {identity.holds ? (
        <span className="ok">{isShownToTheCent ? "Sums to the cent" : "Sums exactly; cents here are rounded"}</span>
      ) : (
        <span className="ok broken" role="alert">
          Does not sum. Rebuild the rollups: npm run -s tokenwatt -- verify
        </span>
      )}
    </p>
  );
}
