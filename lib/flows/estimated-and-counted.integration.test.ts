import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { day } from "../core/calendar.ts";
import { freshDatabase } from "../db/test-database.ts";
import { writeDigest } from "./digest-mail.ts";
import { explain } from "./explain.ts";
import { ingestFile } from "./ingest.ts";
import { linesOf } from "./lines.ts";
import { overviewOf } from "./overview.ts";
import { OPERATOR, reportOf } from "./report.ts";
import { createRig } from "./rigs.ts";
import { createRule } from "./rules.ts";
import { teamMonthOf } from "./team-month.ts";
import { createTeam } from "./teams.ts";

const BY = "test";
const NOW = Date.parse("2026-07-15T12:00:00Z");
const VIEW = { month: "2026-05", cost: "effective", monthBy: "billed" } as const;
const LEAD: Principal = { userId: "", name: "Lead", email: "", role: "lead", teams: ["search"] };

async function ingest(fileName: string, lines: readonly string[]): Promise<void> {
  async function* once(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(`${lines.join("\n")}\n`);
  }
  const done = await ingestFile({ fileName, bytes: once(), by: BY, nowMs: NOW });
  expect(done, fileName).toMatchObject({ isPosted: true });
}

const GATEWAY =
  "request_id,call_type,api_key,spend,total_tokens,prompt_tokens,completion_tokens,startTime,endTime,model,custom_llm_provider,user,metadata,cache_hit,request_tags,team_id,status";
const gatewayRow = (day: string, spend: string, model = "grok-4", provider = "xai"): string =>
  `r-${day}-${model},acompletion,88dc28d0,${spend},1100,1000,100,${day} 09:00:00,${day} 09:00:02,${model},${provider},,{},False,[],search,success`;
const CONSOLE = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type";
const costRow = (day: string, cost: string, tokenType = "output"): string =>
  `${day},Claude Sonnet 4.5,Default,shared,message,≤ 200k,${tokenType},${cost},token`;
const USAGE =
  "usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count";
const usageRow = (day: string, output: number, model = "claude-sonnet-4-5-20250929"): string =>
  `${day},${model},shared,Default,standard,0,0,0,0,${output},0`;

let close: () => Promise<void>;
beforeEach(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await createTeam({ name: "Search" }, BY);
  const [all] = [{ team: "search", percent: "100" }];
  for (const provider of ["xai", "anthropic"]) {
    await createRule({ match: { provider }, shares: [all], from: null, to: null, note: "" }, BY);
  }
});
afterEach(() => close());

const theTeam = () => teamMonthOf("search", VIEW, OPERATOR, NOW);

