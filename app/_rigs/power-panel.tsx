"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { powerPicture } from "../../lib/charts/power.ts";
import { energyText, fixed, hoursText } from "../../lib/core/display.ts";
import { instantName, instantShort } from "../../lib/core/display-dates.ts";
import { Missing } from "../_ui/amount.tsx";
import { Bones } from "../_ui/loaded.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

const PowerChart = dynamic(() => import("./power-chart.tsx").then((module) => module.PowerChart), {
  ssr: false,
  loading: () => <Bones rows={4} label="Drawing" />,
});

const STEPS = [
  { hours: 1, label: "1 h", note: "hourly means" },
  { hours: 3, label: "3 h", note: "three-hour means" },
  { hours: 24, label: "Day", note: "daily means" },
] as const;

/** Power through the month. A gap is a gap: hatched, no line across it, no energy in it. */
export function PowerPanel({ rig }: { rig: RigMonth }) {
  const [step, setStep] = useState<(typeof STEPS)[number]>(STEPS[1]);
  const [isTable, setTable] = useState(false);
  const picture = powerPicture(rig.power, step.hours);
  if (picture.meanWatts === null) {
    return (
      <Panel id="power" title="Power">
        <Empty
          title="No power log for this month"
          action={
            <Link className="btn" href="/imports">
              Upload a power log
            </Link>
          }
        >
          Without one the rig’s month holds no energy cost. Depreciation, hosting and labour still count.
        </Empty>
      </Panel>
    );
  }
  const mean = fixed(String(Math.round(picture.meanWatts)), 0);
  return (
    <Panel
      id="power"
      title="Power"
      note={`GPU watts, ${step.note}, mean ${mean} W`}
      aside={
        <span className="push power-switches">
          <fieldset className="seg" aria-label="Step">
            {STEPS.map((one) => (
              <button key={one.hours} type="button" aria-pressed={one === step} onClick={() => setStep(one)}>
                {one.label}
              </button>
            ))}
          </fieldset>
          <button type="button" className="link quiet as-table" onClick={() => setTable(!isTable)}>
            {isTable ? "Chart" : "Table"}
          </button>
        </span>
      }
    >
      {isTable ? (
        <DaysTable rig={rig} />
      ) : (
        <div className="body power-body" role="img" aria-label={spoken(rig, mean)}>
          <PowerChart picture={picture} zone={rig.zone} hoursPerPoint={step.hours} />
        </div>
      )}
      <GapsFoot rig={rig} />
    </Panel>
  );
}

const spoken = (rig: RigMonth, mean: string): string =>
  `Power of ${rig.name}: mean ${mean} W, ${rig.gaps.length === 0 ? "no gap" : `${rig.gaps.length} gaps`}. The table has the figures.`;

function GapsFoot({ rig }: { rig: RigMonth }) {
  const [longest] = [...rig.gaps].sort((a, b) => Number(b.hours) - Number(a.hours));
  if (longest === undefined) return <p className="foot">Measured without a gap. Times are those of {rig.zone}.</p>;
  return (
    <p className="foot">
      No samples from {instantName(longest.from, rig.zone)} to {instantName(longest.to, rig.zone)} ({rig.zone}):{" "}
      {hoursText(longest.hours)} hours that carry no energy cost.
      {rig.gaps.length > 1 ? ` ${rig.gaps.length - 1} shorter ${rig.gaps.length === 2 ? "gap" : "gaps"} besides.` : ""}{" "}
      <Link href="/imports">Import the missing log</Link>
    </p>
  );
}

function DaysTable({ rig }: { rig: RigMonth }) {
  const { points } = powerPicture(rig.power, 24);
  return (
    <ScrollTable label="Power by day">
      <table className="dense">
        <thead>
          <tr>
            <th>Day begins</th>
            <th className="num">Mean, W</th>
            <th className="num">Measured, h</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point, index) => {
            const hours = rig.power.slice(index * 24, index * 24 + 24);
            const seconds = hours.reduce((total, hour) => total + hour.coveredSeconds, 0);
            return (
              <tr key={point.at}>
                <td>{instantShort(point.at, rig.zone)}</td>
                <td className="num">
                  {point.watts === null ? (
                    <Missing why="nothing measured" />
                  ) : (
                    fixed(String(Math.round(point.watts)), 0)
                  )}
                </td>
                <td className="num">{fixed(String(Math.round(seconds / 360) / 10), 1)}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <td>Month, at the wall</td>
            <td />
            <td className="num">
              {rig.energyKwh === null ? <Missing why="nothing measured" /> : `${energyText(rig.energyKwh)} kWh`}
            </td>
          </tr>
        </tfoot>
      </table>
    </ScrollTable>
  );
}
