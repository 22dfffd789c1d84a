import { spawnSync } from "node:child_process";

/** Fewer modules than this means that the cruiser did not read TypeScript, and its "no violations" says nothing. */
const LEAST_MODULES = 100;

const run = spawnSync(
  process.execPath,
  [
    "--import",
    "./scripts/depcruise-typescript.mjs",
    "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
    "--config",
    ".dependency-cruiser.cjs",
    "--output-type",
    "err",
    "app",
    "lib",
    "scripts",
  ],
  { encoding: "utf8" },
);
process.stdout.write(`${run.stdout}${run.stderr}`);
const modules = Number(/(\d+) modules/.exec(run.stdout)?.[1] ?? 0);
if (modules < LEAST_MODULES) {
  console.error(
    `Only ${modules} modules were read: at least ${LEAST_MODULES} were expected, so this check proved nothing.`,
  );
}
process.exitCode = run.status === 0 && modules >= LEAST_MODULES ? 0 : 1;
