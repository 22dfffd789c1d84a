"use client";

import { AreaChart } from "@tremor/react";
import type { PowerPicture } from "../../lib/charts/power.ts";
import { fixed } from "../../lib/core/display.ts";
import { instantShort } from "../../lib/core/display-dates.ts";

/** Tremor's plot begins after its y axis and keeps 20 px at either end of the x axis: the hatching follows it. */
const AXIS_PX = 52;
const PADDING_PX = 20;
const PLOT = `(100% - ${AXIS_PX + PADDING_PX * 2}px)`;
const MOST_LABELLED = 5;

/** The power line, loaded only where it is drawn. */
export function PowerChart({
  picture,
  zone,
  hoursPerPoint,
}: {
  picture: PowerPicture;
  zone: string;
  hoursPerPoint: number;
}) {
  const data = picture.points.map((point) => ({ at: instantShort(point.at, zone), Watts: point.watts }));
  const longest = [...picture.gaps].sort((a, b) => b.hours - a.hours).slice(0, MOST_LABELLED);
  return (
    <div className="power-chart">
      <AreaChart
        className="h-60"
        data={data}
        index="at"
        categories={["Watts"]}
        colors={["amber"]}
        connectNulls={false}
        showGradient={false}
        showLegend={false}
        showAnimation={false}
        startEndOnly={false}
        minValue={0}
        yAxisWidth={AXIS_PX}
        tickGap={60}
        valueFormatter={(watts) => `${fixed(String(Math.round(watts)), 0)} W`}
        customTooltip={({ active, payload, label }) =>
          active && payload?.[0] !== undefined ? (
            <div className="chart-tip">
              <b>{fixed(String(Math.round(Number(payload[0].value))), 0)} W</b> {String(label)}
              {hoursPerPoint > 1 && <span className="muted"> mean of {hoursPerPoint} h</span>}
            </div>
          ) : null
        }
      />
      {picture.gaps
        .filter((gap) => gap.hours >= hoursPerPoint || longest.includes(gap))
        .map((gap) => (
          <span
            key={gap.from}
            className="gap-band"
            style={{
              left: `calc(${AXIS_PX + PADDING_PX}px + ${PLOT} * ${gap.from})`,
              width: `calc(${PLOT} * ${gap.to - gap.from})`,
            }}
          >
            {longest.includes(gap) && gap.to - gap.from > 0.04 && <em>no samples, {gap.hours} h</em>}
          </span>
        ))}
    </div>
  );
}
