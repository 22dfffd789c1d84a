import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AppError } from "../core/app-error.ts";
import { readFile } from "./read-file.ts";
import { type FileSummary, Summary } from "./summarise.ts";

/**
 * The table in docs/real-samples.md is what is read of the files others made: it is written by this test
 * (UPDATE_EXPECTED=1) and compared with every file at every run where REAL_SAMPLES names their folder.
 */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);
const DOCUMENT = join(import.meta.dirname, "..", "..", "docs", "real-samples.md");
const GROUPS = [
  "amd",
  "anthropic",
  "aws",
  "azure",
  "ccusage",
  "codecarbon",
  "cursor",
  "dcgm",
  "deepseek",
  "fireworks",
  "focus",
  "gcp",
  "github-copilot",
  "homeassistant",
  "invoices",
  "k6",
  "llama-bench",
  "meters",
  "misc",
  "nvidia-smi",
  "ollama",
  "openai",
  "openrouter",
  "powermetrics",
  "rapl",
  "server-power",
  "shelly",
  "vllm-bench",
  "vllm-metrics",
];
const HEAD =
  "| file | read as | lines | money | tokens, requests, energy, documents | days | said |\n|---|---|---|---|---|---|---|";

function filesIn(path: string): string[] {
  return readdirSync(join(folder, path))
    .sort()
    .flatMap((name) => {
      const inner = `${path}/${name}`;
      return statSync(join(folder, inner)).isDirectory() ? filesIn(inner) : [inner];
    });
}

async function rowOf(path: string): Promise<string> {
  try {
    const sink = new Summary();
    const bytes = createReadStream(join(folder, path));
    const options = { account: null, zone: null, nowMs: Date.parse("2026-11-21T00:00:00Z") };
    const { importer } = await readFile({ fileName: path, bytes, sink, options });
    return `| ${[path, ...cellsOf(sink.result({ file: path, importer }))].join(" | ")} |`;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `| ${path} | not read: ${error.code} | | | | | |`;
  }
}

function cellsOf(summary: FileSummary): string[] {
  const money = [
    ...summary.totals.map(({ amount, currency }) => `${amount} ${currency} ${summary.basis}`),
    ...(summary.effectiveTotals ?? []).map(({ amount, currency }) => `${amount} ${currency} effective`),
    ...(summary.otherTotals ?? []).map(({ amount, currency, basis }) => `apart: ${amount} ${currency} ${basis}`),
    ...summary.statedTotals.map(({ stated, currency }) => `the file states ${stated} ${currency}`),
  ];
  const usage = [
    ...Object.entries(summary.tokens ?? {}).map(([kind, tokens]) => `${tokens} ${kind}`),
    ...(summary.requests ? [`${summary.requests} requests`] : []),
    ...(summary.energy ? [`${summary.energy.kWh ?? "unknown"} kWh, coverage ${summary.energy.coverage}`] : []),
    ...(summary.localUse ? [`${summary.localUse.uses} uses of local servers`] : []),
    ...(summary.loadTests ?? []).map(({ tool, levels }) => `${tool} load test, ${levels.length} levels`),
    ...(summary.invoices ?? []).map(({ kind, number, total, currency }) => `${kind} ${number}: ${total} ${currency}`),
  ];
  const said = ["blocking", "warning", "notice"].flatMap((severity) => {
    const codes = [...new Set(summary.issues.filter((issue) => issue.severity === severity).map(({ code }) => code))];
    return codes.length > 0 ? [`${severity}: ${codes.join(", ")}`] : [];
  });
  const days = summary.coverage ? `${summary.coverage.from} to ${summary.coverage.to}` : "";
  return [summary.format, String(summary.lines), money.join("; "), usage.join("; "), days, said.join("; ")];
}

describe.skipIf(!isThere)("the table of real files", () => {
  it("says of every file what is read today", async () => {
    const rows: string[] = [];
    for (const path of GROUPS.flatMap(filesIn)) rows.push(await rowOf(path));
    const document = readFileSync(DOCUMENT, "utf8");
    const written = `${document.slice(0, document.indexOf(HEAD.slice(0, 8)))}${HEAD}\n${rows.join("\n")}\n`;
    if (process.env.UPDATE_EXPECTED === "1") writeFileSync(DOCUMENT, written);
    expect(readFileSync(DOCUMENT, "utf8")).toBe(written);
  });
});
