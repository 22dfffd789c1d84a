import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { type Found, PowerAtOnce } from "../source/power-at-once.ts";
import { POWER_NAME_JSON, SERVER_METRICS } from "../source/power-metrics.ts";
import { type QuerySeries, querySeries } from "../source/query-range.ts";
import { type MergedSeries, mergedSeries, withoutStaleTails } from "./stale-tail.ts";

/** What Prometheus answers to a query for power: `query_range`, or instant queries one after another. */
const prometheusPowerJson: JsonImporter = {
  id: "prometheus-power-json",
  label: "Prometheus query of power, JSON",
  lookedFor: 'JSON of query_range with "__name__":"DCGM_FI_DEV_POWER_USAGE" or another metric of power',
  yields: "energy",
  basis: "metered",
  secrets:
    "pod namespace container exported_pod exported_namespace exported_container user username email owner team account customer serial exported_job pod_name pod_uid uid".split(
      " ",
    ),
  shape: "json",
  claims: isPowerAnswer,
  read,
};
export default prometheusPowerJson;

const ANSWER_KEYS = ["data", "result", "metric"];
/** After sum() or rate() the name is gone; labels of GPUs tell whose it was. */
const NAMELESS = /"metric"\s*:\s*\{(?:(?!__name__)[^{}])*"(?:UUID"\s*:\s*"GPU-|modelName"\s*:)/;

function isPowerAnswer({ jsonKeys, text }: Sample): boolean {
  if (!jsonKeys || !ANSWER_KEYS.some((key) => jsonKeys.includes(key)) || !/"metric"\s*:/.test(text)) return false;
  if (SERVER_METRICS.test(text)) return false;
  return POWER_NAME_JSON.test(text) || /"__name__"\s*:\s*"DCGM_FI_/.test(text) || NAMELESS.test(text);
}

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const all = querySeries(values, sink);
  const power = new PowerAtOnce(sink, options);
  reportNameless(all, sink);
  const ours = mergedSeries(all).filter(({ series }) => power.meaning(series) !== null);
  if (ours.length === 0 && all.some(({ name }) => name !== null)) sink.issue(noPower(all));
  const points = pointsOf(withoutStaleTails(ours, { sink, endMs: endOf(all) }), power);
  if (sink.source)
    for (const { row, series, atMs, value } of points) sink.source(row, rowText({ series, atMs, value }));
  for (let from = 0; from < points.length; ) {
    const atMs = points[from]?.atMs ?? 0;
    let to = from;
    while (points[to]?.atMs === atMs) to += 1;
    power.take(points.slice(from, to), atMs);
    from = to;
  }
  power.end();
  if (ours.length > 0 && power.readings.count === 0) power.readings.nothing();
}

type Timed = Found & { readonly atMs: number };

function pointsOf(all: readonly MergedSeries[], { readings }: PowerAtOnce): Timed[] {
  const timed: Timed[] = [];
  for (const { series, points } of all) {
    for (const { row, atMs, value } of points) {
      if (readings.isTime({ row, atMs, column: "values", text: "" })) timed.push({ series, row, atMs, value });
    }
  }
  return timed.sort((a, b) => a.atMs - b.atMs);
}

const endOf = (all: readonly QuerySeries[]): number =>
  all.reduce((end, { points }) => points.reduce((latest, { atMs }) => Math.max(latest, atMs), end), 0);

const rowText = ({ series, atMs, value }: Omit<Timed, "row">): string =>
  JSON.stringify({ metric: series.name, ...series.labels, time: new Date(atMs).toISOString(), value });

const ADVICE =
  "Query the metric itself, such as DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION, DCGM_FI_DEV_POWER_USAGE or node_rapl_package_joules_total.";

function reportNameless(all: readonly QuerySeries[], sink: Sink): void {
  const first = all.find(({ name, points }) => name === null && points.length > 0);
  if (!first) return;
  sink.issue({
    severity: "blocking",
    row: first.points[0]?.row ?? null,
    column: "metric",
    code: "metric-name-missing",
    message: `A series has no metric name, as sum(), rate() and avg_over_time() leave it, so it cannot be told whether it is watts or joules. ${ADVICE}`,
  });
}

function noPower(all: readonly QuerySeries[]) {
  const names = [...new Set(all.flatMap(({ name }) => (name === null ? [] : [name])))].slice(0, 5);
  return about("blocking", "no-power", `The answer holds ${names.join(", ")}, and none of it is power. ${ADVICE}`);
}
