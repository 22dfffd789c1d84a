import { coordinate, toNumber } from "./numbers.ts";

/** Heights of a small bar row on its own scale, 0 to 24; null where the month has no figure. */
export function sparkHeights(values: readonly (string | null)[]): (number | null)[] {
  const highest = Math.max(0, ...values.map((value) => (value === null ? 0 : toNumber(value))));
  return values.map((value) => {
    if (value === null) return null;
    if (highest === 0) return 1;
    return coordinate(Math.max((Math.max(toNumber(value), 0) / highest) * 24, 1));
  });
}

/** Widths in percent of parts that fill a bar; negative parts (credits) take no room. */
export function barShares(parts: readonly string[]): number[] {
  const sizes = parts.map((part) => Math.max(0, toNumber(part)));
  const total = sizes.reduce((running, size) => running + size, 0);
  return sizes.map((size) => (total === 0 ? 0 : coordinate((size / total) * 100)));
}

/** Length in percent of the longest of `all`. */
export function barLength(value: string, all: readonly string[]): number {
  const longest = Math.max(...all.map((one) => Math.abs(toNumber(one))), 0);
  return longest === 0 ? 0 : coordinate((Math.abs(toNumber(value)) / longest) * 100);
}
