"use client";

import { useState } from "react";
import type { CostView, FigureFilter, HistoryMonth, MonthView } from "../../lib/api/wire/statement.ts";
import { type HistoryBar, type HistoryPicture, historyPicture } from "../../lib/charts/history.ts";
import { fixed, headline } from "../../lib/core/display.ts";
import { monthAbbreviation, monthName, monthShort } from "../../lib/core/display-dates.ts";
import { requestId, useExplain } from "../_ui/explain-context.tsx";
import { CLASS_COLOURS, ClassLegend, Panel } from "../_ui/panel.tsx";
import { HistoryTable } from "./history-table.tsx";

type Props = {
  readonly history: readonly HistoryMonth[];
  readonly selected: string;
  readonly currency: string;
  readonly cost: CostView;
  readonly monthBy: MonthView;
  /** Team slug when the history is one team's. */
  readonly bearer?: string;
  readonly span?: string;
};

/** Twelve months as stacked bars; each bar opens its working. The table says the same in numbers. */
export function HistoryPanel(props: Props) {
  const [isTable, setTable] = useState(false);
  const wide = historyPicture(props.history, { selected: props.selected, frame: "wide" });
  const narrow = historyPicture(props.history, { selected: props.selected, frame: "narrow" });
  const unit = wide.inThousands ? `thousand ${props.currency}` : props.currency;
  return (
    <Panel
      id="history"
      title="Twelve months"
      note={isTable ? props.currency : unit}
      {...(props.span === undefined ? {} : { span: props.span })}
      aside={
        <>
          <ClassLegend />
          <button type="button" className="link quiet as-table" onClick={() => setTable(!isTable)}>
            {isTable ? "Chart" : "Table"}
          </button>
        </>
      }
    >
      {isTable ? (
        <HistoryTable {...props} />
      ) : (
        <div className="body history-body">
          <div className="wide-only">
            <HistoryDrawing {...props} picture={wide} />
          </div>
          <div className="narrow-only">
            <HistoryDrawing {...props} picture={narrow} />
          </div>
        </div>
      )}
    </Panel>
  );
}

function HistoryDrawing({ picture, ...props }: Props & { picture: HistoryPicture }) {
  const isWide = picture.width > 400;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset; it groups its bars */}
      <svg
        className="chart"
        viewBox={`0 0 ${picture.width} ${picture.height}`}
        role="group"
        aria-label="Total cost by month"
      >
        {picture.bars.some((bar) => bar.estimatedHeight > 0) && <EstimatedHatch id={`${picture.width}-estimated`} />}
        {picture.ticks.map((tick) => (
          <g key={tick.value}>
            <line
              className={tick.value === 0 ? "axis" : "gridline"}
              x1={picture.left}
              x2={picture.right}
              y1={tick.y}
              y2={tick.y}
            />
            <text x={picture.left - 7} y={tick.y + 4} textAnchor="end">
              {axisLabel(tick.value, picture.inThousands)}
            </text>
          </g>
        ))}
        {picture.bars.map((bar) => (
          <Bar key={bar.month} bar={bar} picture={picture} props={props} />
        ))}
        {picture.bars.map((bar, index) => (
          <BarWords
            key={bar.month}
            bar={bar}
            picture={picture}
            isWide={isWide}
            isFirst={index === 0}
            month={props.history.find((one) => one.month === bar.month)}
          />
        ))}
      </svg>
      <UnfinishedNote {...props} picture={picture} />
    </>
  );
}

/** Sheet-coloured strokes over the identity's own colour: what nobody billed. It survives grey printing. */
function EstimatedHatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="5" fill="var(--sheet)" opacity="0.75" />
      </pattern>
    </defs>
  );
}

function axisLabel(value: number, inThousands: boolean): string {
  if (value === 0) return "0";
  return inThousands ? `${fixed(String(value / 1000), Number.isInteger(value / 1000) ? 0 : 1)}k` : String(value);
}