describe("money nobody billed", () => {
  it("is said on every total it is part of, and leads to its entries", async () => {
    await ingest("logs.csv", [GATEWAY, gatewayRow("2026-05-02", "12.30")]);
    await ingest("claude.csv", [CONSOLE, costRow("2026-05-02", "7.70")]);
    const overview = await overviewOf(VIEW, OPERATOR, NOW);
    expect(overview.total).toMatchObject({ amount: "20", estimated: "12.3" });
    expect(overview.classes.map((one) => one.estimated)).toEqual(["12.3", null, null]);
    expect(overview.teams[0]).toMatchObject({ slug: "search", estimated: "12.3" });
    expect(overview.unassigned.estimated).toBeNull();
    expect(overview.gaps.map((gap) => gap.text)).toEqual([
      "Of the total, ≈ 12.30 USD is estimated, nobody billed it: Xai 12.30.",
    ]);
    const team = await theTeam();
    expect(team.total.estimated).toBe("12.3");
    expect(team.tree.map((row) => [row.label, row.estimated])).toEqual([
      ["Cloud", "12.3"],
      ["Xai", "12.3"],
      ["grok-4", "12.3"],
      ["Anthropic", null],
      ["Claude Sonnet 4.5", null],
    ]);
    expect(team.keys.map((key) => key.estimated).sort()).toEqual(["12.3", null]);
    const lines = await linesOf({ ...VIEW, by: "provider" }, OPERATOR);
    expect(lines).toMatchObject({ total: "20", estimated: "12.3" });
    expect(lines.groups.map((group) => group.estimated)).toEqual(["12.3", null]);
    const report = await reportOf(VIEW, OPERATOR, NOW);
    expect(report).toMatchObject({ estimated: "12.3", teams: [{ team: "search", estimated: "12.3" }] });
    const asked = { ...VIEW, aspect: "amount" as const };
    const whole = await explain(asked, OPERATOR);
    const step = whole.working.find((each) => each.filter?.basis === "estimated");
    expect(step).toMatchObject({ value: "≈ 12.30" });
    const own = await explain({ ...asked, basis: "estimated" }, OPERATOR);
    expect(own).toMatchObject({ figure: "12.3", check: { holds: true } });
  });

  it("is said in the mail as on the page", async () => {
    await ingest("logs.csv", [GATEWAY, gatewayRow("2026-05-02", "12.30")]);
    const who = { name: "Mara", email: "mara@example.com", teams: [], hour: 9, zone: "UTC", unsubscribeToken: null };
    const monthly = { ...who, cadence: "monthly", dayOfMonth: 2, weekday: 0 };
    const month = await writeDigest(
      monthly,
      { period: "2026-05", from: day("2026-05-01"), to: day("2026-05-31") },
      NOW,
    );
    for (const text of [month?.text, month?.html]) {
      expect(text).toContain("of which ≈ 12.30 USD estimated: nobody billed it");
      expect(text).toMatch(/≈ 12\.30/);
    }
    const weekly = { ...who, cadence: "weekly", dayOfMonth: 1, weekday: 0 };
    const span = { period: "2026-W18", from: day("2026-04-27"), to: day("2026-05-03") };
    const week = await writeDigest(weekly, span, NOW);
    expect(week?.text).toMatch(/Search +≈ 12\.30/);
    expect(week?.text).toContain("of which ≈ 12.30 USD estimated: nobody billed it");
  });

  it("is nothing where all was billed", async () => {
    await ingest("claude.csv", [CONSOLE, costRow("2026-05-02", "7.70")]);
    const overview = await overviewOf(VIEW, OPERATOR, NOW);
    expect(overview.total.estimated).toBeNull();
    expect(overview.gaps).toEqual([]);
    expect((await reportOf(VIEW, OPERATOR, NOW)).estimated).toBe("0");
  });
});

describe("usage beside a bill that gives money only", () => {
  it("counts the model's tokens in one row with its money, whatever each calls it", async () => {
    await ingest("cost.csv", [CONSOLE, costRow("2026-05-01", "9"), costRow("2026-05-02", "6")]);
    expect((await theTeam()).models).toMatchObject([{ tokens: null, unitCost: null, cost: "15" }]);
    await ingest("usage.csv", [USAGE, usageRow("2026-05-01", 600_000), usageRow("2026-05-02", 400_000)]);
    const team = await theTeam();
    expect(team.total.amount).toBe("15");
    expect(team.models).toMatchObject([
      { model: "Claude Sonnet 4.5", output: "1000000", cost: "15", unitCost: "15.000", missing: null, isPriced: true },
    ]);
    expect(team.tokens).toMatchObject({ total: "1000000", unitCost: "15.000", coveredCost: "15" });
    expect(team.tree.map((row) => row.label)).toEqual(["Cloud", "Anthropic", "Claude Sonnet 4.5"]);
    const [model] = team.models;
    const filter = model?.filter ?? VIEW;
    for (const [aspect, figure] of [
      ["amount", "15"],
      ["tokens", "1000000"],
      ["unit-cost", "15.000"],
    ] as const)
      expect(await explain({ ...filter, aspect }, OPERATOR)).toMatchObject({ figure, check: { holds: true } });
    const whole = { ...VIEW, bearer: "search", aspect: "unit-cost" as const };
    expect((await explain(whole, OPERATOR)).figure).toBe("15.000");
  });

  it("gives no cost per token where it speaks for some of the billed days only", async () => {
    await ingest("cost.csv", [CONSOLE, costRow("2026-05-01", "9"), costRow("2026-05-02", "6")]);
    await ingest("usage.csv", [USAGE, usageRow("2026-05-01", 600_000)]);
    const [model] = (await theTeam()).models;
    expect(model).toMatchObject({ tokens: "600000", unitCost: null, cost: "15" });
    expect(model?.missing).toBe("Usage is known for a part of the days that were billed");
  });

  it("tells volume from price by it", async () => {
    await ingest("cost-4.csv", [CONSOLE, costRow("2026-04-10", "10")]);
    await ingest("usage-4.csv", [USAGE, usageRow("2026-04-10", 1_000_000)]);
    await ingest("cost-5.csv", [CONSOLE, costRow("2026-05-10", "30")]);
    await ingest("usage-5.csv", [USAGE, usageRow("2026-05-10", 2_000_000)]);
    const parts = (await theTeam()).bridge?.parts ?? [];
    expect(parts.map((part) => [part.id, part.amount]).filter(([, amount]) => amount !== "0")).toEqual([
      ["volume", "10"],
      ["price", "10"],
    ]);
  });
});

