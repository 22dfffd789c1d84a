import type { HistoryMonth } from "../api/wire/statement.ts";
import { coordinate, roundStep, toNumber } from "./numbers.ts";

export type HistoryClass = "cloud" | "rig" | "shared";
export type HistoryBar = {
  readonly month: string;
  readonly x: number;
  readonly width: number;
  readonly centre: number;
  readonly top: number;
  readonly isSelected: boolean;
  readonly isUnfinished: boolean;
  readonly hasData: boolean;
  readonly parts: readonly { readonly class: HistoryClass; readonly y: number; readonly height: number }[];
  /** How much of the bar nobody billed, from the top of its cloud cost down. */
  readonly estimatedTop: number;
  readonly estimatedHeight: number;
  /** Top of the dashed outline: where the month ends if cloud cost goes on at its pace. Null when finished. */
  readonly paceTop: number | null;
  readonly paceAmount: number | null;
};
export type HistoryPicture = {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly zero: number;
  readonly slot: number;
  readonly inThousands: boolean;
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
  readonly bars: readonly HistoryBar[];
};

type Frame = { width: number; height: number; left: number; right: number; top: number; bottom: number };
const FRAMES: Readonly<Record<"wide" | "narrow", Frame>> = {
  wide: { width: 820, height: 256, left: 36, right: 62, top: 26, bottom: 24 },
  narrow: { width: 326, height: 200, left: 30, right: 6, top: 24, bottom: 22 },
};
const CLASSES = ["cloud", "rig", "shared"] as const;
const MOST_MONTHS = 12;

function pace(month: HistoryMonth): number | null {
  if (month.isFinished || !month.hasData || month.daysCovered <= 0) return null;
  const factor = month.daysInMonth / month.daysCovered;
  return toNumber(month.cloud) * factor + toNumber(month.rig) + toNumber(month.shared);
}

/**
 * The last twelve months as bars of cloud, rigs and shared, drawn for one width (never shrunk).
 * Credits can make a part negative: it hangs below zero. Money axes start at zero.
 */
export function historyPicture(
  history: readonly HistoryMonth[],
  { selected, frame }: { selected: string; frame: "wide" | "narrow" },
): HistoryPicture {
  const { width, height, left, right, top, bottom } = FRAMES[frame];
  const months = history.slice(-MOST_MONTHS);
  const highest = Math.max(0, ...months.map((month) => Math.max(above(month), pace(month) ?? 0)));
  const lowest = Math.min(0, ...months.map(below));
  const step = roundStep(highest - lowest, 5);
  const ceiling = highest > 0 ? highest : step;
  const floor = lowest;
  const usable = height - top - bottom;
  const y = (value: number): number => coordinate(top + ((ceiling - value) / (ceiling - floor)) * usable);
  const plotRight = width - right;
  const slot = (plotRight - left) / Math.max(months.length, 1);
  const barWidth = coordinate(Math.min(slot * (frame === "wide" ? 0.66 : 0.74), 56));

  const bars = months.map((month, index): HistoryBar => {
    const centre = coordinate(left + slot * (index + 0.5));
    const paceAmount = pace(month);
    return {
      month: month.month,
      x: coordinate(centre - barWidth / 2),
      width: barWidth,
      centre,
      top: y(above(month)),
      isSelected: month.month === selected,
      isUnfinished: !month.isFinished,
      hasData: month.hasData,
      parts: stack(month, y),
      estimatedTop: y(Math.max(0, toNumber(month.cloud))),
      estimatedHeight: estimatedHeight(month, y),
      paceAmount,
      paceTop: paceAmount === null ? null : y(paceAmount),
    };
  });
  const ticks = [];
  for (let value = Math.ceil(floor / step) * step; value <= ceiling + step * 1e-9; value += step) {
    ticks.push({ y: y(value), value: coordinate(value) });
  }
  return {
    width,
    height,
    left,
    right: plotRight,
    zero: y(0),
    slot: coordinate(slot),
    inThousands: highest >= 1000,
    ticks,
    bars,
  };
}

const above = (month: HistoryMonth): number =>
  CLASSES.reduce((total, one) => total + Math.max(0, toNumber(month[one])), 0);
const below = (month: HistoryMonth): number =>
  CLASSES.reduce((total, one) => total + Math.min(0, toNumber(month[one])), 0);

function estimatedHeight(month: HistoryMonth, y: (value: number) => number): number {
  const estimated = Math.min(
    month.estimated === null ? 0 : toNumber(month.estimated),
    Math.max(0, toNumber(month.cloud)),
  );
  return estimated > 0 ? coordinate(Math.max(y(0) - y(estimated), 1)) : 0;
}

function stack(month: HistoryMonth, y: (value: number) => number): HistoryBar["parts"] {
  let up = 0;
  let down = 0;
  const parts: { class: HistoryClass; y: number; height: number }[] = [];
  for (const one of CLASSES) {
    const amount = toNumber(month[one]);
    if (amount === 0) continue;
    const from = amount > 0 ? up : down + amount;
    const to = amount > 0 ? up + amount : down;
    if (amount > 0) up = to;
    else down = from;
    const edge = y(to);
    // One pixel of sheet between stacked parts; a part never disappears.
    parts.push({ class: one, y: edge, height: coordinate(Math.max(y(from) - edge - (parts.length > 0 ? 1 : 0), 1)) });
  }
  return parts;
}
