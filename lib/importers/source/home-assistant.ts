import type { Sink } from "../importer.ts";
import { about } from "./headed-table.ts";
import { MILLIJOULES_PER, MILLIWATTS_PER } from "./scaled-integer.ts";

/** What an entity measures and in what, as far as its name or a unit column says. */
export type Meter = {
  readonly device: string;
  readonly measures: "power" | "energy";
  readonly unit: "W" | "kW" | "Wh" | "kWh" | "MWh";
  /** Milliwatts or millijoules in one of it. */
  readonly factor: number;
};

/** `other`: no meter of power or energy; `produced`: a meter of what was fed in; `unknown`: the name does not tell. */
export type Entity = Meter | "other" | "produced" | "unknown";

const METER =
  /^(?:(.*?)_)?(power|watts?|w|kw|energy|kwh|wh)(?:_(?:consumption|consumed|usage|used|total))?((?:_\d+)?)$/;
/** Words that name a counter's period or state, not another meter: a day's and a month's counter are of one device. */
const QUALIFIER =
  /_(?:hourly|daily|weekly|monthly|yearly|annual|today|total|lifetime|current|active|live|power|energy)(?=_|$)/g;
const PRODUCED =
  /(?:^|_)(?:return(?:ed)?|export(?:ed)?|feed_?in|produc(?:ed|tion)|solar|pv|inject(?:ed|ion)|generat(?:ed|ion)|battery|charg(?:e|ing)|discharg(?:e|ing))(?:_|$)/;
const NO_METER =
  /(?:^|_)(?:power_factor|factor|voltage|current|frequency|temperature|humidity|rssi|signal|linkquality|lqi|uptime|cost|price|reactive|apparent|va|var|co2|state|status|mode|percentage)(?:_\w)?(?:_\d+)?$/;
const NUMBERS = /^(?:sensor|number|input_number|counter|utility_meter)$/;

const UNITS: Readonly<Record<string, Pick<Meter, "measures" | "unit" | "factor">>> = {
  w: { measures: "power", unit: "W", factor: MILLIWATTS_PER.W },
  kw: { measures: "power", unit: "kW", factor: MILLIWATTS_PER.kW },
  wh: { measures: "energy", unit: "Wh", factor: MILLIJOULES_PER.Wh },
  kwh: { measures: "energy", unit: "kWh", factor: MILLIJOULES_PER.kWh },
  mwh: { measures: "energy", unit: "MWh", factor: MILLIJOULES_PER.kWh * 1000 },
};
const UNIT_OF_WORD: Readonly<Record<string, string>> = { power: "w", watt: "w", watts: "w", energy: "kwh" };

/** What `sensor.rig_power` or `sensor.rig_energy` measures. `unit` goes first where the file has it; "" where it has none. */
export function entityOf(id: string, unit: string): Entity {
  const dot = id.indexOf(".");
  const domain = dot < 0 ? "sensor" : id.slice(0, dot).toLowerCase();
  const name = id.slice(dot + 1).toLowerCase();
  if (!NUMBERS.test(domain)) return "other";
  const match = METER.exec(name);
  const word = match?.[2] ?? "";
  const known = UNITS[unit === "" ? (UNIT_OF_WORD[word] ?? word) : unit.toLowerCase()];
  if (!known) return unit !== "" || NO_METER.test(name) ? "other" : "unknown";
  if (PRODUCED.test(name)) return "produced";
  // Only a lone megawatt-hour differs from a milliwatt-hour by its case.
  if (unit === "mWh") return "other";
  const base = `_${match ? `${match[1] ?? ""}${match[3] ?? ""}` : name}`.replaceAll(QUALIFIER, "").slice(1);
  return { device: base === "" ? "meter" : base, ...known };
}

/** Names of entities in a sentence, the first dozen. */
export const named = (ids: readonly string[]): string =>
  ids.length > 12 ? `${ids.slice(0, 12).join(", ")} and ${ids.length - 12} more` : ids.join(", ");

/** Units that were taken from names are said, as they may be wrong. */
export function reportInferred(meters: ReadonlyMap<string, Meter>, sink: Sink): void {
  if (meters.size === 0) return;
  const list = [...meters].map(([id, { unit }]) => `${id} in ${unit}`);
  sink.issue(
    about(
      "warning",
      "unit-inferred",
      `The file names no units; they were taken from the entities' names: ${named(list)}. Compare them with the entity's page in Home Assistant.`,
    ),
  );
}

export function reportProduced(ids: readonly string[], sink: Sink): void {
  if (ids.length === 0) return;
  sink.issue(
    about(
      "warning",
      "entities-produced",
      `These entities count what was produced, returned or stored, not what was used, and were not read: ${named(ids)}.`,
    ),
  );
}

export function reportUnknown({ id, row }: { id: string; row: number }, sink: Sink): void {
  sink.issue({
    severity: "blocking",
    row,
    column: "state",
    code: "unit-missing",
    message: `The file does not say what ${id === "" ? "its figures count" : `${id} counts`}: W, kW, Wh or kWh. Say so once on the mapping page (or with --map FILE.json), or rename the entity to end in _power or _energy and download it again.`,
  });
}
