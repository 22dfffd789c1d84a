import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { readIsoMs } from "../source/days.ts";
import { about } from "../source/headed-table.ts";
import { asText, jsonText } from "../source/json.ts";
import { modelFile, readBench, yieldBench } from "../source/llama-bench.ts";
import { field, soundPagesOf } from "../source/pages.ts";

/** `llama-bench -o json` (an array) and `-o jsonl` (one object a line). */
const llamaBenchJson: JsonImporter = {
  id: "llama-bench-json",
  label: "llama-bench, JSON",
  lookedFor: "JSON with n_prompt, n_gen, avg_ns and avg_ts",
  yields: "load-test",
  basis: "quantity",
  secrets: ["model_filename"],
  shape: "json",
  claims: isBench,
  read,
};
export default llamaBenchJson;

function isBench({ jsonKeys }: Sample): boolean {
  return jsonKeys !== null && ["n_prompt", "n_gen", "avg_ns", "avg_ts"].every((key) => jsonKeys.includes(key));
}

const MS_PER_DAY = 86_400_000;

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const rows = soundPagesOf(values, sink, (page) => "n_prompt" in page || "n_gen" in page).flatMap((page, at) => {
    const row = at + 1;
    const { model_filename: path, ...shown } = page;
    sink.source?.(row, jsonText({ ...shown, model_filename: modelFile(asText(path) ?? "") }));
    const time = field(page, "test_time");
    const atMs = time === null ? null : readIsoMs(time);
    const bench = readBench(
      {
        row,
        model: modelFile(asText(path) ?? "") ?? field(page, "model_type"),
        nPrompt: asText(page.n_prompt),
        nGen: asText(page.n_gen),
        nDepth: asText(page.n_depth),
        avgTs: asText(page.avg_ts),
        avgNs: asText(page.avg_ns),
        repetitions: Array.isArray(page.samples_ns) ? page.samples_ns.length : null,
        atMs: atMs !== null && atMs < options.nowMs + MS_PER_DAY ? atMs : null,
      },
      sink,
    );
    return bench ? [bench] : [];
  });
  yieldBench(rows, sink);
  if (rows.length === 0)
    sink.issue(about("warning", "no-rows", "The file holds no measurement that could be read, so there is no speed."));
}
