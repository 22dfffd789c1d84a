import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { schemaDrift } from "../lib/db/migrate.ts";
import { startOrJoin } from "../lib/db/postgres/server.ts";

// npm run migration -- NAME: writes the SQL from prisma/migrations to prisma/schema.prisma as a new migration, to be read
// and completed by hand (triggers, partitions) before it is committed. It works in a server of its own and applies nothing.
const name = process.argv[2]?.toLowerCase().replace(/[^a-z0-9]+/g, "_");
if (!name) {
  console.error("Name the migration: npm run migration -- add_rigs");
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "tokenwatt-migration-"));
chmodSync(folder, 0o755); // started by root, PostgreSQL runs as another user and must enter
const server = await startOrJoin(folder, { settings: { fsync: "off", shared_buffers: "32MB" } });
try {
  const sql = await schemaDrift(server.url);
  if (sql === "") {
    console.log("The migrations already lead to prisma/schema.prisma; nothing was written.");
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const target = join("prisma/migrations", `${stamp}_${name}`);
    mkdirSync(target, { recursive: true });
    writeFileSync("prisma/migrations/migration_lock.toml", 'provider = "postgresql"\n');
    writeFileSync(join(target, "migration.sql"), sql);
    console.log(`Written: ${target}/migration.sql. Read it, complete it, then run npm run test:integration.`);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
