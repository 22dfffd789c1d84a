import Link from "next/link";
import type { ClosedMonth } from "../../lib/api/wire/close.ts";
import { dayName, dayShort, monthName } from "../../lib/core/display-dates.ts";
import { Amount, Change, MaybeAmount } from "../_ui/amount.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useView, withView } from "../_ui/view.ts";

export const shortHash = (hash: string): string => `${hash.slice(0, 4)}…${hash.slice(-4)}`;

/** Every month ever closed: when, by whom, its frozen total, and what came late since. */
export function ClosedMonthsPanel({ months, currency }: { months: readonly ClosedMonth[]; currency: string }) {
  const { query } = useView();
  if (months.length === 0)
    return (
      <Panel id="h-e" title="Closed months">
        <Empty title="No month is closed yet">
          A closed month keeps its figures for good. Later bills cannot move what was already reported.
        </Empty>
      </Panel>
    );
  return (
    <Panel id="h-e" title="Closed months" note={currency}>
      <ScrollTable label="Closed months">
        <table className="dense sticky">
          <thead>
            <tr>
              <th>Month</th>
              <th>Closed</th>
              <th>By</th>
              <th className="num">Total, frozen</th>
              <th>Hash</th>
              <th className="num">Late lines</th>
              <th className="num">Corrections since</th>
            </tr>
          </thead>
          <tbody>
            {months.map((each) => (
              <tr key={each.month}>
                <td>
                  <Link className="bearer nowrap" href={withView("/close", { ...query, month: each.month })}>
                    {monthName(each.month)}
                  </Link>
                </td>
                <td className="soft">{eventWords(each)}</td>
                <td className="soft signer" title={each.by}>
                  {each.by}
                </td>
                <td className="num strong">
                  <MaybeAmount value={each.total} why="its record cannot be read" />
                </td>
                <td className="mono muted">{each.hash === null ? "open again" : shortHash(each.hash)}</td>
                <td className="num">{each.lateLines}</td>
                <td className="num">
                  {each.lateLines === 0 ? (
                    <span className="muted">
                      <Amount value="0" />
                    </span>
                  ) : (
                    <Change change={each.corrections} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      <p className="foot">
        Corrections are counted in the month in which they arrived. The frozen total never changes.
      </p>
    </Panel>
  );
}

/** "10 March 2026", or with its history: "10 Mar, reopened 12 Mar, closed 13 Mar". */
function eventWords({ events }: ClosedMonth): string {
  const [first, ...later] = events.map(({ action, at }) => ({ action, day: at.slice(0, 10) }));
  if (!first) return "";
  if (later.length === 0) return dayName(first.day);
  return [dayShort(first.day), ...later.map(({ action, day }) => `${action} ${dayShort(day)}`)].join(", ");
}
