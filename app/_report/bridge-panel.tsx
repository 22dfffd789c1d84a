import type { Bridge, FigureFilter } from "../../lib/api/wire/statement.ts";
import { type BridgeBar, bridgePicture } from "../../lib/charts/bridge.ts";
import { decimal, format, isZero, subtract } from "../../lib/core/decimal.ts";
import { fixed, percentChangeText, shareOf } from "../../lib/core/display.ts";
import { monthName, monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Change } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Empty, Panel } from "../_ui/panel.tsx";

/** Why the month cost more or less than the one before: a waterfall that is also its own table. */
export function BridgePanel({
  bridge,
  filter,
  currency,
  span,
}: {
  bridge: Bridge | null;
  /** The whole the bridge explains: the month, and the team if it is a team's. */
  filter: FigureFilter;
  currency: string;
  span?: string;
}) {
  const place = span === undefined ? {} : { span };
  if (bridge === null) {
    return (
      <Panel id="bridge" title="What changed" {...place}>
        <Empty title="Nothing to compare with">
          The month before has no entries. Import it, and the change is split into its causes.
        </Empty>
      </Panel>
    );
  }
  const picture = bridgePicture(bridge);
  const bars = [...picture.parts, picture.to];
  const unchanged = bridge.parts.filter((part) => isNothing(part.amount)).map((part) => part.label);
  return (
    <Panel
      id="bridge"
      title={`What changed since ${monthOnly(bridge.from.month)}`}
      note={`${currency}, parts sum exactly`}
      {...place}
    >
      <table className="bridge">
        <thead className="sr">
          <tr>
            <th>Cause</th>
            <th>Bar</th>
            <th>{currency}</th>
            <th>Percent of the earlier total</th>
          </tr>
        </thead>
        <tbody>
          <tr className="end">
            <td>{monthName(bridge.from.month)}</td>
            <Plot bar={picture.from} fill="var(--ink-3)" isCut={picture.start > 0} hasNext />
            <td className="num">
              <FigureButton filter={filter} aspect="previous" name={monthName(bridge.from.month)}>
                <Amount value={bridge.from.amount} />
              </FigureButton>
            </td>
            <td className="num hide-narrow muted" />
          </tr>
          {bridge.parts.map((part, index) => (
            <tr key={part.id} hidden={isNothing(part.amount)}>
              <td>
                <span>{part.label}</span>
                <div className="note" title={part.note}>
                  {part.note}
                </div>
              </td>
              <Plot
                bar={bars[index] ?? picture.to}
                fill={part.amount.startsWith("-") ? "var(--fall)" : "var(--rise)"}
                hasNext
              />
              <td className="num">
                <FigureButton filter={filter} aspect="bridge" part={part.id} name={`${part.label} in the change`}>
                  <Change change={part.amount} />
                </FigureButton>
              </td>
              <td className="num hide-narrow muted small">
                {part.percent === null ? "" : percentChangeText(part.percent)}
              </td>
            </tr>
          ))}
          <tr className="end total">
            <td>{monthName(bridge.to.month)}</td>
            <Plot bar={picture.to} fill="var(--ink)" isCut={picture.start > 0} />
            <td className="num">
              <FigureButton filter={filter} name={monthName(bridge.to.month)}>
                <Amount value={bridge.to.amount} />
              </FigureButton>
            </td>
            <td className="num hide-narrow small">{wholePercent(bridge)}</td>
          </tr>
        </tbody>
      </table>
      <p className="foot">
        {picture.start > 0 ? `Bars start at ${fixed(String(picture.start), 0)}, not at zero. ` : ""}
        {unchanged.length > 0 ? `Unchanged: ${unchanged.join(", ").toLowerCase()}. ` : ""}
        Last column: percent of {monthOnly(bridge.from.month)}’s total. {bridge.method}
      </p>
    </Panel>
  );
}

const isNothing = (amount: string): boolean => isZero(decimal(amount));

function wholePercent(bridge: Bridge): string {
  const change = format(subtract(decimal(bridge.to.amount), decimal(bridge.from.amount)));
  const percent = shareOf(change, bridge.from.amount);
  return percent === null ? "" : percentChangeText(percent);
}

function Plot({
  bar,
  fill,
  isCut = false,
  hasNext = false,
}: {
  bar: BridgeBar;
  fill: string;
  isCut?: boolean;
  hasNext?: boolean;
}) {
  return (
    <td className="plot">
      <svg viewBox="0 0 100 26" preserveAspectRatio="none" aria-hidden="true">
        <rect x={bar.left} y="5" width={bar.width} height="16" fill={fill} />
        {isCut && (
          <line
            x1="4.5"
            x2="6"
            y1="23"
            y2="3"
            stroke="var(--sheet)"
            strokeWidth="3"
            vectorEffect="non-scaling-stroke"
          />
        )}
        {hasNext && (
          <line
            x1={bar.end}
            x2={bar.end}
            y1="21"
            y2="54"
            stroke="var(--line-control)"
            strokeWidth="1"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
    </td>
  );
}
