import { describe, expect, it } from "vitest";
import { month } from "../calendar.ts";
import { decimal } from "../decimal.ts";
import type { AdviceInput, ModelUse, RigUse, TeamUse } from "./advice.ts";
import { adviseMonth } from "./advise-month.ts";

const use = (provider: string, model: string, cost: string, millions: number): ModelUse => ({
  provider,
  model,
  cost: decimal(cost),
  previousCost: decimal(cost),
  tokens: { input: decimal(millions * 500_000), output: decimal(millions * 500_000) },
});
const team = (slug: string, models: readonly ModelUse[], cloudCost: string, isOnRig = false): TeamUse => ({
  slug,
  name: slug[0]?.toUpperCase() + slug.slice(1),
  cloudCost: decimal(cloudCost),
  previousCloudCost: decimal(cloudCost),
  isOnRig,
  models,
});
const kiln: RigUse = {
  slug: "kiln",
  name: "Kiln",
  hardware: "4x RTX 4090",
  parts: { depreciation: decimal(400), energy: decimal(100), hosting: decimal(90), labour: decimal(170) },
  usedPercent: decimal(30),
  idleCost: decimal(532),
};
const input = (values: Partial<AdviceInput> = {}): AdviceInput => ({
  month: month("2026-10"),
  currency: "USD",
  perDollar: null,
  daysInMonth: 31,
  daysCovered: 31,
  daysElapsed: 31,
  thresholds: {
    stayInCloudMonthly: decimal(500),
    evaluateHardwareMonthly: decimal(1000),
    rigUnderUsedPercent: decimal(40),
    adviceMinimum: decimal(25),
  },
  teams: [],
  rigs: [],
  unassigned: { amount: decimal(0), previous: null, keys: [] },
  unpriced: [],
  tariffPerKwh: null,
  labourMonthlyPerRig: null,
  ...values,
});
const rules = (values: Partial<AdviceInput>) => adviseMonth(input(values)).advice.map((entry) => entry.rule);
const first = (values: Partial<AdviceInput>) => {
  const found = adviseMonth(input(values)).advice[0];
  if (!found) throw new Error("no advice");
  return found;
};

