"use client";

import Link from "next/link";
import { useState } from "react";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { heatSteps } from "../../lib/charts/power.ts";
import { fixed, percentText, powerText } from "../../lib/core/display.ts";
import { monthOnly } from "../../lib/core/display-dates.ts";
import { Empty, Panel } from "../_ui/panel.tsx";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const RAMP = [0, 1, 2, 3, 4, 5, 6] as const;
const HOUR_LABELS = new Set([0, 6, 12, 18]);

type Week = RigMonth["week"];
type Shown = "busy" | "watts";

/** The week by hour on the rig's clock: how busy it was, or what it drew. */
export function HeatMapPanel({ rig, span }: { rig: RigMonth; span: string }) {
  const [chosen, setChosen] = useState<Shown>("busy");
  const hasWatts = rig.week.flat().some((watts) => watts !== null);
  const shown = rig.busyWeek === null ? "watts" : hasWatts ? chosen : "busy";
  if (rig.busyWeek === null && !hasWatts) return <NoWeek span={span} />;
  const week = shown === "busy" ? (rig.busyWeek ?? []) : rig.week;
  const highest = shown === "busy" ? "100" : highestOf(week);
  const unit = shown === "busy" ? "%" : "W";
  return (
    <Panel
      id="week"
      title="Busy hours"
      note={`${shown === "busy" ? "percent of the time busy" : "mean watts at the wall"}, ${monthOnly(rig.monthName)}, ${rig.zone}`}
      span={span}
      aside={
        <span className="push power-switches">
          {rig.busyWeek !== null && hasWatts && (
            <fieldset className="seg" aria-label="What the week shows">
              <button type="button" aria-pressed={shown === "busy"} onClick={() => setChosen("busy")}>
                Busy
              </button>
              <button type="button" aria-pressed={shown === "watts"} onClick={() => setChosen("watts")}>
                Watts
              </button>
            </fieldset>
          )}
          <Legend end={`${powerText(highest)} ${unit}`} />
        </span>
      }
    >
      <div className="body">
        <Heat
          week={week}
          steps={heatSteps(week, Number(highest))}
          name={`${shown === "busy" ? "Percent busy" : "Mean watts"} of ${rig.name} by weekday and hour`}
          say={(value) => (shown === "busy" ? `${percentText(value)} %` : `${fixed(value, 0)} W`)}
        />
        {rig.busyWeek === null && (
          <p className="note heat-note">
            No file tells when it was in use, so this is what it drew.{" "}
            <Link href="/imports">Import a log of its use</Link>
          </p>
        )}
      </div>
    </Panel>
  );
}

function NoWeek({ span }: { span: string }) {
  return (
    <Panel id="week" title="Busy hours" span={span}>
      <Empty
        title="Not known yet"
        action={
          <Link className="btn" href="/imports">
            Import a log
          </Link>
        }
      >
        When it works and when it waits is read from a power log, or from a log of what it served.
      </Empty>
    </Panel>
  );
}

const highestOf = (week: Week): string =>
  week.flat().reduce<string>((most, watts) => (watts !== null && Number(watts) > Number(most) ? watts : most), "1");

function Legend({ end }: { end: string }) {
  return (
    <span className="legend heat-legend">
      <span className="muted">0</span>
      {RAMP.map((step) => (
        <i key={step} style={{ background: `var(--heat-${step})` }} />
      ))}
      <span className="muted">{end}</span>
    </span>
  );
}

type HeatProps = { week: Week; steps: (number | null)[][]; name: string; say(value: string): string };

function Heat({ week, steps, name, say }: HeatProps) {
  return (
    <table className="heat">
      <caption className="sr">{name}</caption>
      <colgroup>
        <col className="heat-days" />
        <col span={24} />
      </colgroup>
      <tbody>
        {DAYS.map((dayName, day) => (
          <tr key={dayName}>
            <th scope="row">{dayName}</th>
            {(week[day] ?? []).map((value, hour) => {
              const step = steps[day]?.[hour] ?? null;
              const time = `${String(hour).padStart(2, "0")}:00`;
              const text = value === null ? "not measured" : say(value);
              return (
                <td
                  key={time}
                  className={step === null ? "gap" : undefined}
                  title={`${dayName} ${time}: ${text}`}
                  style={step === null ? undefined : { background: `var(--heat-${step})` }}
                >
                  <span className="sr">{text}</span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
      <tfoot aria-hidden="true">
        <tr>
          <td />
          {Array.from({ length: 24 }, (_, hour) => (
            <td key={hour}>{HOUR_LABELS.has(hour) ? <span>{String(hour).padStart(2, "0")}:00</span> : null}</td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
