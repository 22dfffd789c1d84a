// A load test of a model server for k6 (https://k6.io), level after level. docs/load-test.md says how to run it.
//
//   k6 run -e URL=http://127.0.0.1:11434 -e API=ollama -e MODEL=llama3.1:8b -e LEVELS=1,2,4,8 k6.js
//
// It writes load-test.json, which Tokenwatt imports. k6 reads an answer whole, so the time to the first token cannot be
// measured with it: `npm run -s tokenwatt -- loadtest` streams and can.
import { check } from "k6";
import http from "k6/http";
import { Counter } from "k6/metrics";

const env = (name, usual) => (__ENV[name] === undefined || __ENV[name] === "" ? usual : __ENV[name]);

const BASE = env("URL", "http://127.0.0.1:8000").replace(/\/+$/, "");
const MODEL = env("MODEL", "");
const API = env("API", "openai");
const LEVELS = env("LEVELS", "1,2,4,8").split(",").map(Number);
const SECONDS = Number(env("SECONDS", "30"));
const PROMPT_TOKENS = Number(env("PROMPT_TOKENS", "512"));
const MAX_TOKENS = Number(env("MAX_TOKENS", "128"));
const TIMEOUT = Number(env("TIMEOUT", "120"));
const KEY = env("KEY", "");
const OUT = env("OUT", "load-test.json");

const inputTokens = new Counter("input_tokens");
const outputTokens = new Counter("output_tokens");

const nameOf = (users) => `level_${users}`;

// Every level waits until the answers of the one before it are in.
const scenarios = {};
LEVELS.forEach((users, at) => {
  scenarios[nameOf(users)] = {
    executor: "constant-vus",
    vus: users,
    duration: `${SECONDS}s`,
    startTime: `${at * (SECONDS + TIMEOUT)}s`,
    gracefulStop: `${TIMEOUT}s`,
  };
});

// k6 keeps figures of a level only where a threshold names it; these always hold.
const thresholds = {};
for (const users of LEVELS) {
  for (const metric of ["http_reqs", "iterations", "input_tokens", "output_tokens"])
    thresholds[`${metric}{scenario:${nameOf(users)}}`] = ["count>=0"];
  for (const metric of ["http_req_duration", "iteration_duration"])
    thresholds[`${metric}{scenario:${nameOf(users)}}`] = ["max>=0"];
  thresholds[`http_req_failed{scenario:${nameOf(users)}}`] = ["rate>=0"];
}

export const options = {
  scenarios,
  thresholds,
  summaryTrendStats: ["avg", "min", "med", "max", "p(90)", "p(95)", "p(99)", "count"],
};

// Words are about tokens; each prompt begins differently, or the server would answer from its cache.
const promptOf = (mark) =>
  `Request ${mark}. Continue this list of words: ${"river ".repeat(Math.max(PROMPT_TOKENS - 20, 1))}`;

const bodyOf = (prompt) => {
  const messages = [{ role: "user", content: prompt }];
  if (API === "ollama") return { model: MODEL, messages, stream: false, options: { num_predict: MAX_TOKENS } };
  return { model: MODEL, messages, stream: false, max_tokens: MAX_TOKENS };
};

const pathOf = () => (API === "ollama" ? "/api/chat" : "/v1/chat/completions");

const tokensOf = (answer) => {
  if (API === "ollama") return { input: answer.prompt_eval_count, output: answer.eval_count };
  const usage = answer.usage || {};
  return { input: usage.prompt_tokens, output: usage.completion_tokens };
};

export default function () {
  const headers = { "Content-Type": "application/json" };
  if (KEY !== "") headers.Authorization = `Bearer ${KEY}`;
  const mark = `${__VU}-${__ITER}-${Math.random().toString(36).slice(2)}`;
  const response = http.post(`${BASE}${pathOf()}`, JSON.stringify(bodyOf(promptOf(mark))), {
    headers,
    timeout: `${TIMEOUT}s`,
  });
  if (!check(response, { "answered with 200": (got) => got.status === 200 })) return;
  const tokens = tokensOf(response.json());
  if (tokens.input > 0) inputTokens.add(tokens.input);
  if (tokens.output > 0) outputTokens.add(tokens.output);
}

// The summary is an object of metrics, or in the machine-readable form a list of them.
const valuesOf = (data, name) => {
  if (data.metrics) return data.metrics[name] ? data.metrics[name].values : null;
  const found = data.results.metrics.find((metric) => metric.name === name);
  return found ? found.values : null;
};

const numberOf = (values, ...names) => {
  for (const name of names) if (values && typeof values[name] === "number") return values[name];
  return null;
};

const levelOf = (data, users) => {
  const of = (metric) => valuesOf(data, `${metric}{scenario:${nameOf(users)}}`);
  const requests = numberOf(of("http_reqs"), "count") || 0;
  const iterations = numberOf(of("iterations"), "count") || 0;
  const times = of("http_req_duration");
  const busyMs = iterations * (numberOf(of("iteration_duration"), "avg") || 0);
  const input = numberOf(of("input_tokens"), "count");
  const output = numberOf(of("output_tokens"), "count");
  return {
    concurrency: users,
    // How long a user was busy: the last answers end after the level does.
    seconds: busyMs / 1000 / users,
    requests,
    // This metric counts failures as its passes.
    failed: numberOf(of("http_req_failed"), "passes", "matches"),
    inputTokens: input > 0 ? input : null,
    outputTokens: output > 0 ? output : null,
    durationMs: {
      mean: numberOf(times, "avg"),
      p50: numberOf(times, "med"),
      p90: numberOf(times, "p(90)", "p90"),
      p95: numberOf(times, "p(95)", "p95"),
      p99: numberOf(times, "p(99)", "p99"),
    },
    firstTokenMs: null,
  };
};

export function handleSummary(data) {
  const levels = LEVELS.map((users) => levelOf(data, users)).filter((level) => level.requests > 0 && level.seconds > 0);
  const report = {
    tokenwatt: "load-test",
    version: 1,
    madeBy: "k6",
    model: MODEL,
    api: API,
    finishedAt: new Date().toISOString(),
    levels,
    notes: ["Measured with k6, which reads an answer whole: there is no time to the first token."],
  };
  const lines = levels.map(
    (level) =>
      `  ${level.concurrency} at once: ${level.requests} requests, ${(level.requests / level.seconds).toFixed(2)} a second`,
  );
  return {
    [OUT]: JSON.stringify(report, null, 2),
    stdout: `${lines.join("\n")}\nWrote ${OUT}: import it with --rig.\n`,
  };
}
