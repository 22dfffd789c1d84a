"use client";

import type { Overview } from "../../lib/api/wire/statement.ts";
import { providerName } from "../../lib/charts/identity.ts";
import { count, fixed, hoursText, percentText, plural } from "../../lib/core/display.ts";
import { dayShort, instantName, instantShort, monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { useShell } from "../_ui/shell-context.tsx";

/** How sure the figures are: what has arrived, what was measured, what nobody owns, how fresh, in which state. */
export function CertaintyStrip({ overview }: { overview: Overview }) {
  const readsAll = useShell().reader.role !== "lead";
  return (
    <dl className="strip" aria-label="How sure these figures are">
      <SourcesFact overview={overview} />
      {readsAll && <MeteredFact overview={overview} />}
      {readsAll && <UnassignedFact overview={overview} />}
      <GapsFact gaps={overview.gaps} />
      <FreshFact overview={overview} />
      <StateFact overview={overview} />
    </dl>
  );
}

const MOST_TICKS = 24;

function SourcesFact({ overview }: { overview: Overview }) {
  const { sources } = overview;
  const complete = sources.filter((source) => source.daysCovered >= source.daysInMonth);
  const partial = sources.filter((source) => source.daysCovered < source.daysInMonth);
  const [first] = partial;
  return (
    <div>
      <dt>Sources complete</dt>
      <dd>
        <FigureButton
          filter={{ month: overview.month, cost: overview.cost, monthBy: overview.monthBy, class: "cloud" }}
          aspect="sources"
          name="the cloud sources"
        >
          {complete.length} of {sources.length}
        </FigureButton>
      </dd>
      <dd className="ticks" aria-hidden="true">
        {sources.slice(0, MOST_TICKS).map((source, index) => (
          // Sources have no id of their own; the row of ticks is redrawn whole.
          <i key={index} className={source.daysCovered >= source.daysInMonth ? "" : "no"} />
        ))}
      </dd>
      <dd className="why">
        {sources.length === 0
          ? "No export speaks for this month"
          : first === undefined
            ? `${plural(first === undefined ? sources.length : 0, "account")}, every day of ${monthOnly(overview.month)}`
            : `${providerName(first.provider)}${first.account === null ? "" : ` ${first.account}`}: ${first.daysCovered} of ${first.daysInMonth} days${partial.length > 1 ? `, and ${partial.length - 1} more` : ""}`}
      </dd>
    </div>
  );
}

function MeteredFact({ overview }: { overview: Overview }) {
  const { metered } = overview;
  if (metered === null) {
    return (
      <div>
        <dt>Metered hours</dt>
        <dd>
          <Missing why="no rig registered" isShown />
        </dd>
      </div>
    );
  }
  return (
    <div>
      <dt>Metered hours</dt>
      <dd>
        {metered.percent === null ? (
          <Missing why="no hours to measure" isShown />
        ) : (
          <FigureButton
            filter={{ month: overview.month, cost: overview.cost, monthBy: overview.monthBy, class: "rig" }}
            aspect="metered"
            name="the metered hours"
          >
            {percentText(metered.percent)} %
          </FigureButton>
        )}
      </dd>
      <dd className="why">
        {hoursText(metered.measuredHours)} of {hoursText(metered.rigHours)}
        {metered.note === "" ? "" : `; ${metered.note}`}
      </dd>
    </div>
  );
}

function UnassignedFact({ overview }: { overview: Overview }) {
  const { reader } = useShell();
  const { unassigned } = overview;
  return (
    <div>
      <dt>Unassigned</dt>
      <dd>
        <FigureButton filter={unassigned.filter} name="the unassigned cost">
          <Amount value={unassigned.amount} estimated={unassigned.estimated} />
        </FigureButton>
      </dd>
      <dd className="why">
        {unassigned.share === null ? "" : `${percentText(unassigned.share)} % of the month`}
        {unassigned.keys > 0 && (
          <>
            ,{" "}
            {reader.role === "admin" ? (
              <a href="#unassigned">{plural(unassigned.keys, "key")} to assign</a>
            ) : (
              `${plural(unassigned.keys, "key")} to assign`
            )}
          </>
        )}
      </dd>
    </div>
  );
}

/** What the figures lack or rest on, in short; the panel at the foot of the page says it in sentences. */
function GapsFact({ gaps }: Pick<Overview, "gaps">) {
  if (gaps.length === 0) return null;
  return (
    <div>
      <dt>Known gaps</dt>
      <dd>
        <a href="#gaps">{plural(gaps.length, "gap")}</a>
      </dd>
      <dd className="why">{gaps.map((gap) => GAP_WORDS[gap.kind](gap.what)).join("; ")}</dd>
    </div>
  );
}
const GAP_WORDS: Readonly<Record<Overview["gaps"][number]["kind"], (what: string) => string>> = {
  estimated: (what) => `${what} estimated`,
  unpriced: (what) => `${what} without a price`,
  scope: (what) => `${what} out of scope`,
};

function FreshFact({ overview }: { overview: Overview }) {
  const latest = overview.sources
    .map((source) => source.lastImport)
    .filter((one) => one !== null)
    .reduce<{ fileName: string; postedAt: string } | null>(
      (newest, one) => (newest === null || one.postedAt > newest.postedAt ? one : newest),
      null,
    );
  const lastDay = overview.sources.reduce<string | null>(
    (last, source) => (source.to !== null && (last === null || source.to > last) ? source.to : last),
    null,
  );
  return (
    <div>
      <dt>Newest file</dt>
      <dd>
        {latest === null ? (
          <Missing why="nothing posted" isShown />
        ) : (
          <span title={instantName(latest.postedAt, overview.zone)}>
            posted {instantShort(latest.postedAt, overview.zone)}
          </span>
        )}
      </dd>
      <dd className="why ellipsis" title={latest?.fileName}>
        {latest === null ? "" : latest.fileName}
        {lastDay === null ? "" : `, cloud days to ${dayShort(lastDay)}`}
      </dd>
    </div>
  );
}

const STATE_WORDS: Readonly<Record<Overview["state"], { word: string; why: string }>> = {
  provisional: { word: "Provisional", why: "Late lines still land in it" },
  closed: { word: "Closed", why: "Frozen; late lines go to the open month" },
  reopened: { word: "Reopened", why: "Opened again after closing" },
  "no-data": { word: "No data", why: "No posted file speaks for it" },
};

function StateFact({ overview }: { overview: Overview }) {
  const unfinished = overview.history.find((month) => month.month === overview.month && !month.isFinished);
  const { word, why } = STATE_WORDS[overview.state];
  return (
    <div>
      <dt>{monthOnly(overview.month)}</dt>
      <dd>{word}</dd>
      <dd className="why">
        {unfinished?.hasData
          ? `${count(unfinished.daysCovered)} of ${fixed(String(unfinished.daysInMonth), 0)} days so far`
          : why}
      </dd>
    </div>
  );
}
