import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { AppError } from "../../lib/core/app-error.ts";
import { APIS, type Api, ask, type Endpoint } from "../load-test/endpoint.ts";
import { type LevelReport, type Load, runLevel } from "../load-test/run-levels.ts";
import type { CommandContext } from "./index.ts";
import { printJson, typedPath } from "./output.ts";

const text = { type: "string" } as const;
const EXAMPLE = "loadtest --url http://127.0.0.1:11434 --api ollama --model llama3.1:8b --levels 1,2,4,8 -o load.json";
const MOST = { levels: 20, users: 512, seconds: 3600, requests: 100_000, tokens: 1_000_000 } as const;

/** Puts load on a server you own, level after level, and writes what it did to a file that `ingest --rig` reads. */
export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      url: text,
      model: text,
      api: text,
      levels: text,
      seconds: text,
      requests: text,
      timeout: text,
      "prompt-tokens": text,
      "max-tokens": text,
      "key-file": text,
      output: { type: "string", short: "o" },
    },
  });
  const { url, model, output } = values;
  if (!url || !model || !output)
    throw new AppError("invalid-input", `Name the server, the model and the file to write: ${EXAMPLE}.`);
  const load: Load = {
    levels: levelsOf(values.levels ?? "1,2,4,8"),
    seconds: numberOf(values.seconds ?? "20", { name: "--seconds", most: MOST.seconds }),
    mostRequests: numberOf(values.requests ?? "10000", { name: "--requests", most: MOST.requests }),
  };
  const endpoint: Endpoint = {
    url: checkedUrl(url),
    api: apiOf(values.api ?? "openai"),
    model,
    key: values["key-file"] ? (await readFile(typedPath(values["key-file"]), "utf8")).trim() : null,
    promptTokens: numberOf(values["prompt-tokens"] ?? "512", { name: "--prompt-tokens", most: MOST.tokens }),
    maxTokens: numberOf(values["max-tokens"] ?? "128", { name: "--max-tokens", most: MOST.tokens }),
    timeoutMs: numberOf(values.timeout ?? "120", { name: "--timeout", most: MOST.seconds }) * 1000,
  };
  const report = await measure(endpoint, load, wantsJson ? () => undefined : (line) => console.log(line));
  await writeFile(typedPath(output), `${JSON.stringify(report, null, 2)}\n`);
  if (wantsJson) printJson(report);
  else console.log(`Wrote ${output}: post it with \`ingest ${output} --rig NAME\`.`);
  return report.levels.some((level) => level.requests > level.failed) ? 0 : 1;
}

async function measure(endpoint: Endpoint, { levels, ...load }: Load, say: (line: string) => void) {
  // The first answer may wait for the model to load: it is no part of any level.
  const first = await ask(endpoint, "warm-up");
  if (first.isFailed)
    throw new AppError(
      "invalid-input",
      `${endpoint.url} did not answer as ${endpoint.api}: ${first.why}. Check --url, --api and --model.`,
    );
  const startedAt = new Date().toISOString();
  const reports: LevelReport[] = [];
  for (const users of levels) {
    const report = await runLevel(endpoint, users, load);
    reports.push(report);
    const rate = report.seconds > 0 ? (report.requests / report.seconds).toFixed(2) : "?";
    say(
      `  ${users} at once: ${report.requests} requests, ${report.failed} failed, ${rate} a second, 95 of 100 within ${report.durationMs?.p95.toFixed(0) ?? "?"} ms`,
    );
  }
  return {
    tokenwatt: "load-test",
    version: 1,
    madeBy: "tokenwatt loadtest",
    model: endpoint.model,
    api: endpoint.api,
    url: endpoint.url,
    startedAt,
    levels: reports,
    notes: [
      `Prompts of about ${endpoint.promptTokens} tokens, answers of at most ${endpoint.maxTokens}, ${load.seconds} seconds a level, users without pauses.`,
    ],
  };
}

function levelsOf(given: string): number[] {
  const levels = given.split(",").map((each) => numberOf(each.trim(), { name: "--levels", most: MOST.users }));
  if (levels.length > MOST.levels) throw new AppError("invalid-input", `--levels names at most ${MOST.levels} levels.`);
  return [...new Set(levels)].sort((a, b) => a - b);
}

function numberOf(given: string, { name, most }: { name: string; most: number }): number {
  const value = Number(given);
  if (given !== "" && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new AppError("invalid-input", `${name} "${given}" is not a whole number from 1 to ${most}.`);
}

function apiOf(given: string): Api {
  const api = APIS.find((each) => each === given);
  if (!api) throw new AppError("invalid-input", `--api is openai or ollama, not "${given}".`);
  return api;
}

/** Origin and path only: what else an address holds may be a key, and the file is kept. */
function checkedUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new AppError("invalid-input", `"${given}" is not the address of a server, as in http://127.0.0.1:8000.`);
  return `${url.origin}${url.pathname === "/" ? "" : url.pathname.replace(/\/v1\/?$/, "")}`;
}
