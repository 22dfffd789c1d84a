import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { powerPicture } from "../../lib/charts/power.ts";
import { energyText, fixed, hoursText, powerText } from "../../lib/core/display.ts";
import { instantShort, monthShort } from "../../lib/core/display-dates.ts";
import { Missing } from "../_ui/amount.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** The days of the month in numbers. */
export function DaysTable({ rig }: { rig: RigMonth }) {
  const { points } = powerPicture(rig.power, { grain: "day", zone: rig.zone });
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
          {points.map((point) => (
            <tr key={point.at}>
              <td>{instantShort(point.at, rig.zone)}</td>
              <td className="num">
                {point.watts === null ? <Missing why="nothing measured" /> : fixed(String(Math.round(point.watts)), 0)}
              </td>
              <td className="num">{fixed(String(Math.round(point.seconds / 360) / 10), 1)}</td>
            </tr>
          ))}
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

/** Twelve months in numbers. */
export function MonthsTable({ rig }: { rig: RigMonth }) {
  return (
    <ScrollTable label="Power by month">
      <table className="dense">
        <thead>
          <tr>
            <th>Month</th>
            <th className="num">Mean, W</th>
            <th className="num">kWh</th>
            <th className="num">Measured, h</th>
            <th className="num">Of, h</th>
          </tr>
        </thead>
        <tbody>
          {rig.powerMonths.map((month) => (
            <tr key={month.month}>
              <td>{monthShort(month.month)}</td>
              <td className="num">
                {month.watts === null ? <Missing why="nothing measured" /> : powerText(month.watts)}
              </td>
              <td className="num">{month.kWh === null ? <Missing why="no power log" /> : energyText(month.kWh)}</td>
              <td className="num">{hoursText(month.measuredHours)}</td>
              <td className="num">{hoursText(month.hours)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}
