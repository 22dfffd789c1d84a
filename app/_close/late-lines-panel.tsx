import Link from "next/link";
import type { MonthClose } from "../../lib/api/wire/close.ts";
import { providerColour } from "../../lib/charts/identity.ts";
import { add, decimal, format } from "../../lib/core/decimal.ts";
import { count, moneyText } from "../../lib/core/display.ts";
import { dayShort, monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { Change } from "../_ui/amount.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** What came after the month was closed: posted to a later one, naming this. */
export function LateLinesPanel({ page, span }: { page: MonthClose; span?: string }) {
  const { late, month, currency, signed } = page;
  const carriers = late.months.map(monthOnly).join(" and ");
  const own = monthOnly(month);
  return (
    <Panel
      id="h-l"
      title="Late lines"
      note={late.lines.length === 0 ? `about ${own}` : `${currency}, posted to ${carriers}, about ${own}`}
      span={span === undefined ? "late-lines" : `${span} late-lines`}
    >
      {late.lines.length === 0 ? (
        <p className="body note">
          None. What comes late for {own} goes to the next open month and names {own}.
        </p>
      ) : (
        <LateTable late={late} currency={currency} />
      )}
      <p className="foot">
        A late line changes the month it was posted to, not {own}. That month’s bridge names it as its own cause, and
        each line opens the file it came from.
      </p>
      {signed !== null && (
        <p className="identity">
          <span>
            {own}, frozen <b>{moneyText(signed.frozen.total)}</b>
          </span>
          +
          <span>
            late <b>{moneyText(late.sum)}</b>
          </span>
          =
          <span>
            {own} as known today <b>{moneyText(format(add(decimal(signed.frozen.total), decimal(late.sum))))}</b>
          </span>
          {carriers !== "" && (
            <span className="ok">
              {carriers} {late.months.length === 1 ? "carries" : "carry"} the {moneyText(late.sum)}
            </span>
          )}
        </p>
      )}
    </Panel>
  );
}

function LateTable({ late, currency }: { late: MonthClose["late"]; currency: string }) {
  return (
    <ScrollTable label="Late lines">
      <table className="dense sticky">
        <thead>
          <tr>
            <th>Came</th>
            <th>Entry</th>
            <th>What</th>
            <th>Team</th>
            <th className="num">{currency}</th>
          </tr>
        </thead>
        <tbody>
          {late.lines.map((line) => (
            <tr key={line.entry}>
              <td className="nowrap">{dayShort(line.at.slice(0, 10))}</td>
              <td>
                <Link
                  href={`/lines?month=${line.postedTo}&entry=${line.entry}`}
                  title={`Posted to ${monthName(line.postedTo)}`}
                >
                  #{count(line.entry)}
                </Link>
              </td>
              <td>
                <span className="name">
                  <i className="mark" style={{ background: providerColour(line.provider) }} />
                  <span className="ellipsis late-what" title={line.what}>
                    {line.what}
                  </span>
                </span>
              </td>
              <td className="soft">{line.bearerName}</td>
              <td className="num">
                <Change change={line.amount} />
                {line.currency === currency ? "" : ` ${line.currency}`}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={4}>Together</td>
            <td className="num">
              <Change change={late.sum} />
            </td>
          </tr>
        </tfoot>
      </table>
    </ScrollTable>
  );
}