describe("usage that nobody billed and no price names", () => {
  it("has tokens and no cost: not zero, and a gap that names it", async () => {
    const usage = [usageRow("2026-05-01", 1_000_000), usageRow("2026-05-01", 2_500_000, "claude-unheard-of-9")];
    await ingest("usage.csv", [USAGE, ...usage]);
    const team = await theTeam();
    const unheard = team.models.find((model) => model.model === "claude-unheard-of-9");
    expect(unheard).toMatchObject({ cost: null, tokens: "2500000", unitCost: null, isPriced: false });
    expect(team.tokens).toMatchObject({ total: "3500000", unitCost: "15.000" });
    for (const reader of [OPERATOR, LEAD]) {
      const { gaps } = await overviewOf(VIEW, reader, NOW);
      expect(gaps.map((gap) => gap.text)).toContain("1 model has no price: claude-unheard-of-9 (2.5 M tokens).");
    }
    expect((await reportOf(VIEW, OPERATOR, NOW)).gaps).toContain(
      "1 model has no price: claude-unheard-of-9 (2.5 M tokens).",
    );
  });
});

describe("what was never entered of a rig", () => {
  it("is unknown in the report, and said; a true zero stays one", async () => {
    const rig = {
      hardware: "",
      zone: "UTC",
      currency: "USD",
      price: "2400",
      inService: "2026-05-01",
      months: 24,
      salvage: "0",
      hostingMonthly: null,
      operationsHours: null,
      operationsRate: null,
      tariffPerKwh: "0.2",
      wallFactor: "1",
      shares: [{ team: "search", percent: "100" }],
    };
    await createRig({ ...rig, name: "Kiln" }, BY, NOW);
    const report = await reportOf(VIEW, OPERATOR, NOW);
    expect(report.teams[0]?.parts).toMatchObject({ energy: null, hosting: null, labour: null });
    expect(report.gaps).toEqual([
      "Kiln: no power was measured in May 2026, so its energy has no cost yet.",
      "Kiln: hosting and labour were never entered, so they have no cost yet.",
    ]);
    const before = await reportOf({ ...VIEW, month: "2026-04" }, OPERATOR, NOW);
    expect(before.gaps).toEqual([]);
  });

  it("is zero where zero was entered", async () => {
    const free = { hostingMonthly: "0", operationsHours: "0", operationsRate: "85", tariffPerKwh: null };
    const rig = { hardware: "", zone: "UTC", currency: "USD", price: "2400", inService: "2026-05-01", months: 24 };
    const rest = { salvage: "0", wallFactor: "1", shares: [{ team: "search", percent: "100" }] };
    await createRig({ ...rig, ...rest, ...free, name: "Forge" }, BY, NOW);
    const report = await reportOf(VIEW, OPERATOR, NOW);
    expect(report.teams[0]?.parts).toMatchObject({ hosting: "0", labour: "0" });
    expect(report.gaps.filter((gap) => gap.includes("entered"))).toEqual([]);
  });
});
