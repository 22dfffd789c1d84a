import type { HistoryMonth } from "../../lib/api/wire/statement.ts";
import { barShares, sparkHeights } from "../../lib/charts/bars.ts";
import { fixed } from "../../lib/core/display.ts";
import { CLASS_COLOURS } from "../_ui/panel.tsx";

const CLASSES = ["cloud", "rig", "shared"] as const;
const WIDTH = 112;

/** Twelve months on the row's own scale; the month shown is the accent, an unfinished one pale. */
export function Spark({
  values,
  months,
  selected,
}: {
  values: readonly (string | null)[];
  months: readonly HistoryMonth[];
  selected: string;
}) {
  const heights = sparkHeights(values);
  const step = WIDTH / Math.max(values.length, 1);
  return (
    <svg width={WIDTH} height="26" viewBox={`0 0 ${WIDTH} 26`} aria-hidden="true">
      {heights.map((height, index) => {
        const month = months[index];
        if (height === null || month === undefined) return null;
        const isSelected = month.month === selected;
        return (
          <rect
            key={month.month}
            x={index * step}
            y={26 - height}
            width={step - 2}
            height={height}
            rx="1"
            fill={isSelected ? "var(--accent)" : "var(--line-control)"}
            opacity={month.isFinished ? (isSelected ? 1 : 0.62) : 0.38}
          />
        );
      })}
    </svg>
  );
}

/** Cloud, rigs and shared as one bar; the words are in its label. */
export function SplitBar({ split, name }: { split: Readonly<Record<(typeof CLASSES)[number], string>>; name: string }) {
  const shares = barShares(CLASSES.map((one) => split[one]));
  const share = (index: number) => fixed(String(shares[index] ?? 0), 0);
  return (
    <div
      className="split"
      role="img"
      aria-label={`${name}: cloud ${share(0)} %, rigs ${share(1)} %, shared ${share(2)} %`}
    >
      {CLASSES.map((one, index) =>
        (shares[index] ?? 0) > 0 ? (
          <i key={one} style={{ flex: shares[index], background: CLASS_COLOURS[one] }} />
        ) : null,
      )}
    </div>
  );
}
