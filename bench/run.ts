import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nameDatabase } from "../lib/db/database-url.ts";
import { migrate } from "../lib/db/migrate.ts";
import { startOrJoin } from "../lib/db/postgres/server.ts";
import { ensureClient } from "../scripts/generate.ts";

// npm run bench -- [import-cost | import-distinct | import-route | integrate-power | overview] [SIZE]: each in a PostgreSQL of its own with default settings,
// printing a ratio against a baseline of the same run. Machines differ and are noisy; the ratio is what is compared.
const [name = "import-cost", size] = process.argv.slice(2);
ensureClient();
const folder = mkdtempSync(join(tmpdir(), "tokenwatt-bench-"));
chmodSync(folder, 0o755);
const server = await startOrJoin(folder);
try {
  nameDatabase(server.url);
  await migrate(server.url);
  for (const line of await benchmark()) console.log(line);
} finally {
  const { closeDatabase } = await import("../lib/db/client.ts");
  await closeDatabase();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function benchmark(): Promise<string[]> {
  switch (name) {
    case "import-cost":
      return (await import("./import-cost.ts")).benchImportCost(Number(size ?? 1_000_000), 40);
    case "import-distinct":
      return (await import("./import-cost.ts")).benchImportCost(Number(size ?? 1_000_000), 100_000);
    case "import-route":
      return (await import("./import-route.ts")).benchImportRoute(Number(size ?? 1_000_000), server.url);
    case "integrate-power":
      return (await import("./integrate-power.ts")).benchIntegratePower(Number(size ?? 10_000_000));
    case "overview":
      return (await import("./overview.ts")).benchOverview(Number(size ?? 10_000_000));
    default:
      throw new Error(
        `There is no benchmark "${name}": import-cost, import-distinct, import-route, integrate-power or overview.`,
      );
  }
}