function Bar({ bar, picture, props }: { bar: HistoryBar; picture: HistoryPicture; props: Omit<Props, "span"> }) {
  const { asked, open } = useExplain();
  const month = props.history.find((one) => one.month === bar.month);
  if (month === undefined) return null;
  const filter: FigureFilter = {
    month: bar.month,
    cost: props.cost,
    monthBy: props.monthBy,
    ...(props.bearer === undefined ? {} : { bearer: props.bearer }),
  };
  const request = { ...filter, aspect: "amount" as const };
  return (
    // An SVG group cannot be a <button>; role, tab stop and keys make it one.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <g
      role="button"
      tabIndex={0}
      className="bar-button"
      aria-expanded={asked === requestId(request)}
      aria-label={spoken(month, props.currency)}
      onClick={(event) => open(request, event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open(request, event.currentTarget);
      }}
    >
      <rect
        className={bar.isSelected ? "selected-month" : "halo"}
        x={bar.centre - picture.slot / 2 + 1}
        y={6}
        width={Math.max(picture.slot - 2, 1)}
        height={picture.height - 8}
        rx={4}
      />
      {bar.paceTop !== null && (
        <rect
          x={bar.x + 0.5}
          y={bar.paceTop}
          width={Math.max(bar.width - 1, 1)}
          height={Math.max(picture.zero - bar.paceTop, 0)}
          fill="none"
          stroke="var(--line-control)"
          strokeDasharray="3 3"
        />
      )}
      <g opacity={bar.isUnfinished ? 0.38 : undefined}>
        {bar.parts.map((part) => (
          <rect
            key={part.class}
            x={bar.x}
            y={part.y}
            width={bar.width}
            height={part.height}
            fill={CLASS_COLOURS[part.class]}
          />
        ))}
        {bar.estimatedHeight > 0 && (
          <rect
            x={bar.x}
            y={bar.estimatedTop}
            width={bar.width}
            height={bar.estimatedHeight}
            fill={`url(#${picture.width}-estimated)`}
          />
        )}
      </g>
    </g>
  );
}

/** Said by the bar's own name already; drawn apart so that a press on the words reaches the bar behind them. */
function BarWords({
  bar,
  picture,
  isWide,
  isFirst,
  month,
}: {
  bar: HistoryBar;
  picture: HistoryPicture;
  isWide: boolean;
  isFirst: boolean;
  month: HistoryMonth | undefined;
}) {
  const label =
    month === undefined ? "" : barLabel(month, bar, picture.inThousands, isWide || isFirst || bar.isSelected);
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <g aria-hidden="true" pointerEvents="none">
      {label !== "" && (
        <text
          x={bar.centre}
          y={(bar.paceTop ?? bar.top) - 6}
          textAnchor="middle"
          className={bar.isSelected ? "ink" : "ink2"}
        >
          {label}
        </text>
      )}
      <text x={bar.centre} y={picture.height - 8} textAnchor="middle" className={bar.isSelected ? "ink" : undefined}>
        {isWide ? axisMonth(bar.month, isFirst) : monthAbbreviation(bar.month).slice(0, 1)}
      </text>
    </g>
  );
}

function barLabel(month: HistoryMonth, bar: HistoryBar, inThousands: boolean, isWanted: boolean): string {
  if (!isWanted || !month.hasData || bar.isUnfinished) return "";
  return inThousands ? fixed(thousandth(month.total), 1) : fixed(month.total, 0);
}

/** The text of a thousandth, by moving the point: no float. */
function thousandth(text: string): string {
  return `${text}e-3`;
}

const axisMonth = (month: string, isFirst: boolean): string =>
  isFirst || month.endsWith("-01") ? monthShort(month) : monthAbbreviation(month);

function spoken(month: HistoryMonth, currency: string): string {
  if (!month.hasData) return `${monthName(month.month)}: no data`;
  const unfinished = month.isFinished ? "" : `, ${month.daysCovered} of ${month.daysInMonth} days so far`;
  const estimated = month.estimated === null ? "" : `, of which ${headline(month.estimated, currency)} estimated`;
  return `${monthName(month.month)}: ${headline(month.total, currency)}, cloud ${headline(month.cloud, currency)}, rigs ${headline(month.rig, currency)}, shared ${headline(month.shared, currency)}${estimated}${unfinished}`;
}

function UnfinishedNote({ history, picture }: Pick<Props, "history"> & { picture: HistoryPicture }) {
  const shown = new Set(picture.bars.map((bar) => bar.month));
  const unfinished = history.filter((month) => shown.has(month.month) && month.hasData && !month.isFinished).slice(-2);
  if (unfinished.length === 0) return null;
  return (
    <p className="note history-note">
      {unfinished.map((month) => {
        const pace = picture.bars.find((bar) => bar.month === month.month)?.paceAmount ?? null;
        const text =
          pace === null
            ? ""
            : `, ${fixed(String(Math.round(picture.inThousands ? pace / 100 : pace * 10) / 10), picture.inThousands ? 1 : 0)} at this pace`;
        return (
          <span key={month.month}>
            {monthName(month.month)}: {month.daysCovered} of {month.daysInMonth} days so far{text}.{" "}
          </span>
        );
      })}
    </p>
  );
}
