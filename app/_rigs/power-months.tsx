import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { barLength } from "../../lib/charts/bars.ts";
import { rigColour } from "../../lib/charts/identity.ts";
import { energyText, hoursText, powerText, shareOf } from "../../lib/core/display.ts";
import { monthAbbreviation, monthName } from "../../lib/core/display-dates.ts";
import { useShell } from "../_ui/shell-context.tsx";

/** Twelve months as bars of mean watts while measured; a month without a reading is hatched. */
export function PowerMonths({ rig }: { rig: RigMonth }) {
  const { rigs } = useShell();
  const colour = rigColour(
    rigs.map((each) => each.slug),
    rig.slug,
  );
  const all = rig.powerMonths.map((month) => month.watts ?? "0");
  return (
    <ul className="body month-bars" aria-label={`Mean watts of ${rig.name} by month`}>
      {rig.powerMonths.map((month) => {
        const covered = shareOf(month.measuredHours, month.hours, 0);
        const words =
          month.watts === null
            ? "nothing measured"
            : `${powerText(month.watts)} W, ${energyText(month.kWh ?? "0")} kWh in ${hoursText(month.measuredHours)} of ${hoursText(month.hours)} hours`;
        return (
          <li key={month.month} title={`${monthName(month.month)}: ${words}`}>
            <span className="sr">
              {monthName(month.month)}: {words}
            </span>
            <span className="month-bar" aria-hidden="true">
              {month.watts === null ? (
                <i className="none" />
              ) : (
                <>
                  <b>{powerText(month.watts)}</b>
                  <i style={{ height: `${barLength(month.watts, all) * 0.86}%`, background: colour }} />
                </>
              )}
            </span>
            <span className="month-of" aria-hidden="true">
              {monthAbbreviation(month.month)}
              <em>{covered === null || month.watts === null ? "no log" : `${covered.replace(/\.0$/, "")} %`}</em>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
