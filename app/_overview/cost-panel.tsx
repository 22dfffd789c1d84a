import type { FigureFilter, Overview } from "../../lib/api/wire/statement.ts";
import { absolute, decimal, format } from "../../lib/core/decimal.ts";
import { percentText } from "../../lib/core/display.ts";
import { monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Change, Headline, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { OfWhichEstimated } from "../_ui/of-which-estimated.tsx";
import { CLASS_COLOURS, CLASS_NAMES, Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** The month in one figure, and its three halves: cloud, rigs, shared. */
export function CostPanel({ overview, whole }: { overview: Overview; whole: FigureFilter }) {
  const { total, currency } = overview;
  return (
    <Panel id="tco" title="Total cost of ownership" span="s4">
      <div className="body tco">
        <p className="figure">
          <FigureButton filter={whole} name="the total">
            <Headline value={total.amount} currency={currency} estimated={total.estimated} />
          </FigureButton>
        </p>
        {total.estimated !== null && (
          <p className="muted">
            <OfWhichEstimated estimated={total.estimated} currency={currency} filter={whole} />
          </p>
        )}
        <p className="moved">
          <FigureButton filter={whole} aspect="change" name="the change of the total">
            <Change
              change={total.change}
              changePercent={total.changePercent}
              threshold={overview.changeThreshold}
              missing={`nothing in ${monthOnly(overview.previousMonth)} to compare with`}
            />
          </FigureButton>{" "}
          <span className="muted">
            {total.change === null
              ? `nothing in ${monthOnly(overview.previousMonth)} to compare with`
              : `${currency}${comparison(total.changePercent, overview.previousMonth)}`}
          </span>
        </p>
      </div>
      <ScrollTable label="Cloud, rigs and shared">
        <table className="dense">
          <thead>
            <tr>
              <th>{currency}</th>
              <th className="num">{monthOnly(overview.month)}</th>
              <th className="num">Change</th>
              <th className="num">Share, %</th>
            </tr>
          </thead>
          <tbody>
            {overview.classes.map((one) => (
              <tr key={one.class}>
                <td>
                  <span className="name">
                    <i className="mark" style={{ background: CLASS_COLOURS[one.class] }} />
                    {CLASS_NAMES[one.class]}
                  </span>
                </td>
                <td className="num">
                  <FigureButton filter={one.filter} name={CLASS_NAMES[one.class]} isAlwaysMarked>
                    <Amount value={one.amount} estimated={one.estimated} />
                  </FigureButton>
                </td>
                <td className="num">
                  <FigureButton filter={one.filter} aspect="change" name={`the change of ${CLASS_NAMES[one.class]}`}>
                    <Change
                      change={one.change}
                      changePercent={one.changePercent}
                      threshold={overview.changeThreshold}
                    />
                  </FigureButton>
                </td>
                <td className="num soft">
                  {one.share === null ? (
                    <Missing why="the total is zero" />
                  ) : (
                    <FigureButton filter={one.filter} aspect="share" name={`the share of ${CLASS_NAMES[one.class]}`}>
                      {percentText(one.share)}
                    </FigureButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </Panel>
  );
}

function comparison(changePercent: string | null, previousMonth: string): string {
  if (changePercent === null) return `; ${monthOnly(previousMonth)} was zero`;
  const size = percentText(format(absolute(decimal(changePercent))));
  return `, ${size} % ${changePercent.startsWith("-") ? "less" : "more"} than ${monthOnly(previousMonth)}`;
}
