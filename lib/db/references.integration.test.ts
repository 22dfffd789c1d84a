import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { pool } from "./client.ts";
import { newestEntry } from "./ledger-reads.ts";
import { freshDatabase } from "./test-database.ts";

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
});
afterAll(() => close());

const entry = (more: { columns: string; values: string }) =>
  pool.query(`INSERT INTO ledger_entry (day, billed_month, used_month, provider, service, cost_kind, category, is_correction, basis, currency, billed, effective, because, class, ${more.columns})
    VALUES ('2026-05-01', '2026-05', '2026-05', 'openai', 'x', 'other', 'usage', false, 'billed', 'USD', 1, 1, 'test', 'cloud', ${more.values})`);

it("refuses an entry that points at a team, import or line that is not there", async () => {
  await expect(entry({ columns: "bearer, team_id", values: "'team', 99" })).rejects.toThrow("not there");
  await expect(entry({ columns: "bearer, import_id", values: "'unassigned', 99" })).rejects.toThrow("not there");
  await expect(entry({ columns: "bearer, line_id", values: "'unassigned', 99" })).rejects.toThrow("not there");
  await expect(
    pool.query(
      "INSERT INTO import_line (import_id, key_no, day, billed_month, category, is_correction, basis, currency, service, cost_kind, billed, line_count, first_row, more_rows) VALUES (1, 1, '2026-05-01', '2026-05', 'usage', false, 'billed', 'USD', 'x', 'other', 1, 1, 2, '')",
    ),
  ).rejects.toThrow("not there");
});

it("refuses to remove a team that the ledger points at, and removes one it does not", async () => {
  await pool.query("INSERT INTO team (slug, name) VALUES ('kept', 'Kept'), ('free', 'Free')");
  await entry({ columns: "bearer, team_id", values: "'team', (SELECT id FROM team WHERE slug = 'kept')" });
  await expect(pool.query("DELETE FROM team WHERE slug = 'kept'")).rejects.toThrow("cannot be removed");
  await pool.query("DELETE FROM team WHERE slug = 'free'");
});

it("knows the newest entry by its number, not by its text", async () => {
  for (let count = 0; count < 12; count += 1) await entry({ columns: "bearer", values: "'unassigned'" });
  const { rows } = await pool.query<{ newest: string }>("SELECT max(id)::text AS newest FROM ledger_entry");
  expect((await newestEntry(pool))?.id).toBe(rows[0]?.newest);
});
