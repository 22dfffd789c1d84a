import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { milliwattsOf } from "../source/energy-units.ts";
import { asArray, asText, isObject, type JsonObject, jsonText } from "../source/json.ts";
import { MeterReadings } from "../source/meter-readings.ts";
import { StampReader } from "../source/stamps.ts";

const KEYS = ["host", "consumers", "sockets"];
const SERIES = { key: "host", device: "host", scope: "cpu", kind: "polled" } as const;

/** `scaphandre json -f report.json`: processors and memory, by the host's own counters. */
const scaphandreJson: JsonImporter = {
  id: "scaphandre-json",
  label: "Scaphandre report, JSON",
  lookedFor: "JSON reports with host, consumers and sockets",
  yields: "energy",
  basis: "metered",
  secrets: ["consumers", "components"],
  shape: "json",
  claims: ({ jsonKeys, text }: Sample) =>
    jsonKeys?.includes("host") === true &&
    jsonKeys.every((key) => KEYS.includes(key)) &&
    /"host"\s*:\s*\{\s*"consumption"\s*:/.test(text),
  read,
};
export default scaphandreJson;

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const readings = new MeterReadings(sink, options);
  const stamps = new StampReader(null);
  readings.series(SERIES);
  let row = 0;
  for (const report of values.flatMap((value) => (isObject(value) ? [value] : asArray(value)))) {
    row += 1;
    const host = isObject(report) ? hostOf(report) : undefined;
    sink.source?.(row, jsonText(host ?? null));
    if (isObject(host)) readHost(host, { row, readings, stamps });
    else reportDamage(sink, row);
  }
  readings.end();
  if (readings.count === 0) readings.nothing();
}

const hostOf = (report: JsonObject): JsonValue | undefined => report.host;

type Reading = { readonly row: number; readonly readings: MeterReadings; readonly stamps: StampReader };

function readHost(host: JsonObject, { row, readings, stamps }: Reading): void {
  const text = asText(host.timestamp) ?? "";
  const atMs = stamps.read(text);
  if (!readings.isTime({ row, atMs, column: "host.timestamp", text })) return;
  readings.power({ row, series: SERIES.key, atMs }, milliwattsOf(asText(host.consumption) ?? "", "uW"));
}

function reportDamage(sink: Sink, row: number): void {
  sink.issue({
    severity: "blocking",
    row,
    column: "host",
    code: "report-unreadable",
    message:
      "This report has no host with its consumption: the file is damaged. Make the report again, or leave it out.",
  });
}
