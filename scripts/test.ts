import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { childEnvironment } from "../lib/env.ts";
import { findChromium, installChromium } from "./chromium.ts";

type Counts = { readonly passed: number; readonly failed: number };
type Step = { readonly name: string; run(): Counts };

const REPORTS = resolve("node_modules/.cache/tokenwatt-reports");
const VITEST = "node_modules/vitest/vitest.mjs";

// npm test: everything that must hold, in this order, to the end whatever fails; the last line is the sum.
const steps: Step[] = [
  check("generate", ["scripts/generate.ts"]),
  check("lint", ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"]),
  check("types", ["node_modules/typescript/bin/tsc", "--noEmit"]),
  check("arrows", ["scripts/arrows.ts"]),
  check("unused", ["node_modules/knip/bin/knip.js", "--no-config-hints"]),
  tests("unit, in two time zones", ["--project", "UTC", "--project", "Pacific/Kiritimati"]),
  tests("integration, on PostgreSQL", ["--project", "integration"]),
  check("build", ["scripts/build.ts"]),
  { name: "browser journeys", run: browserJourneys },
];

let passed = 0;
let failed = 0;
for (const step of steps) {
  const startedAt = performance.now();
  process.stdout.write(`${step.name} ... `);
  const counts = step.run();
  passed += counts.passed;
  failed += counts.failed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${step.name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs a script on this Node; its words are shown when it fails. */
function succeeds(script: readonly string[], variables: Readonly<Record<string, string | undefined>> = {}): boolean {
  const run = spawnSync(process.execPath, script, {
    env: childEnvironment(variables),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.status !== 0) console.log(`\n${run.stdout}${run.stderr}`);
  return run.status === 0;
}

function check(name: string, script: readonly string[]): Step {
  return { name, run: () => (succeeds(script) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }) };
}

function freshReport(name: string): string {
  mkdirSync(REPORTS, { recursive: true });
  const path = join(REPORTS, `${name.replace(/\W+/g, "-")}.json`);
  rmSync(path, { force: true });
  return path;
}

/** A run that ends badly without a failed test (a file that does not load, say) counts as one failure. */
function counted({ isGood, ...counts }: Counts & { isGood: boolean }): Counts {
  return isGood || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function tests(name: string, projects: readonly string[]): Step {
  return {
    name,
    run: () => {
      const report = freshReport(name);
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
      const isGood = succeeds([VITEST, "run", ...projects, ...reporters], { NO_COLOR: "1" });
      if (!existsSync(report)) return { passed: 0, failed: 1 };
      const said = JSON.parse(readFileSync(report, "utf8")) as { numPassedTests: number; numFailedTests: number };
      return counted({ isGood, passed: said.numPassedTests, failed: said.numFailedTests });
    },
  };
}

function browserJourneys(): Counts {
  const chromium = findChromium() ?? installChromium();
  if (!chromium) {
    console.log("\nNo Chromium could be found or installed: name one in CHROMIUM_PATH to run the browser journeys.");
    return { passed: 0, failed: 1 };
  }
  console.log(`in ${chromium} ...`);
  const report = freshReport("browser");
  const script = ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"];
  const isGood = succeeds(script, { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(report, "utf8")) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  // A flaky journey is a bug, and counts as one.
  return counted({ isGood, passed: stats.expected, failed: stats.unexpected + stats.flaky });
}
