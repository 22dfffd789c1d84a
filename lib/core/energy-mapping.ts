import { POWER_SCOPES, type PowerScope, SERIES_KINDS, type SeriesKind } from "./energy/series.ts";
import { ENERGY_UNITS, isPowerUnit, type MeasuredUnit, POWER_UNITS } from "./energy/units.ts";
import { MAPPED_DATE_FORMATS, type MappedDateFormat } from "./mapping.ts";
import {
  asRecord,
  columnOf,
  isAbsent,
  type Json,
  oneOf,
  textOf,
  textOrNull,
  wrong,
  zoneOrNull,
} from "./mapping-fields.ts";
import { slugOf } from "./slug.ts";

/**
 * What an admin said once about the columns of a table of power or energy that no format of ours claims. Columns are named
 * as in the header; names are compared trimmed and without regard to case. Plain JSON: it is stored and crosses HTTP as it is.
 */
export type EnergyMapping = {
  readonly kind: "energy";
  /** For people: "Rack PDU, web export". */
  readonly name: string;
  readonly time: MappedTime;
  readonly layout: WideLayout | LongLayout;
  readonly unit: MeasuredUnit;
  readonly series: SeriesKind;
  /** Of an interval series only. */
  readonly interval: MappedInterval | null;
  readonly scope: PowerScope;
  /** A reading of 0 W is a meter that was not read. */
  readonly zeroIsMissing: boolean;
  readonly decimal: "." | ",";
  /** Only rows whose cell is this text. */
  readonly filter: { readonly column: string; readonly equals: string } | null;
};

export type MappedTime = {
  readonly column: string;
  /** Where date and time stand in two columns: the one with the time of day. */
  readonly timeColumn: string | null;
  readonly format: MappedDateFormat;
  /** IANA zone of times without an offset; null: the rig's. */
  readonly zone: string | null;
};
/** One column a device. */
export type WideLayout = {
  readonly is: "wide";
  readonly columns: readonly { readonly column: string; readonly device: string }[];
};
/** One row a device and time; without a device column all rows are of `device`. */
export type LongLayout = {
  readonly is: "long";
  readonly deviceColumn: string | null;
  readonly device: string;
  readonly valueColumn: string;
};
export type MappedInterval = { readonly minutes: number; readonly stamp: "start" | "end" };

const MOST_COLUMNS = 200;
const MOST_MINUTES = 60 * 24 * 31;
export const MAPPED_UNITS: readonly MeasuredUnit[] = [...POWER_UNITS, ...ENERGY_UNITS];

/**
 * 0 W polled from a plug or a server's own meter is a reading that failed, unless the person says that the rig was off; a
 * log of changes says 0 when it was switched off.
 */
export const isZeroMissingIn = ({ scope, series }: { scope: PowerScope; series: SeriesKind }): boolean =>
  scope === "gpu" || (series === "polled" && (scope === "server" || scope === "wall"));

export const isEnergyJson = (json: unknown): boolean =>
  typeof json === "object" && json !== null && "kind" in json && json.kind === "energy";

/** @throws AppError invalid-input, with a sentence that names the part and says what belongs there */
export function checkEnergyMapping(json: unknown): EnergyMapping {
  const given = asRecord(json, "The mapping");
  const name = textOf(given, "name", "a name for this kind of file");
  if (slugOf(name) === "") throw wrong("The mapping's name needs a letter or a digit.");
  const unit = oneOf(given.unit, MAPPED_UNITS, "unit");
  const series = oneOf(given.series, SERIES_KINDS, "series");
  const isPower = series === "polled" || series === "on-change";
  if (isPower !== isPowerUnit(unit))
    throw wrong(
      isPower
        ? `Readings of power are in ${POWER_UNITS.join(", ")}; ${unit} is energy: say "counter" or "interval".`
        : `A ${series} is energy, in ${ENERGY_UNITS.join(", ")}; ${unit} is power: say "polled" or "on-change".`,
    );
  const scope = oneOf(given.scope, POWER_SCOPES, "scope");
  return {
    kind: "energy",
    name,
    time: checkTime(given.time),
    layout: checkLayout(given.layout),
    unit,
    series,
    interval: series === "interval" ? checkInterval(given.interval) : null,
    scope,
    zeroIsMissing: isAbsent(given.zeroIsMissing) ? isZeroMissingIn({ scope, series }) : given.zeroIsMissing === true,
    decimal: isAbsent(given.decimal) ? "." : oneOf(given.decimal, [".", ","], "decimal"),
    filter: isAbsent(given.filter) ? null : checkFilter(given.filter),
  };
}

