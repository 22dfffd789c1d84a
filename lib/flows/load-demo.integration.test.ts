import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { day, month } from "../core/calendar.ts";
import { compare, decimal } from "../core/decimal.ts";
import { pool } from "../db/client.ts";
import { freshDatabase } from "../db/test-database.ts";
import { demoCompany } from "../demo/demo-company.ts";
import { type LoadedDemo, loadDemo, removeDemo } from "./load-demo.ts";
import { overviewOf } from "./overview.ts";
import { reconciliationOf } from "./reconcile/reconcile-month.ts";
import { teamMonthOf } from "./team-month.ts";
import { verify } from "./verify.ts";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const operator: Principal = { userId: "", name: "Operator", email: "", role: "admin", teams: [] };
const count = async (table: string) => Number((await pool.query(`SELECT count(*) FROM ${table}`)).rows[0].count);
const statement = (of: string) => overviewOf({ month: of, cost: "effective", monthBy: "billed" }, operator, NOW);

describe("the demo company", () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let loaded: LoadedDemo;
  const said: string[] = [];

  beforeAll(async () => {
    database = await freshDatabase(inject("templateUrl"));
    loaded = await loadDemo({ nowMs: NOW, onProgress: (message) => said.push(message) });
  }, 300_000);
  afterAll(() => database.close());

  it("comes in through the importers, file by file, and says how far it is", async () => {
    expect(said.at(-1)).toBe(`${loaded.files} of ${loaded.files} files read.`);
    expect(await count("import WHERE state IN ('posted', 'superseded')")).toBe(loaded.files);
    expect(loaded.signIns.map((one) => one.role)).toEqual(["admin", "finance", "lead", "lead"]);
    expect(new Set(loaded.signIns.map((one) => one.password)).size).toBe(4);
  });

  it("holds the identity in every month and costs what such a company costs", async () => {
    const { months } = await statement("2026-10");
    expect(months).toHaveLength(14);
    for (const one of months) {
      const overview = await statement(one);
      expect(overview.identity.holds, one).toBe(true);
      if (one === "2026-11") continue;
      expect(compare(decimal(overview.total.amount), decimal(18_000)), one).toBeGreaterThan(0);
      expect(compare(decimal(overview.total.amount), decimal(45_000)), one).toBeLessThan(0);
    }
  }, 60_000);

  it("tells its stories: unassigned keys, idle rigs, a switch to local, advice", async () => {
    const october = await statement("2026-10");
    expect(compare(decimal(october.unassigned.amount), decimal(0))).toBeGreaterThan(0);
    expect(compare(decimal(october.idle.amount), decimal(0))).toBeGreaterThan(0);
    expect(october.advice.map((one) => one.rule)).toEqual(
      expect.arrayContaining(["evaluate-hardware", "rig-under-used", "unassigned-spend", "budget-tier-is-cheap"]),
    );
    const cloudOfSupport = async (of: string) =>
      decimal((await statement(of)).teams.find((team) => team.slug === "support")?.split.cloud ?? "0");
    expect(compare(await cloudOfSupport("2026-07"), await cloudOfSupport("2026-04"))).toBeLessThan(0);
  }, 60_000);

  it("counts each dollar once: a gateway's estimate where nobody billed, yuan at the day's rate, no server that is no AI", async () => {
    const october = await statement("2026-10");
    expect(october.total.estimated).toBe(october.teams.find((team) => team.slug === "research")?.estimated);
    expect(compare(decimal(october.total.estimated ?? "0"), decimal(100))).toBeGreaterThan(0);
    expect(october.gaps.map((gap) => gap.kind)).toEqual(["estimated", "unpriced", "scope"]);
    expect(october.unconverted).toEqual([]);
    const sum = async (where: string) =>
      (await pool.query(`SELECT coalesce(sum(billed), 0)::text AS sum FROM ledger_entry WHERE ${where}`)).rows[0].sum;
    expect(await sum("provider = 'openai' AND basis <> 'billed'")).toBe("0");
    expect(await sum("service ~ 'EC2|Relational|Storage Service'")).toBe("0");
    const rates = await pool.query(
      "SELECT count(DISTINCT rate_id)::int AS rates FROM ledger_entry WHERE original_currency = 'CNY'",
    );
    expect(rates.rows[0].rates).toBeGreaterThan(60);
  });

  it("divides DeepSeek's bill, which names no key, by the usage of its keys; their models have unit costs", async () => {
    const { rows } = await pool.query(
      "SELECT bearer, count(DISTINCT team_id)::int AS teams FROM ledger_entry WHERE provider = 'deepseek' GROUP BY 1 HAVING sum(billed) <> 0",
    );
    expect(rows).toEqual([{ bearer: "team", teams: 2 }]);
    const support = await teamMonthOf("support", { month: "2026-10" }, operator, NOW);
    for (const name of ["deepseek-v4-flash", "Claude Sonnet 4.6"])
      expect(support.models.find((model) => model.model === name)?.unitCost, name).not.toBeNull();
    const research = await teamMonthOf("research", { month: "2026-10" }, operator, NOW);
    const tuned = research.models.find((model) => model.model === "halden-mistral-tuned-2");
    expect(tuned).toMatchObject({ cost: null, isPriced: false });
  });

  it("matches its bills: usage at agreed prices, export and invoice, with every difference named", async () => {
    const { accounts } = await reconciliationOf(pool, "2026-10");
    const found = Object.fromEntries(accounts.map((one) => [one.provider, one]));
    expect(found.anthropic).toMatchObject({ rest: "0", state: "suggested" });
    expect(found.anthropic?.notes.join()).toContain("512.50 of credit bought in advance");
    expect(found.deepseek).toMatchObject({ currency: "CNY", difference: "0", state: "matched" });
    expect(found.openai?.reasons.map((reason) => reason.code)).toEqual(expect.arrayContaining(["not-tokens", "tax"]));
    expect(compare(decimal(found.openai?.rest ?? "1"), decimal("0.05"))).toBeLessThanOrEqual(0);
  });

  it("is signed but for its last two months, and stays as it was signed", async () => {
    const { rows } = await pool.query("SELECT month, state, closed_by FROM month_state ORDER BY month");
    expect(rows).toHaveLength(12);
    expect(new Set(rows.map((row) => `${row.state} ${row.closed_by}`))).toEqual(new Set(["closed Tobe Okafor"]));
    expect(rows.at(-1)?.month).toBe("2026-09");
    expect((await statement("2026-10")).state).toBe("provisional");
    expect((await verify(NOW)).differences).toEqual([]);
  }, 60_000);

  it("has a week that was restated: the newer export counts, the older is taken back", async () => {
    const reversed = await pool.query(
      "SELECT count(*) FROM ledger_entry WHERE corrects IS NOT NULL AND provider = 'openai' AND billed_month = '2026-10'",
    );
    expect(Number(reversed.rows[0].count)).toBeGreaterThan(0);
  });

  it("can be removed, and only who asked can still sign in", async () => {
    const { rows } = await pool.query("SELECT id FROM app_user WHERE role = 'admin'");
    await removeDemo({ ...operator, userId: rows[0].id }, new Date(NOW));
    expect(await count("ledger_entry")).toBe(0);
    expect(await count("team")).toBe(0);
    expect(await count("app_user WHERE disabled_at IS NULL")).toBe(1);
    await expect(removeDemo(operator, new Date(NOW))).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the demo's files", () => {
  it("are the same bytes every time, and none covers a day that is not over", () => {
    const [one, two] = [1, 2].map(() => demoCompany(month("2026-03"), day("2026-03-02")));
    expect(one?.files.map((file) => file.name)).toEqual(two?.files.map((file) => file.name));
    for (const [index, file] of (one?.files ?? []).entries()) {
      expect(Buffer.compare(file.bytes, two?.files[index]?.bytes ?? new Uint8Array()), file.name).toBe(0);
    }
    expect(one?.files.some((file) => file.name === "cost_2026-03-01_2026-03-02.csv")).toBe(true);
    expect(new Set(one?.files.map((file) => file.name)).size).toBe(one?.files.length);
  }, 60_000);
});
