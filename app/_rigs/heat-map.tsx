import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { heatSteps } from "../../lib/charts/power.ts";
import { fixed, powerText } from "../../lib/core/display.ts";
import { Panel } from "../_ui/panel.tsx";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const RAMP = [0, 1, 2, 3, 4, 5, 6] as const;
const HOUR_LABELS = new Set([0, 6, 12, 18]);

/** Mean power by weekday and hour, in the rig's zone: when it works and when it waits. */
export function HeatMapPanel({ rig, span }: { rig: RigMonth; span: string }) {
  const steps = heatSteps(rig.week);
  const known = rig.week.flat().filter((watts) => watts !== null);
  if (known.length === 0) return null;
  const highest = known.reduce((most, watts) => (Number(watts) > Number(most) ? watts : most));
  return (
    <Panel
      id="week"
      title="Busy hours"
      note={`mean GPU watts by hour, ${rig.zone}`}
      span={span}
      aside={
        <span className="push legend heat-legend">
          <span className="muted">0</span>
          {RAMP.map((step) => (
            <i key={step} style={{ background: `var(--heat-${step})` }} />
          ))}
          <span className="muted">{powerText(highest)} W</span>
        </span>
      }
    >
      <div className="body">
        <table className="heat">
          <caption className="sr">Mean watts of {rig.name} by weekday and hour</caption>
          <tbody>
            {DAYS.map((name, day) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {(rig.week[day] ?? []).map((watts, hour) => {
                  const step = steps[day]?.[hour] ?? null;
                  const time = `${String(hour).padStart(2, "0")}:00`;
                  const text = watts === null ? "not measured" : `${fixed(watts, 0)} W`;
                  return (
                    <td
                      key={time}
                      className={step === null ? "gap" : undefined}
                      title={`${name} ${time}: ${text}`}
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
      </div>
    </Panel>
  );
}
