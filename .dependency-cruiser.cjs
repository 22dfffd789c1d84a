// The arrows of docs/ARCHITECTURE.md, as errors. `to` says where a layer must not reach; what is not named, it may.
const LAYERS = ["core", "importers", "db", "demo", "flows", "jobs", "auth", "api", "charts", "email"];
const TEST = "\\.test\\.tsx?$|^lib/db/test-database\\.ts$";

const layer = (name) => `^lib/${name}/`;
const only = (from, allowed, extra = []) => ({
  name: `${from}-knows-only-${["itself", ...allowed].join("-")}`,
  severity: "error",
  from: { path: layer(from), pathNot: TEST },
  to: {
    path: [...LAYERS.map(layer), "^app/", "^scripts/", "^bench/", "^lib/[^/]+\\.ts$", "^lib/generated/"],
    pathNot: [layer(from), ...allowed.map(layer), ...extra],
  },
});

const SURROUNDINGS = ["^lib/(env|log|data-folder|public-url)\\.ts$"];
const WIRE = ["^lib/api/wire/"];
const PRINCIPAL = ["^lib/auth/(principal|password|access)\\.ts$"];

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    // k6 brings its modules itself.
    {
      name: "no-unresolved",
      severity: "error",
      from: { pathNot: "^scripts/load-test/k6\\.js$" },
      to: { couldNotResolve: true },
    },
    only("core", []),
    only("importers", ["core"]),
    only("demo", ["core"], WIRE),
    only("db", ["core"], [...SURROUNDINGS, "^lib/generated/"]),
    only("charts", ["core"], WIRE),
    only("email", ["core"], WIRE),
    only("flows", ["core", "importers", "db", "demo", "email"], [...SURROUNDINGS, ...WIRE, ...PRINCIPAL]),
    only("auth", ["core", "flows"], SURROUNDINGS),
    only("api", ["core", "auth"], SURROUNDINGS),
    only("jobs", ["core", "flows"], [...SURROUNDINGS, "^lib/db/(client|database-url)\\.ts$"]),
    {
      name: "core-is-pure",
      comment: "No I/O and no clock: what the domain needs is an argument.",
      severity: "error",
      from: { path: layer("core"), pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "app-knows-no-database-and-no-importer",
      severity: "error",
      from: { path: "^app/", pathNot: TEST },
      to: { path: ["^lib/db/", "^lib/importers/", "^lib/generated/", "^lib/jobs/", "^scripts/"] },
    },
    {
      name: "only-db-knows-prisma",
      severity: "error",
      from: { path: "^(app|lib|scripts|bench)/", pathNot: ["^lib/(db|generated)/"] },
      to: { path: "^lib/generated/|^node_modules/(@prisma|prisma)/" },
    },
    {
      name: "only-db-knows-the-driver",
      severity: "error",
      from: { path: "^(app|lib)/", pathNot: [layer("db"), TEST] },
      to: { path: "^node_modules/(pg|pg-copy-streams)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "flows-and-below-know-no-next",
      severity: "error",
      from: { path: "^lib/(core|importers|db|demo|flows|jobs)/" },
      to: { path: "^node_modules/(next|next-auth|react|react-dom)/" },
    },
    {
      name: "no-vague-names",
      comment: "A file is named for what it knows.",
      severity: "error",
      from: {},
      to: { path: "/(util|utils|helper|helpers|common|misc|manager)[.]tsx?$", pathNot: "node_modules|^lib/generated" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules|^lib/generated" },
    exclude: { path: "^\\.next/" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      conditionNames: ["import", "require", "node", "default", "types"],
      exportsFields: ["exports"],
    },
  },
};
