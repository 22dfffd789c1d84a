import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { LogClock } from "../source/log-clock.ts";
import { querySeries } from "../source/query-range.ts";
import { ServingCounters } from "../source/serving-counters.ts";

/** What Prometheus answers to a query for a model server's counters: `query_range`, or instant queries one after another. */
const modelServerMetricsJson: JsonImporter = {
  id: "model-server-metrics-json",
  label: "Prometheus query of a model server, JSON",
  lookedFor: 'JSON of query_range with "__name__":"vllm:prompt_tokens_total" or another counter of a model server',
  yields: "local-use",
  basis: "quantity",
  secrets: "user,username,email,owner,team,account,customer,exported_namespace,uid,pod_uid".split(","),
  shape: "json",
  claims: isServerAnswer,
  read,
};
export default modelServerMetricsJson;

const KEYS = ["data", "result", "metric"];

function isServerAnswer({ jsonKeys, text }: Sample): boolean {
  if (!jsonKeys || !KEYS.some((key) => jsonKeys.includes(key))) return false;
  return /"metric"\s*:/.test(text) && /"__name__"\s*:\s*"(?:vllm|sglang|llamacpp)[:_]/.test(text);
}

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const clock = new LogClock(sink, options, "values");
  const counters = new ServingCounters(sink);
  let read = 0;
  for (const { name, labels, points } of querySeries(values, sink)) {
    if (name === null || !counters.isOurs({ name, labels })) continue;
    const series = { name, labels };
    for (const { row, atMs, value } of points) {
      if (clock.instantOf(String(atMs), row) === null) continue;
      read += 1;
      counters.add({ series, atMs, value, row });
      sink.source?.(row, JSON.stringify({ metric: name, ...labels, time: new Date(atMs).toISOString(), value }));
    }
  }
  if (read > 0) counters.end();
  else sink.issue(NO_COUNTERS);
}

const NO_COUNTERS = about(
  "blocking",
  "no-counters",
  "The answer holds none of the counters that tell of use. Query the counters themselves, not a rate of them: vllm:prompt_tokens_total, vllm:generation_tokens_total, vllm:request_success_total (or sglang:..., llamacpp:...), over a range.",
);
