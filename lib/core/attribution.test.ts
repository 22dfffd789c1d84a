import { describe, expect, it } from "vitest";
import { type AttributionKey, type AttributionRule, checkShares, decide, inOrder } from "./attribution.ts";
import { day } from "./calendar.ts";
import { decimal } from "./decimal.ts";

const key = (over: Partial<AttributionKey> = {}): AttributionKey => ({
  provider: "openai",
  account: null,
  project: "proj_1",
  projectName: "search-rank",
  workspace: null,
  apiKey: null,
  apiKeyName: null,
  user: null,
  tags: {},
  model: null,
  ...over,
});
const rule = (number: number, match: Record<string, string>, over: Partial<AttributionRule> = {}): AttributionRule => ({
  id: number,
  number,
  version: 1,
  from: null,
  to: null,
  match,
  shares: [{ teamId: number, percent: decimal(100) }],
  ...over,
});

describe("attribution", () => {
  it("says no rule when none matches", () => {
    expect(decide(key(), inOrder([rule(1, { project: "other" })]))).toEqual([{ from: null, to: null, rule: null }]);
  });
  it("asks the rule with more conditions first, then the lower number", () => {
    const general = rule(1, { provider: "openai" });
    const special = rule(2, { provider: "openai", project: "search-*" });
    expect(decide(key(), inOrder([general, special]))[0]?.rule).toBe(special);
    expect(
      decide(key(), inOrder([rule(4, { provider: "openai" }), rule(3, { project: "proj_1" })]))[0]?.rule?.number,
    ).toBe(3);
  });
  it("changes hands on the day a dated rule begins and ends", () => {
    const before = rule(1, { project: "proj_1" }, { to: day("2026-03-31") });
    const after = rule(2, { project: "proj_1" }, { from: day("2026-05-01") });
    expect(
      decide(key(), inOrder([before, after])).map(({ from, to, rule: by }) => [from, to, by?.number ?? null]),
    ).toEqual([
      [null, "2026-03-31", 1],
      ["2026-04-01", "2026-04-30", null],
      ["2026-05-01", null, 2],
    ]);
  });
  it("matches tags by name and ignores case", () => {
    expect(decide(key({ tags: { team: "Search" } }), [rule(1, { "tag:team": "search" })])[0]?.rule?.number).toBe(1);
  });
  it("refuses shares that do not sum to 100 %", () => {
    expect(() => checkShares([{ percent: decimal(60) }, { percent: decimal("39.9") }])).toThrow("sum to 100 %");
    expect(() => checkShares([{ percent: decimal("33.4") }, { percent: decimal("66.6") }])).not.toThrow();
  });
});