describe("advice for a month", () => {
  it("says nothing about nothing", () => {
    expect(adviseMonth(input())).toEqual({ advice: [], together: null });
  });

  it("keeps a small bill in the cloud, but not that of a team with a rig, nor one at the threshold", () => {
    const models = [use("openai", "gpt-4.1", "499.99", 100)];
    expect(rules({ teams: [team("search", models, "499.99")] })).toEqual(["stay-in-cloud"]);
    expect(rules({ teams: [team("search", models, "499.99", true)] })).toEqual([]);
    expect(rules({ teams: [team("search", models, "500")] })).toEqual([]);
  });

  it("evaluates hardware above the threshold, with working that sums to the saving", () => {
    const found = first({ teams: [team("search", [use("openai", "gpt-4.1", "2000", 400)], "2000")] });
    expect(found).toMatchObject({ rule: "evaluate-hardware", team: "search", effort: "high", isReversible: false });
    // 75 % of 2,000 less 4,000/24 and 97.20: 1500 - 166.666666666667 - 97.2
    expect(found.savingMonthly).toBe("1236.133333333333");
    // 70 % on the dearest rig; 80 % on 3,200/24 and 32.40
    expect(found.range).toEqual({ low: "1136.133333333333", high: "1434.266666666667" });
    expect(found.confidence).toBe("fair");
    expect(found.working.at(-1)?.text).toBe("2.9 months on 4,000.00");
  });

  it("does not count budget-tier spend, nor a model of which neither price nor tokens are known", () => {
    const models = [
      use("deepseek", "deepseek-v4-flash", "900", 4000),
      { ...use("openai", "atlas-7", "3000", 100), tokens: null },
      use("openai", "gpt-4.1", "-3000", 100),
    ];
    expect(rules({ teams: [team("search", models, "900")] })).toEqual([]);
  });

  it("reckons the work from cost and list price where an export has no counts, and trusts it less", () => {
    const found = first({
      teams: [team("search", [{ ...use("anthropic", "Claude Sonnet 4.6", "3000", 0), tokens: null }], "3000")],
    });
    expect(found).toMatchObject({ rule: "evaluate-hardware", confidence: "low" });
    // 3,000 at (3 + 15) / 2 a million is 333 M tokens, of which 80 % go to the rig.
    expect(found.working.find((step) => step.label === "Rigs needed")?.text).toBe(
      "one rig for 267 M tokens a month at 804 M each; where exports give no counts, from cost and list price",
    );
  });

  it("classes a model that no list knows by what was paid for its tokens", () => {
    expect(rules({ teams: [team("search", [use("openai", "atlas-7", "3000", 100)], "3000")] })).toEqual([
      "evaluate-hardware",
    ]);
    expect(rules({ teams: [team("search", [use("openai", "atlas-7", "60", 300)], "3000")] })).toEqual([
      "budget-tier-is-cheap",
    ]);
  });

  it("proposes no saving where the rigs needed would cost more than they replace", () => {
    const found = first({ teams: [team("search", [use("openai", "gpt-4.1", "1100", 9_000)], "1100")] });
    expect(found.title).toBe("A rig would not pay for Search yet");
    expect(found.savingMonthly).toBeNull();
    expect(found.working.find((step) => step.label === "Rigs needed")?.text).toMatch(/^9 rigs for 7,200 M tokens/);
  });

  it("takes an unfinished month at its pace and trusts it less", () => {
    const teams = [team("search", [use("openai", "gpt-4.1", "600", 100)], "600")];
    expect(rules({ teams })).toEqual([]);
    const found = first({ teams, daysCovered: 15, daysElapsed: 16 });
    expect(found).toMatchObject({ rule: "evaluate-hardware", confidence: "low" });
    expect(found.basis).toContain("15 of 31 days are in");
  });

  it("leaves budget-tier models in the cloud, as the published break-even says", () => {
    const found = first({ teams: [team("search", [use("deepseek", "deepseek-v4-flash", "21", 100)], "2100")] });
    expect(found).toMatchObject({ rule: "budget-tier-is-cheap", savingMonthly: null, confidence: "high" });
    expect(found.working.at(-1)?.text).toMatch(/^never/);
  });

  it("offers only the avoidable part of an idle rig and says what is sunk", () => {
    const found = first({ rigs: [kiln] });
    expect(found).toMatchObject({ rule: "rig-under-used", savingMonthly: "189", range: { low: "70", high: "252" } });
    expect(found.working.at(-1)).toMatchObject({ label: "of it hardware", amount: "280" });
    expect(rules({ rigs: [{ ...kiln, usedPercent: decimal(40) }] })).toEqual([]);
    expect(rules({ rigs: [{ ...kiln, usedPercent: null }] })).toEqual([]);
  });

  it("names the keys of unassigned spend and the models without a price", () => {
    const result = adviseMonth(
      input({
        unassigned: {
          amount: decimal("1043.83"),
          previous: decimal("318.77"),
          keys: [
            { keyKind: "project", key: "proj_small", provider: "openai", amount: decimal("43.83") },
            { keyKind: "project", key: "proj_large", provider: "openai", amount: decimal(1000) },
          ],
        },
        unpriced: [{ provider: "openai", model: "atlas-7", tokens: decimal(5_000_000), teams: ["search"] }],
      }),
    );
    expect(result.advice.map((entry) => entry.rule)).toEqual(["unassigned-spend", "unpriced-model"]);
    expect(result.advice[0]?.working[2]).toMatchObject({ label: "project proj_large", amount: "1000" });
    expect(result.advice[1]?.working[0]?.text).toBe("5.0 M tokens of atlas-7 (openai) by search");
    expect(result.together).toBeNull();
  });

  it("counts no dollar twice: buying a rig and switching one off are not added", () => {
    const teams = [
      team("search", [use("openai", "gpt-4.1", "2000", 400)], "2000"),
      team("support", [use("anthropic", "Claude Sonnet 4.6", "2000", 400)], "2000"),
    ];
    expect(adviseMonth(input({ teams, rigs: [kiln] })).together).toBe("2472.266666666666");
  });

  it("converts nothing without a rate", () => {
    const teams = [team("search", [use("openai", "gpt-4.1", "2000", 400)], "2000")];
    expect(rules({ teams, currency: "SEK" })).toEqual([]);
    expect(rules({ teams, currency: "SEK", perDollar: decimal("1.5") })).toEqual(["evaluate-hardware"]);
  });
});
