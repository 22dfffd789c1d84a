import { compare, type Decimal, isNegative, parseDecimal } from "./decimal.ts";
import { scopeNamed } from "./energy/scope-named.ts";
import type { SeriesKind } from "./energy/series.ts";
import { isPowerUnit, type MeasuredUnit, unitNamed } from "./energy/units.ts";
import { type EnergyMapping, isZeroMissingIn } from "./energy-mapping.ts";
import { formatOfDates, wallMsOf } from "./suggest-time.ts";

/** Usual names of columns, squeezed to letters and digits; earlier ones are surer. */
const TIME = [
  ...["timestamp", "datetime", "time", "lastchanged", "createdat", "recordedat", "starttime", "start", "date", "datum"],
  ...["zeit", "zeitpunkt", "tijd", "fecha", "ts", "startts", "datetimeutc", "dateandtime", "datumtijd", "datumzeit"],
];
const CLOCK = ["time", "clock", "hour", "uhrzeit", "zeit", "tijd", "hora"];
const DEVICE = [
  ...[
    "device",
    "deviceid",
    "devicename",
    "entityid",
    "sensor",
    "sensorid",
    "hostname",
    "host",
    "node",
    "outlet",
    "plug",
  ],
  ...[
    "gpu",
    "gpuid",
    "gpuindex",
    "uuid",
    "meter",
    "meterid",
    "metername",
    "channel",
    "circuit",
    "server",
    "name",
    "id",
  ],
];
const VALUE = ["value", "state", "reading", "watts", "power", "energy", "kwh", "usage", "consumption", "verbrauch"];
const POWER_WORD = /power|watt|leistung|vermogen|\bload\b|draw/i;
const ENERGY_WORD = /energy|kwh|\bwh\b|consum|usage|verbrauch|verbruik|meter.?reading|import/i;
/** Columns that a table of costs or of use has, and a meter's hardly ever. */
const OF_COSTS = /cost|amount|price|spend|charge|currency|\bmodel\b|token/i;
const RETURNED = /export|return|feed.?in|terug|injecti|einspeis/i;
const NOT_ENERGY = /temp|humid|volt|current|\bamp|freq|factor|util|percent|%|cost|price|amount|token|rpm|°/i;

type Named = { readonly name: string; readonly at: number; readonly cells: readonly string[] };
type Values = Named & { readonly unit: MeasuredUnit; readonly isHinted: boolean };

/** What a table of power or energy probably is, as the form's start; `isLikely`: rather that than costs. */
export type EnergySuggestion = { readonly isLikely: boolean; readonly mapping: Omit<EnergyMapping, "name"> | null };

/** `rows` are data rows, without the header. Nothing of a suggestion is taken over without a person. */
export function suggestEnergyMapping(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): EnergySuggestion {
  const columns = header.map((name, at) => ({
    name: name.trim(),
    at,
    cells: rows.map((row) => row[at]?.trim() ?? ""),
  }));
  const time = columnNamed(columns, TIME);
  if (!time) return { isLikely: false, mapping: null };
  const clock = isDateOnly(time)
    ? columnNamed(
        columns.filter((each) => each !== time),
        CLOCK,
      )
    : null;
  const device = deviceColumn(columns.filter((each) => each !== time && each !== clock));
  const values = valueColumns(columns.filter((each) => each !== time && each !== clock && each !== device));
  const [first] = values;
  if (!first) return { isLikely: false, mapping: null };
  const format = formatOfDates(time.cells);
  const stamps = rows.map((row) =>
    wallMsOf(`${row[time.at] ?? ""} ${clock ? (row[clock.at] ?? "") : ""}`.trim(), format),
  );
  const own = seriesOf(rows, { device, value: first, stamps });
  const series = kindOf(own, first.unit);
  const unit = isPowerUnit(first.unit) === (series === "polled" || series === "on-change") ? first.unit : "kWh";
  const scope = scopeNamed([...values.map(({ name }) => name), device?.name ?? ""].join(" "));
  return {
    isLikely: isLikely(header, values),
    mapping: {
      kind: "energy",
      time: { column: time.name, timeColumn: clock?.name ?? null, format, zone: null },
      layout: layoutOf(values, device),
      unit,
      series,
      interval: series === "interval" ? { minutes: minutesOf(own), stamp: "start" } : null,
      scope,
      zeroIsMissing: isZeroMissingIn({ scope, series }),
      decimal: first.cells.some((cell) => /\d,\d{1,3}$/.test(cell)) ? "," : ".",
      filter: null,
    },
  };
}

/** A unit or a word for power in a column's name, or a sensor's history, and nothing of money. */
function isLikely(header: readonly string[], values: readonly Values[]): boolean {
  if (header.some((name) => OF_COSTS.test(name))) return false;
  const names = header.map(squeezed);
  return values.some(({ isHinted }) => isHinted) || (names.includes("entityid") && names.includes("state"));
}

const squeezed = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

function columnNamed(columns: readonly Named[], names: readonly string[]): Named | null {
  for (const name of names) {
    const found = columns.find((column) => squeezed(column.name) === name);
    if (found) return found;
  }
  return null;
}

const isDateOnly = ({ cells }: Named): boolean =>
  cells.some((cell) => cell !== "") && !cells.some((cell) => /:|^\d{9,}/.test(cell));

