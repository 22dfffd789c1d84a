import { parseArgs } from "node:util";
import { AppError } from "../../lib/core/app-error.ts";
import type { Objective } from "../../lib/core/capacity/capacity.ts";
import type { CurvePoint } from "../../lib/core/capacity/curve.ts";
import type { Latency } from "../../lib/core/capacity/load-test.ts";
import { format } from "../../lib/core/decimal.ts";
import {
  checkedQuantile,
  type ModelCapacity,
  type RigCapacity,
  rigCapacity,
  setRigObjective,
} from "../../lib/flows/rig-capacity.ts";
import { printJson, printTable } from "./output.ts";

const BY = "Command line";
const text = { type: "string" } as const;

/** `rigs capacity RIG [--latency-ms N] [--of duration|first-token] [--quantile 95] [--keep]` */
export async function runRigCapacity(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { "latency-ms": text, of: text, quantile: text, keep: { type: "boolean" } },
  });
  const name = positionals.join(" ");
  if (name === "") throw new AppError("invalid-input", "Name the rig: rigs capacity Kiln --latency-ms 2000.");
  const objective = objectiveFrom(values);
  if (values.keep) await setRigObjective(name, objective ?? null, BY);
  const found = await rigCapacity(name, objective);
  if (wantsJson) printJson(toJson(found));
  else print(found);
  return 0;
}

type Given = { readonly "latency-ms"?: string; readonly of?: string; readonly quantile?: string };

/** Undefined: nothing was said, so the rig's own counts. */
function objectiveFrom({ "latency-ms": ms, of = "duration", quantile = "95" }: Given): Objective | undefined {
  if (ms === undefined) return undefined;
  const latencyMs = Number(ms);
  if (!Number.isInteger(latencyMs) || latencyMs <= 0)
    throw new AppError("invalid-input", `"${ms}" is not a number of milliseconds, as in --latency-ms 2000.`);
  if (of !== "duration" && of !== "first-token")
    throw new AppError("invalid-input", `--of is duration or first-token, not "${of}".`);
  return { latencyMs, of, quantile: checkedQuantile(Number(quantile)) };
}

const toJson = ({ rig, objective, models }: RigCapacity) => ({
  rig: rig.slug,
  objective,
  models: models.map(({ model, capacity, weights, tests }) => ({
    model,
    concurrency: capacity.at?.concurrency ?? null,
    requestsPerSecond: capacity.at?.requestsPerSecond ?? null,
    requestsPerSecondPerSlot: capacity.requestsPerSecondPerSlot,
    prefillTokensPerSecond: capacity.at?.inputTokensPerSecond ?? null,
    decodeTokensPerSecond: capacity.at?.outputTokensPerSecond ?? null,
    isBounded: capacity.isBounded,
    judgedBy: capacity.judgedBy,
    why: capacity.why,
    apart: capacity.apart,
    weights: { prefill: format(weights.prefill), decode: format(weights.decode), basis: weights.basis },
    curve: capacity.curve,
    tests: tests.map(({ importId, fileName, tool, atMs, isSingleStream, levels, objectives, notes }) => ({
      ...{ importId, fileName, tool, isSingleStream, levels, objectives, notes },
      at: atMs === null ? null : new Date(atMs).toISOString(),
    })),
  })),
});

function print({ rig, objective, models }: RigCapacity): void {
  const held = objective
    ? `${objective.quantile} of 100 ${objective.of === "duration" ? "requests done" : "first tokens"} within ${objective.latencyMs} ms`
    : "no latency objective, so where the throughput ends; set one with --latency-ms";
  console.log(`${rig.name}: ${held}`);
  if (models.length === 0)
    console.log("  No load test is posted: ingest FILE --rig. `loadtest` makes one, docs/load-test.md says how.");
  for (const model of models) printModel(model);
}

function printModel({ model, capacity, weights, tests }: ModelCapacity): void {
  console.log(`\n${model ?? "(the tests name no model)"}`);
  const { at, isBounded, judgedBy, objective } = capacity;
  if (at) {
    const judged =
      judgedBy !== null && judgedBy !== objective?.quantile ? `, judged by the ${judgedBy}th percentile` : "";
    console.log(
      `  ${isBounded ? "" : "at least "}${shown(at.concurrency)} at once, ${shown(at.requestsPerSecond)} requests/s, prefill ${shown(at.inputTokensPerSecond)} and decode ${shown(at.outputTokensPerSecond)} tokens/s${judged}`,
    );
  } else console.log(`  capacity not known: ${capacity.why}`);
  console.log(`  a decode token weighs ${format(weights.decode)} prefill tokens (${weights.basis})`);
  if (capacity.curve.length > 0)
    printTable(
      [
        ["  at once", "requests/s", "prefill/s", "decode/s", "p95 ms", "first token p95", "failed"],
        ...capacity.curve.map(cells),
      ],
      [0, 1, 2, 3, 4, 5, 6],
    );
  for (const test of tests) console.log(`  import ${test.importId}, ${test.fileName} (${test.tool})`);
}

const cells = (point: CurvePoint): string[] => [
  shown(point.concurrency),
  shown(point.requestsPerSecond),
  shown(point.inputTokensPerSecond),
  shown(point.outputTokensPerSecond),
  highest(point.duration),
  highest(point.firstToken),
  point.failedShare === null ? "?" : `${shown(point.failedShare * 100)} %`,
];

/** The 95th percentile, else what there is, said so. */
function highest(latency: Latency | null): string {
  if (latency === null) return "?";
  if (latency.p95 !== null) return shown(latency.p95);
  return latency.p99 !== null ? `${shown(latency.p99)} (p99)` : `${shown(latency.p50 ?? latency.mean)} (mid)`;
}

/** Measurements with three digits that tell. */
const shown = (value: number | null): string => {
  if (value === null) return "?";
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
};
