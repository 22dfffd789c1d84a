/** What Kiln does with its model at 1 to 32 calls at once, as vLLM's serving benchmark writes it: a line a level. */
import { KILN_MODEL } from "./local-use.ts";
import type { DemoMonth } from "./usage.ts";

const LEVELS = [1, 2, 4, 8, 16, 32] as const;
const INPUT = 1_024;
const OUTPUT = 200;

/** Run on the third of the month in the morning. */
export function vllmBench(at: DemoMonth): string {
  const day = `${at.month.replace("-", "")}03`;
  return `${LEVELS.map((level, index) => JSON.stringify(runOf(level, `${day}-09${10 + index * 7}00`))).join("\n")}\n`;
}

function runOf(level: number, date: string) {
  const firstMs = 70 + 22 * level;
  const eachMs = 17.5 + 0.52 * level;
  const wholeMs = firstMs + eachMs * (OUTPUT - 1);
  const completed = level * 12;
  const seconds = (completed / level) * (wholeMs / 1000);
  return {
    date,
    endpoint_type: "openai-chat",
    backend: "vllm",
    label: null,
    model_id: KILN_MODEL,
    tokenizer_id: KILN_MODEL,
    num_prompts: completed,
    request_rate: "inf",
    burstiness: 1,
    max_concurrency: level,
    duration: round(seconds),
    completed,
    failed: 0,
    total_input_tokens: completed * INPUT,
    total_output_tokens: completed * OUTPUT,
    request_throughput: round(completed / seconds),
    request_goodput: null,
    output_throughput: round((completed * OUTPUT) / seconds),
    total_token_throughput: round((completed * (INPUT + OUTPUT)) / seconds),
    ...timesOf("ttft", firstMs),
    ...timesOf("tpot", eachMs),
    ...timesOf("e2el", wholeMs),
  };
}

const timesOf = (name: string, ms: number) => ({
  [`mean_${name}_ms`]: round(ms),
  [`median_${name}_ms`]: round(ms * 0.97),
  [`std_${name}_ms`]: round(ms * 0.08),
  [`p50_${name}_ms`]: round(ms * 0.97),
  [`p95_${name}_ms`]: round(ms * 1.18),
  [`p99_${name}_ms`]: round(ms * 1.31),
});
const round = (value: number): number => Math.round(value * 1_000) / 1_000;
