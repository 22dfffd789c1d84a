"use client";

import { AreaChart } from "@tremor/react";
import type { CSSProperties } from "react";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { rigColour } from "../../lib/charts/identity.ts";
import type { Corner, PowerGap, PowerGrain, PowerPicture } from "../../lib/charts/power.ts";
import { fixed, powerText } from "../../lib/core/display.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { useShell } from "../_ui/shell-context.tsx";

/** The names Tremor knows the identities of rigs by, in order of registration; globals.css gives them their colours. */
const TREMOR = ["amber", "orange", "yellow", "stone"] as const;
/** Tremor's plot begins after its y axis and keeps 20 px at either end of the x axis: what lies over it follows that. */
const AXIS_PX = 44;
const MOST_LABELLED = 5;
/** A label needs this much of the width. */
const LEAST_LABELLED = 0.06;
const watts = (value: number): string => `${fixed(String(Math.round(value)), 0)} W`;

/** The power line with its gaps, what was stated for them, and the mean; loaded only where it is drawn. */
export function PowerChart({ picture, grain, rig }: { picture: PowerPicture; grain: PowerGrain; rig: RigMonth }) {
  const { rigs } = useShell();
  const slugs = rigs.map((each) => each.slug);
  const at = (instant: string): string => {
    const text = instantShort(instant, rig.zone);
    return grain === "day" ? text.replace(/ \d\d:\d\d$/, "") : text;
  };
  const data = picture.points.map((point) => ({ at: at(point.at), Watts: point.watts }));
  const place = Math.max(0, slugs.indexOf(rig.slug)) % TREMOR.length;
  return (
    <div
      className="power-chart"
      style={{ "--rig": rigColour(slugs, rig.slug) } as CSSProperties /* a property of ours */}
    >
      <AreaChart
        className="h-60"
        data={data}
        index="at"
        categories={["Watts"]}
        colors={[TREMOR[place] ?? "amber"]}
        connectNulls={false}
        showGradient={false}
        showLegend={false}
        showAnimation={false}
        startEndOnly={false}
        minValue={0}
        maxValue={picture.top}
        yAxisWidth={AXIS_PX}
        tickGap={60}
        valueFormatter={(value) => fixed(String(Math.round(value)), 0)}
        customTooltip={({ active, payload, label }) =>
          active && payload?.[0] !== undefined ? (
            <div className="chart-tip">
              <b>{watts(Number(payload[0].value))}</b> {String(label)}
              <span className="muted"> mean of the {grain}</span>
            </div>
          ) : null
        }
      />
      <div className="over-plot" aria-hidden="true">
        <Gaps gaps={picture.gaps} isStated={picture.stated.length > 0} />
        {picture.stated.map((corners) => (
          <span
            key={`${corners[0]?.x}`}
            className="stated-area"
            style={{ clipPath: polygon(corners) }}
            title="≈ stated, estimated"
          />
        ))}
        {picture.meanWatts !== null && (
          <span className="mean-line" style={{ bottom: `${(picture.meanWatts / picture.top) * 100}%` }}>
            <em>mean {meanText(rig)}</em>
          </span>
        )}
      </div>
    </div>
  );
}

/** The month's own mean, as its twelve months show it: the line is drawn from means of hours. */
function meanText({ powerMonths, monthName }: RigMonth): string {
  const mean = powerMonths.find((month) => month.month === monthName)?.watts ?? null;
  return mean === null ? "" : `${powerText(mean)} W`;
}

const percent = (share: number): string => `${share * 100}%`;
const polygon = (corners: readonly Corner[]): string =>
  `polygon(${corners.map(({ x, y }) => `${percent(x)} ${percent(y)}`).join(", ")})`;

function Gaps({ gaps, isStated }: { gaps: readonly PowerGap[]; isStated: boolean }) {
  const longest = [...gaps].sort((a, b) => b.hours - a.hours).slice(0, MOST_LABELLED);
  return gaps.map((gap) => (
    <span
      key={gap.from}
      className="gap-band"
      style={{ left: percent(gap.from), width: `max(1px, ${percent(gap.to - gap.from)})` }}
    >
      {longest.includes(gap) && gap.to - gap.from > LEAST_LABELLED && (
        <em>
          no samples, {gap.hours} h{isStated ? ", ≈ stated" : ""}
        </em>
      )}
    </span>
  ));
}
