"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { type PowerGrain, powerPicture } from "../../lib/charts/power.ts";
import { hoursText, powerText } from "../../lib/core/display.ts";
import { instantName, monthName } from "../../lib/core/display-dates.ts";
import { Bones } from "../_ui/loaded.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { PowerMonths } from "./power-months.tsx";
import { DaysTable, MonthsTable } from "./power-tables.tsx";

const PowerChart = dynamic(() => import("./power-chart.tsx").then((module) => module.PowerChart), {
  ssr: false,
  loading: () => <Bones rows={4} label="Drawing" />,
});

type Grain = PowerGrain | "month";
const GRAINS: readonly { readonly id: Grain; readonly label: string; readonly note: string }[] = [
  { id: "hour", label: "Hour", note: "hourly means" },
  { id: "day", label: "Day", note: "daily means" },
  { id: "month", label: "Month", note: "monthly means" },
];

/** Power over time at the wall. A gap is a gap: hatched, no line across it, no energy in it. */
export function PowerPanel({ rig }: { rig: RigMonth }) {
  const [grain, setGrain] = useState<Grain>("hour");
  const [isTable, setTable] = useState(false);
  const hasHistory = rig.powerMonths.some((month) => month.kWh !== null);
  if (!hasHistory && rig.fills.length === 0) return <NoPower rig={rig} />;
  const note = GRAINS.find((one) => one.id === grain)?.note ?? "";
  return (
    <Panel
      id="power"
      title="Power"
      note={`watts at the wall, ${note}`}
      aside={
        <span className="push power-switches">
          <fieldset className="seg" aria-label="Grain">
            {GRAINS.map(({ id, label }) => (
              <button key={id} type="button" aria-pressed={id === grain} onClick={() => setGrain(id)}>
                {label}
              </button>
            ))}
          </fieldset>
          <button type="button" className="link quiet as-table" onClick={() => setTable(!isTable)}>
            {isTable ? "Chart" : "Table"}
          </button>
        </span>
      }
    >
      {grain === "month" ? (
        isTable ? (
          <MonthsTable rig={rig} />
        ) : (
          <PowerMonths rig={rig} />
        )
      ) : isTable ? (
        <DaysTable rig={rig} />
      ) : (
        <Drawing rig={rig} grain={grain} />
      )}
      <GapsFoot rig={rig} />
    </Panel>
  );
}

function Drawing({ rig, grain }: { rig: RigMonth; grain: PowerGrain }) {
  const picture = powerPicture(rig.power, { grain, zone: rig.zone });
  if (picture.meanWatts === null && picture.stated.length === 0)
    return <p className="empty">Nothing was measured in {monthName(rig.monthName)}.</p>;
  const watts = rig.powerMonths.find((month) => month.month === rig.monthName)?.watts ?? null;
  const mean = watts === null ? "nothing measured" : `mean ${powerText(watts)} W`;
  const gaps = rig.gaps.length === 0 ? "no gap" : `${rig.gaps.length} without a reading`;
  return (
    <div
      className="body power-body"
      role="img"
      aria-label={`Power of ${rig.name}: ${mean}, ${gaps}. The table has the figures.`}
    >
      <PowerChart picture={picture} grain={grain} rig={rig} />
    </div>
  );
}

function NoPower({ rig }: { rig: RigMonth }) {
  const isInRent = rig.energyIsInRent;
  return (
    <Panel id="power" title="Power">
      <Empty
        title="No power log yet"
        action={
          <Link className="btn" href="/imports">
            Import a power log
          </Link>
        }
      >
        {isInRent
          ? "Its energy is in the rent, so its cost is whole without one; a log tells when it works and when it waits."
          : "Without one the rig’s month holds no energy cost. What is scheduled still counts."}
      </Empty>
    </Panel>
  );
}

function GapsFoot({ rig }: { rig: RigMonth }) {
  const { reader } = useShell();
  const [longest] = [...rig.gaps].sort((a, b) => Number(b.hours) - Number(a.hours));
  if (longest === undefined) return <p className="foot">Measured without a gap. Times are those of {rig.zone}.</p>;
  const others = rig.gaps.length - 1;
  const isStated = rig.fills.some((fill) => fill.from < longest.to && fill.to > longest.from);
  return (
    <p className="foot">
      Nothing was measured from {instantName(longest.from, rig.zone)} to {instantName(longest.to, rig.zone)} ({rig.zone}
      ).{" "}
      {isStated
        ? "What was stated for it is estimated, hatched here, and in no measured figure."
        : `Those ${hoursText(longest.hours)} hours carry no energy cost.`}
      {others > 0 ? ` ${others} shorter ${others === 1 ? "gap" : "gaps"} besides.` : ""}{" "}
      <Link href="/imports">Import the missing log</Link>
      {reader.role === "admin" && (
        <>
          {" "}
          or <a href="#gaps">state an estimate</a>; an estimate stays marked
        </>
      )}
      .
    </p>
  );
}
