import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { decimal, format, sum } from "../core/decimal.ts";
import { pool, prisma } from "../db/client.ts";
import { run, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { ingestFile } from "./ingest.ts";
import { OPERATOR } from "./report.ts";
import { createRule } from "./rules.ts";
import { statementPrintOf } from "./statement-print.ts";
import { createTeam } from "./teams.ts";

const NOW = Date.parse("2026-07-15T12:00:00Z");
const HASH = "5e1c7a4092d81fb3c6e90a5734d188bcf2a6e05d719c2b64dd0345af6c180b97";
const lead = (teams: string[]): Principal => ({
  userId: "u",
  name: "Priya",
  email: "priya@halden.example",
  role: "lead",
  teams,
});

function file(day: string, amounts: readonly string[]): string {
  const start = Date.parse(`${day}T00:00:00Z`) / 1000;
  const header =
    "start_time,end_time,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id,organization_id";
  const rows = amounts.map(
    (amount) => `${start},${start + 86_400},${amount},usd,1000,tokens,"gpt-4.1, input",proj_a,org-1`,
  );
  return [header, ...rows].join("\n");
}
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
  await createTeam({ name: "Support" }, "test");
  await createTeam({ name: "Search" }, "test");
  await createRule({ match: { project: "proj_a" }, shares: [{ team: "support", percent: "100" }] }, "test");
  for (const [day, amounts] of [
    ["2026-05-03", ["10.123456", "2.5"]],
    ["2026-05-04", ["7"]],
  ] as const)
    await ingestFile({ fileName: `costs-${day}.csv`, bytes: bytesOf(file(day, amounts)), by: "test", nowMs: NOW });
});
afterAll(() => close());

const support = (who = OPERATOR) => statementPrintOf("support", { month: "2026-05" }, who, NOW);

describe("a printed statement", () => {
  it("names the files its total rests on, each with what it brings, summing to the last digit", async () => {
    const { month, files, withoutFile, number } = await support();
    expect(number).toBe("2026-05-SUPPORT");
    expect(files.map(({ fileName, amount }) => [fileName, amount])).toEqual([
      ["costs-2026-05-03.csv", "12.623456"],
      ["costs-2026-05-04.csv", "7"],
    ]);
    expect(files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const parts = [...files, ...withoutFile].map((each) => decimal(each.amount));
    expect(format(sum(parts))).toBe(month.total.amount);
  });

  it("says which days no export speaks for", async () => {
    expect((await support()).gaps).toContain("Cloud exports speak for 4 of 31 days.");
  });

  it("is provisional while the month is open, and carries the hash that was signed once it is closed", async () => {
    expect((await support()).closing).toBeNull();
    await run(
      pool,
      sql`INSERT INTO month_state (month, state, closed_at, closed_by, hash) VALUES ('2026-05', 'closed', '2026-06-15T14:22:00Z', 'Mara Lindqvist', ${HASH})`,
    );
    const { closing, month } = await support();
    expect(closing).toEqual({ at: "2026-06-15T14:22:00.000Z", by: "Mara Lindqvist", hash: HASH });
    expect(month.state).toBe("closed");
  });

  it("is for those who may see the team; to others there is no such team", async () => {
    await expect(support(lead(["search"]))).rejects.toThrow("There is no such team");
    expect((await support(lead(["support"]))).month.total.amount).toBe("19.623456");
    await expect(statementPrintOf("nowhere", {}, OPERATOR, NOW)).rejects.toThrow("There is no such team");
  });
});
