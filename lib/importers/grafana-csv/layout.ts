import { compare, type Decimal } from "../../core/decimal.ts";
import { isPowerUnit, type MeasuredUnit, unitNamed } from "../../core/energy/units.ts";
import type { Sample } from "../importer.ts";
import { layoutOf as smiLayoutOf } from "../nvidia-smi-csv/layout.ts";
import { isMissing, readMeasured } from "../source/measured-cell.ts";
import { WallStamps } from "../source/wall-stamp.ts";

/** A column that is a meter's counter or a power reading. */
export type PanelColumn = { readonly position: number; readonly name: string; readonly unit: MeasuredUnit };
export type PanelLayout = {
  readonly time: string;
  readonly columns: readonly PanelColumn[];
  readonly passedOver: readonly string[];
};

const RETURNED = /export|return|feed.?in|fed.?in|terug|injecti|einspeis|solar|\bpv\b|produc|generat/i;
const TOTAL = /\b(?:total|sum|gesamt|totaal|all)\b/i;
/** Sums and differences are energy of a step, not what a meter stood at; how long the step is stands nowhere. */
const OF_STEP = /sum|increase|differ|delta|spread|rate|derivative|integral/i;
/** Both tools quote their headers; Excel's hint may stand above. A table of "time, watts" without quotes is anybody's. */
const QUOTED = /^\s*(?:"?sep=.\s+)?"_?time"/i;
const TIME = /^_?time$/i;
/** What InfluxDB names the result of a query, quoted or not. */
const AGGREGATE = /^\w+[._](?:first|last|min|max|mean)(?:_value)?$/i;
const NAME_PARTS = /[^A-Za-z\u00B5\u03BC]+/;

/** A panel or query result: `Time` and columns of kWh that only rise, or of watts; null when it is something else. */
export function panelLayout(sample: Sample): PanelLayout | null {
  if (sample.jsonKeys !== null || sample.container === "pdf") return null;
  const [header, ...rows] = sample.records.filter((cells) => cells.some((cell) => cell !== "") && !isHint(cells));
  if (!header || !TIME.test(header[0] ?? "") || header.length < 2 || smiLayoutOf(sample) !== null) return null;
  if (header.some((name) => /^(?:import|export)(?: t\d)? kwh$/i.test(name))) return null;
  const stamps = new WallStamps("auto");
  if (rows.length > 0 && !rows.some((cells) => stamps.read(cells[0] ?? "") !== null)) return null;
  const named = header.slice(1).map((name, at) => ({ name, position: at + 1, unit: unitOf(name, rows, at + 1) }));
  const measured = named.flatMap(({ name, position, unit }) => (unit === null ? [] : [{ name, position, unit }]));
  if (!QUOTED.test(sample.text) && !measured.some(({ name }) => AGGREGATE.test(name))) return null;
  if (measured.some((column) => isOfStep(column, rows))) return null;
  const drawn = measured.filter(({ name }) => !RETURNED.test(name));
  const wholes = drawn.filter(({ name }) => TOTAL.test(name));
  const columns = wholes.length === 1 && drawn.length > 1 ? wholes : drawn;
  if (columns.length === 0) return null;
  const read = new Set(columns.map(({ position }) => position));
  return {
    time: header[0] ?? "time",
    columns,
    passedOver: named.filter(({ position }) => !read.has(position)).map(({ name }) => name),
  };
}

/** `sep=,`, which Grafana writes for Excel. */
export const isHint = (cells: readonly string[]): boolean => /^sep=/i.test(cells[0]?.trim() ?? "");

/** The unit that the name holds as a word (`kWh.first`, `Power (W)`), or that the column's cells carry. */
function unitOf(name: string, rows: readonly (readonly string[])[], position: number): MeasuredUnit | null {
  const words = name.split(NAME_PARTS).filter((word) => word.length > 1 || word === "W" || word === "J");
  const inName = words.map(unitNamed).find((unit) => unit !== null);
  if (inName) return inName;
  const cells = rows.map((row) => row[position] ?? "").filter((cell) => !isMissing(cell));
  const units = cells.flatMap((cell) => unitNamed(/\s([A-Za-z]{1,3})$/.exec(cell)?.[1] ?? "") ?? []);
  const [first] = units;
  // A damaged cell among many is one; a column without units is another's.
  const isSteady = units.length * 5 >= cells.length * 4;
  return first && isSteady && units.every((unit) => isPowerUnit(unit) === isPowerUnit(first)) ? first : null;
}

/** Energy that is no counter: by its name, or as it falls again and again in the first rows. */
function isOfStep({ name, position, unit }: PanelColumn, rows: readonly (readonly string[])[]): boolean {
  if (isPowerUnit(unit)) return false;
  if (OF_STEP.test(name)) return true;
  const values = rows.flatMap((cells): Decimal[] => {
    const read = readMeasured(cells[position] ?? "", { unit, decimal: "." });
    return typeof read === "string" ? [] : [read.value];
  });
  const falls = values.filter((value, at) => {
    const before = values[at - 1];
    return before !== undefined && compare(value, before) < 0;
  });
  return falls.length > 1 && falls.length * 10 > values.length;
}