/** Every column the mapping reads, each once, as it names them. */
export function energyColumns({ time, layout, filter }: EnergyMapping): string[] {
  const values =
    layout.is === "wide" ? layout.columns.map(({ column }) => column) : [layout.deviceColumn, layout.valueColumn];
  const named = [time.column, time.timeColumn, ...values, filter?.column];
  return [...new Set(named.filter((column) => column !== null && column !== undefined))];
}

function checkTime(value: unknown): MappedTime {
  if (isAbsent(value)) throw wrong("The mapping names no column with the time.");
  const given = asRecord(value, '"time" of the mapping');
  return {
    column: columnOf(value, "time"),
    timeColumn: textOrNull(given.timeColumn, "column"),
    format: isAbsent(given.format) ? "iso" : oneOf(given.format, MAPPED_DATE_FORMATS, "time.format"),
    zone: zoneOrNull(given.zone),
  };
}

function checkLayout(value: unknown): EnergyMapping["layout"] {
  if (isAbsent(value)) throw wrong('The mapping does not say where the values are: "layout".');
  const given = asRecord(value, '"layout" of the mapping');
  return oneOf(given.is, ["wide", "long"], "layout.is") === "wide" ? checkWide(given) : checkLong(given);
}

function checkWide({ columns }: Json): WideLayout {
  if (!Array.isArray(columns) || columns.length === 0) throw wrong("Name at least one column with readings.");
  if (columns.length > MOST_COLUMNS) throw wrong(`A mapping may name ${MOST_COLUMNS} columns of readings at most.`);
  const named = columns.map((each: unknown) => {
    const column = columnOf(each, "layout.columns");
    return { column, device: textOrNull(asRecord(each, '"layout.columns"').device, "device") ?? column };
  });
  if (new Set(named.map(({ column }) => column.toLowerCase())).size < named.length)
    throw wrong("A column of readings is named twice; its energy would count twice.");
  if (new Set(named.map(({ device }) => device)).size < named.length)
    throw wrong("Two columns have the same device; give each its own name.");
  return { is: "wide", columns: named };
}

function checkLong(given: Json): LongLayout {
  const valueColumn = textOrNull(given.valueColumn, "column");
  if (valueColumn === null) throw wrong("The mapping names no column with the readings.");
  const deviceColumn = textOrNull(given.deviceColumn, "column");
  return { is: "long", deviceColumn, device: textOrNull(given.device, "device") ?? "Meter", valueColumn };
}

function checkInterval(value: unknown): MappedInterval {
  if (isAbsent(value))
    throw wrong('An interval needs its length in minutes: "interval": { "minutes": 15, "stamp": "start" }.');
  const { minutes, stamp } = asRecord(value, '"interval" of the mapping');
  const length = typeof minutes === "string" && /^\d{1,6}$/.test(minutes.trim()) ? Number(minutes) : minutes;
  if (typeof length !== "number" || !Number.isInteger(length) || length < 1 || length > MOST_MINUTES)
    throw wrong("The length of an interval is a whole number of minutes, as 15 or 60.");
  return { minutes: length, stamp: oneOf(stamp, ["start", "end"], "interval.stamp") };
}

function checkFilter(value: unknown): EnergyMapping["filter"] {
  const given = asRecord(value, '"filter" of the mapping');
  const equals = textOrNull(given.equals, "column");
  if (equals === null) throw wrong("The filter does not say which text its cells are compared with.");
  return { column: columnOf(value, "filter"), equals };
}
