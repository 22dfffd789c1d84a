import { spawnSync } from "node:child_process";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// Runs k6.js as k6 would, one user after another, where k6 is not installed: its modules are stood in for, its requests are
// real. Prints what handleSummary returns. The variables of `k6 run -e` come as NAME=VALUE words. For tests.

const ITERATIONS = 3;
const POST = `
const { url, body, headers } = JSON.parse(process.argv[1]);
const response = await fetch(url, { method: "POST", headers, body });
console.log(JSON.stringify({ status: response.status, body: await response.text() }));
`;

type Point = { readonly metric: string; readonly scenario: string; readonly value: number };
const points: Point[] = [];
let scenario = "";
const add = (metric: string, value: number): void => void points.push({ metric, scenario, value });

/** k6's http.post waits for the answer; a process of its own does so here. */
function post(url: string, body: string, { headers }: { headers: Record<string, string> }) {
  const began = performance.now();
  const child = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", POST, JSON.stringify({ url, body, headers })],
    {
      encoding: "utf8",
    },
  );
  const answered: { status: number; body: string } =
    child.status === 0 ? JSON.parse(child.stdout) : { status: 0, body: "" };
  add("http_reqs", 1);
  add("http_req_duration", performance.now() - began);
  add("http_req_failed", answered.status === 200 ? 0 : 1);
  return { ...answered, json: () => JSON.parse(answered.body) };
}

const env = Object.fromEntries(process.argv.slice(2).map((word) => word.split("=", 2)));
Object.assign(globalThis, {
  __ENV: env,
  __VU: 1,
  __ITER: 0,
  k6StandIn: {
    post,
    check: (value: unknown, checks: Record<string, (value: unknown) => boolean>) =>
      Object.values(checks).every((holds) => holds(value)),
    Counter: class {
      readonly #name: string;
      constructor(name: string) {
        this.#name = name;
      }
      add(value: number): void {
        add(this.#name, value);
      }
    },
  },
});

const STAND_INS: Readonly<Record<string, string>> = {
  k6: "export const check = globalThis.k6StandIn.check;",
  "k6/http": "export default { post: globalThis.k6StandIn.post };",
  "k6/metrics": "export const Counter = globalThis.k6StandIn.Counter;",
};
registerHooks({
  resolve: (specifier, context, next) => {
    const source = STAND_INS[specifier];
    return source === undefined
      ? next(specifier, context)
      : { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true };
  },
});

type Script = {
  readonly options: {
    readonly scenarios: Record<string, { vus: number }>;
    readonly thresholds: Record<string, string[]>;
  };
  default(): void;
  handleSummary(data: object): Record<string, string>;
};
const script: Script = await import(pathToFileURL(join(import.meta.dirname, "..", "k6.js")).href);

for (const [name, { vus }] of Object.entries(script.options.scenarios)) {
  scenario = name;
  // Users ask one after the other here, so each is alone: only the script is tried, not a load.
  for (let iteration = 0; iteration < vus * ITERATIONS; iteration += 1) {
    const began = performance.now();
    script.default();
    add("iterations", 1);
    add("iteration_duration", performance.now() - began);
  }
}

/** Figures of `metric{scenario:name}`, as far as the script's thresholds name them. */
function valuesOf(key: string): object {
  const [, metric = "", name = ""] = /^(\w+)\{scenario:(\w+)\}$/.exec(key) ?? [];
  const values = points.filter((point) => point.metric === metric && point.scenario === name).map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  if (metric === "http_req_failed") return { rate: sum / values.length, passes: sum, fails: values.length - sum };
  if (!metric.includes("duration")) return { count: sum, rate: 0 };
  const sorted = values.toSorted((a, b) => a - b);
  const at = (quantile: number) => sorted[Math.floor(quantile * (sorted.length - 1))] ?? 0;
  return {
    avg: sum / values.length,
    med: at(0.5),
    "p(90)": at(0.9),
    "p(95)": at(0.95),
    "p(99)": at(0.99),
    count: values.length,
  };
}
const metrics = Object.fromEntries(
  Object.keys(script.options.thresholds).map((key) => [key, { values: valuesOf(key) }]),
);
const isList = env.SHAPE === "list";
console.log(
  JSON.stringify(
    script.handleSummary(
      isList
        ? { results: { metrics: Object.entries(metrics).map(([name, metric]) => ({ name, ...metric })) } }
        : { metrics },
    ),
  ),
);
