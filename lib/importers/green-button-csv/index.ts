import type { LineImporter } from "../importer.ts";
import { cellsOf } from "../source/csv-line.ts";
import { WallStamps } from "../source/wall-stamp.ts";
import { periodOf, sectionOf } from "./layout.ts";
import { GreenButtonRows } from "./rows.ts";

const BANNER_LINES = 80;

/**
 * "Green Button Download My Data" as CSV, in the two shapes of American utilities: a slot in one cell ("... to ..."), or
 * date, start and end time in columns. Local time; the lines above hold a name and an address and are not kept.
 */
const greenButtonCsv: LineImporter = {
  id: "green-button-csv",
  label: "Green Button usage, CSV",
  lookedFor:
    'rows that begin with a slot ("2026-05-14 00:00 to 2026-05-14 01:00"), or DATE, START TIME, END TIME, USAGE (kWh)',
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ text, jsonKeys, container }) =>
    jsonKeys === null &&
    container !== "pdf" &&
    linesOf(text).some((line) => periodOf(line) !== null || sectionOf(line)?.is === "times"),
  keptLine: (text) => (isReadLine(text) ? text : ""),
  open: (sink, options, sample) => new GreenButtonRows(sink, options, { isDayFirst: isDayFirst(linesOf(sample.text)) }),
};
export default greenButtonCsv;

const linesOf = (text: string): string[] =>
  text
    .split(/[\r\n]+/)
    .slice(0, BANNER_LINES)
    .filter((line) => line.trim() !== "" && line.length < 2000);

/** A banner names people and places; what is read is a header, a slot, or a row of a table. */
const isReadLine = (line: string): boolean =>
  sectionOf(line) !== null ||
  periodOf(line) !== null ||
  /^"?(?:electric|gas|natural gas|water)[a-z ]* ?usage"?,/i.test(line) ||
  /^"?(?:\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d)/.test(line);

function isDayFirst(lines: readonly string[]): boolean {
  const stamps = new WallStamps("auto");
  for (const line of lines) {
    const period = periodOf(line);
    if (period) stamps.learn(period.from);
    else for (const cell of cellsOf(line, ",").slice(0, 3)) stamps.learn(cell);
  }
  return stamps.order === "day-first";
}