/** Of several values, and not a number for every row. */
function deviceColumn(columns: readonly Named[]): Named | null {
  const found = columnNamed(columns, DEVICE);
  if (!found) return null;
  const different = new Set(found.cells).size;
  return different > 0 && different * 2 <= Math.max(found.cells.length, 2) && !POWER_WORD.test(found.name)
    ? found
    : null;
}

const numberIn = (cell: string): Decimal | null =>
  parseDecimal(cell.replace(",", ".").replace(/\s*[A-Za-zµ]{1,4}$/, ""));

function valueColumns(columns: readonly Named[]): Values[] {
  const numeric = columns.filter(({ cells }) => {
    const filled = cells.filter((cell) => cell !== "");
    return filled.length > 0 && filled.filter((cell) => numberIn(cell) !== null).length * 2 > filled.length;
  });
  const hinted = numeric.flatMap((column): Values[] => {
    const unit = unitIn(column);
    return unit && !NOT_ENERGY.test(column.name) && !RETURNED.test(column.name)
      ? [{ ...column, unit, isHinted: true }]
      : [];
  });
  const plain =
    numeric.find((column) => VALUE.includes(squeezed(column.name))) ?? (numeric.length === 1 ? numeric[0] : undefined);
  if (hinted.length === 0)
    return plain ? [{ ...plain, unit: isRising(plain.cells) ? "kWh" : "W", isHinted: false }] : [];
  // Energy beside power is the surer of the two; a table is read in one unit.
  const unit = (hinted.find((each) => !isPowerUnit(each.unit)) ?? hinted[0])?.unit;
  const alike = hinted.filter((each) => each.unit === unit);
  const parts = alike.filter(({ name }) => !/total|sum|gesamt/i.test(name));
  return parts.length > 1 && parts.length < alike.length ? parts : alike;
}

function unitIn({ name, cells }: Named): MeasuredUnit | null {
  const words = name.split(/[^A-Za-zµμ]+/).filter((word) => word.length > 1 || word === "W" || word === "J");
  const named = words.map(unitNamed).find((unit) => unit !== null);
  if (named) return named;
  const inCell = unitNamed(/[\d.,]\s*([A-Za-zµ]{1,3})$/.exec(cells.find((cell) => cell !== "") ?? "")?.[1] ?? "");
  if (inCell) return inCell;
  return ENERGY_WORD.test(name) ? "kWh" : POWER_WORD.test(name) ? "W" : null;
}

type Point = { readonly atMs: number; readonly value: Decimal };

/** The first device's readings alone, in the order of the file. */
function seriesOf(
  rows: readonly (readonly string[])[],
  { device, value, stamps }: { device: Named | null; value: Named; stamps: readonly number[] },
): Point[] {
  const name = device?.cells[0];
  return rows.flatMap((row, at) => {
    const read = numberIn(row[value.at]?.trim() ?? "");
    const isOwn = !device || (row[device.at]?.trim() ?? "") === name;
    return read && isOwn ? [{ atMs: stamps[at] ?? Number.NaN, value: read }] : [];
  });
}

/** Power-formats F2: steps of very different length and hardly a value twice in a row are a log of changes. */
function kindOf(points: readonly Point[], unit: MeasuredUnit): SeriesKind {
  if (!isPowerUnit(unit)) return isRisingOf(points.map(({ value }) => value)) ? "counter" : "interval";
  const steps = stepsOf(points);
  const median = steps[Math.floor((steps.length - 1) / 2)] ?? 0;
  const high = steps[Math.floor((steps.length - 1) * 0.95)] ?? 0;
  const equal = points.filter(
    (point, at) => compare(point.value, points[at - 1]?.value ?? parseDecimal("-1") ?? point.value) === 0,
  );
  return median > 0 && high / median > 5 && equal.length * 100 < points.length ? "on-change" : "polled";
}

const stepsOf = (points: readonly Point[]): number[] =>
  points
    .map(({ atMs }, at) => atMs - (points[at - 1]?.atMs ?? Number.NaN))
    .filter((step) => step > 0)
    .sort((a, b) => a - b);

function minutesOf(points: readonly Point[]): number {
  const steps = stepsOf(points);
  return Math.max(1, Math.round((steps[Math.floor((steps.length - 1) / 2)] ?? 3_600_000) / 60_000));
}

const isRising = (cells: readonly string[]): boolean => isRisingOf(cells.flatMap((cell) => numberIn(cell) ?? []));

/** A meter's register: it hardly ever falls, moves, and stands well above what it gains at a time. */
function isRisingOf(values: readonly Decimal[]): boolean {
  const falls = values.filter((value, at) => compare(value, values[at - 1] ?? value) < 0).length;
  const [first] = values;
  const last = values.at(-1);
  return (
    first !== undefined &&
    last !== undefined &&
    !isNegative(first) &&
    falls * 20 <= values.length &&
    compare(last, first) > 0
  );
}

function layoutOf(values: readonly Values[], device: Named | null): EnergyMapping["layout"] {
  const [first] = values;
  if (device || values.length <= 1)
    return { is: "long", deviceColumn: device?.name ?? null, device: "Meter", valueColumn: first?.name ?? "" };
  return { is: "wide", columns: values.map(({ name }) => ({ column: name, device: name })) };
}
