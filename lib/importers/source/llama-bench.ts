import type { LoadLevel, LoadTest } from "../../core/capacity/load-test.ts";
import type { Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";

/** One row of llama-bench: a prompt of some length read, or tokens written, or both, one stream. */
export type BenchRow = {
  readonly row: number;
  readonly model: string | null;
  readonly prompt: number;
  readonly generated: number;
  readonly depth: number;
  readonly tokensPerSecond: number;
  readonly seconds: number | null;
  readonly repetitions: number | null;
  readonly atMs: number | null;
};

const SINGLE =
  "llama-bench measures one stream: how fast one answer comes, and not how many a server gives at once. Measure that with several users.";

/** Rows of one model are the levels of one test, in the file's order. */
export function yieldBench(rows: readonly BenchRow[], sink: Sink): void {
  const byModel = new Map<string, BenchRow[]>();
  for (const row of rows) byModel.set(row.model ?? "", [...(byModel.get(row.model ?? "") ?? []), row]);
  for (const [model, all] of byModel) sink.loadTest(testOf(model, all));
}

function testOf(model: string, rows: readonly BenchRow[]): LoadTest {
  const times = rows.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
  const labels = rows.map(labelOf);
  return {
    row: rows[0]?.row ?? 1,
    tool: "llama-bench",
    model: model === "" ? null : textOrNull(model),
    atMs: times.length > 0 ? times.reduce((latest, ms) => Math.max(latest, ms)) : null,
    levels: rows.map(levelOf),
    objectives: [],
    isSingleStream: true,
    notes: [
      SINGLE,
      ...(new Set(labels).size < labels.length
        ? [
            "A length was measured more than once, as with several settings; all rows are kept, and of equals the fastest counts.",
          ]
        : []),
    ],
  };
}

export function labelOf({ prompt, generated, depth }: BenchRow): string {
  const parts = [prompt > 0 ? `pp${prompt}` : "", generated > 0 ? `tg${generated}` : ""].filter((part) => part !== "");
  return `${parts.join("+")}${depth > 0 ? ` @ d${depth}` : ""}`;
}

function levelOf(bench: BenchRow): LoadLevel {
  const { prompt, generated, tokensPerSecond, repetitions } = bench;
  // A row of both gives one speed over both kinds of token, which is neither's.
  const isPrefill = prompt > 0 && generated === 0;
  const isDecode = generated > 0 && prompt === 0;
  return {
    label: labelOf(bench),
    concurrency: 1,
    concurrencyIs: "single-stream",
    configuredConcurrency: 1,
    achievedConcurrency: null,
    requests: repetitions,
    iterations: null,
    failed: null,
    seconds: bench.seconds,
    requestsPerSecond: null,
    inputTokens: prompt,
    outputTokens: generated,
    prefillTokensPerSecond: isPrefill ? tokensPerSecond : null,
    decodeTokensPerSecond: isDecode ? tokensPerSecond : null,
    ratesAre: isPrefill || isDecode ? "apart" : "together",
    duration: null,
    firstToken: null,
  };
}

/** The file's name of a model without its folders, which may name a person. */
export const modelFile = (path: string): string | null => {
  const name = path.trim().split(/[\\/]/).at(-1) ?? "";
  return name === "" ? null : name;
};

/** A row's figures as text, whatever shape they came in. */
export type BenchText = {
  readonly row: number;
  readonly model: string | null;
  readonly nPrompt: string | null;
  readonly nGen: string | null;
  readonly nDepth: string | null;
  readonly avgTs: string | null;
  readonly avgNs: string | null;
  readonly repetitions: number | null;
  readonly atMs: number | null;
};

/** @returns null when a figure cannot be read, which was then reported */
export function readBench(text: BenchText, sink: Sink): BenchRow | null {
  const block = (column: string, value: string | null, what: string): null => {
    const said = value === null || value.trim() === "" ? "It is missing" : `"${value.slice(0, 40)}" is not ${what}`;
    sink.issue({
      severity: "blocking",
      row: text.row,
      column,
      code: "figure-unreadable",
      message: `${said}, so the row gives no speed. Run llama-bench again, or leave the row out.`,
    });
    return null;
  };
  const count = (value: string | null) => (value !== null && /^\d{1,12}$/.test(value.trim()) ? Number(value) : null);
  const prompt = count(text.nPrompt);
  if (prompt === null) return block("n_prompt", text.nPrompt, "a number of tokens");
  const generated = count(text.nGen);
  if (generated === null) return block("n_gen", text.nGen, "a number of tokens");
  const speed = Number(text.avgTs?.trim() || Number.NaN);
  if (!(speed > 0) || !Number.isFinite(speed)) return block("avg_ts", text.avgTs, "a speed above 0");
  if (prompt === 0 && generated === 0) return block("n_gen", text.nGen, "above 0, nor is n_prompt");
  const ns = Number(text.avgNs?.trim() || Number.NaN);
  const { row, model, repetitions, atMs } = text;
  const depth = count(text.nDepth) ?? 0;
  return {
    row,
    model,
    prompt,
    generated,
    depth,
    tokensPerSecond: speed,
    seconds: ns > 0 ? ns / 1e9 : null,
    repetitions,
    atMs,
  };
}
