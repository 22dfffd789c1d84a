import type { EnergyUnit } from "../../core/energy/units.ts";
import { cellsOf } from "../source/csv-line.ts";

/** How the rows under a header are read. `passed-over`: what was returned, or no electricity. */
export type Section =
  | { readonly is: "periods"; readonly unit: EnergyUnit; readonly value: number; readonly quality: number }
  | {
      readonly is: "times";
      readonly unit: EnergyUnit;
      readonly type: number;
      readonly date: number;
      readonly start: number;
      readonly end: number;
      readonly value: number;
      readonly quality: number;
    }
  | { readonly is: "passed-over"; readonly name: string };

/** A slot as one cell: `2025-10-19 00:00 to 2025-10-19 01:00`, the blank before "to" often one that does not break. */
const PERIOD =
  /^"?\s*(\d[\d/.-]{5,9}[T\s]+\d{1,2}:\d{2}[^,;"]{0,14}?)\s+to\s+(\d[\d/.-]{5,9}[T\s]+\d{1,2}:\d{2}[^,;"]{0,14}?)\s*"?[,;\t]/;
export const periodOf = (line: string): { from: string; until: string } | null => {
  const [, from, until] = line.length > 2000 ? [] : (PERIOD.exec(line) ?? []);
  return from === undefined || until === undefined ? null : { from: from.trim(), until: until.trim() };
};

export const PERIODS: Section = { is: "periods", unit: "kWh", value: 1, quality: 2 };

/** The section that a header line opens; null when it is none. */
export function sectionOf(line: string): Section | null {
  const cells = cellsOf(line, ",").map((cell) => cell.toLowerCase().replaceAll(/\s+/g, " "));
  return periodsSection(cells) ?? timesSection(cells);
}

function periodsSection(cells: readonly string[]): Section | null {
  const [first = "", usage = ""] = cells;
  if (!/time period$|^period$|^interval$/.test(first) || cells.length < 2) return null;
  if (/received|generat|export|return/.test(`${first} ${usage}`)) return { is: "passed-over", name: usage || first };
  if (/therm|gas|cubic|gallon|water/.test(usage)) return { is: "passed-over", name: usage };
  const unit = /kilowatt|kwh/.test(usage) ? "kWh" : /watt-hour|\bwh\b/.test(usage) ? "Wh" : "kWh";
  return { is: "periods", unit, value: 1, quality: cells.findIndex((cell) => cell.includes("quality")) };
}

function timesSection(cells: readonly string[]): Section | null {
  const at = (name: string) => cells.indexOf(name);
  const [date, start, end] = [at("date"), at("start time"), at("end time")];
  if (date < 0 || start < 0 || end < 0) return null;
  const value = cells.findIndex((cell) => /^(?:usage|import|consumption|delivered)\b.*\(k?wh\)$/.test(cell));
  if (value < 0) return { is: "passed-over", name: cells.find((cell) => cell.startsWith("usage")) ?? "usage" };
  const unit = cells[value]?.includes("(kwh)") ? "kWh" : "Wh";
  return { is: "times", unit, type: at("type"), date, start, end, value, quality: at("notes") };
}
