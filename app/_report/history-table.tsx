import type { HistoryMonth } from "../../lib/api/wire/statement.ts";
import { monthName } from "../../lib/core/display-dates.ts";
import { MaybeAmount } from "../_ui/amount.tsx";
import { EstimatedMark } from "../_ui/estimated-mark.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** The twelve months in numbers. */
export function HistoryTable({ history, currency }: { history: readonly HistoryMonth[]; currency: string }) {
  return (
    <ScrollTable label="Twelve months">
      <table className="dense">
        <thead>
          <tr>
            <th>Month</th>
            <th className="num">Cloud</th>
            <th className="num">Rigs</th>
            <th className="num">Shared</th>
            <th className="num">Total, {currency}</th>
          </tr>
        </thead>
        <tbody>
          {history.slice(-12).map((month) => (
            <tr key={month.month}>
              <td>
                {monthName(month.month)}
                {month.hasData && !month.isFinished && (
                  <span className="note">
                    {" "}
                    {month.daysCovered} of {month.daysInMonth} days
                  </span>
                )}
              </td>
              {[month.cloud, month.rig, month.shared].map((value, index) => (
                <td className="num" key={["cloud", "rig", "shared"][index]}>
                  <MaybeAmount value={month.hasData ? value : null} why="nothing imported for this month" />
                </td>
              ))}
              <td className="num strong">
                <EstimatedMark estimated={month.estimated} />
                <MaybeAmount value={month.hasData ? month.total : null} why="nothing imported for this month" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}
