import { describe, expect, it } from "vitest";
import { month } from "../../core/calendar.ts";
import { unmeasuredDays } from "./unmeasured.ts";

const source = (basis: string, from: string, to: string, more: object = {}) => ({
  provider: "anthropic",
  account: "",
  basis,
  hasTokens: false,
  from: `2026-05-${from}`,
  to: `2026-05-${to}`,
  ...more,
});
const at = { provider: "anthropic", month: month("2026-05") };

describe("days billed without a count", () => {
  it("are those of which no usage speaks", () => {
    const sources = [source("billed", "01", "10"), source("quantity", "03", "10")];
    expect(unmeasuredDays(sources, at)).toEqual(["2026-05-01", "2026-05-02"]);
    expect(unmeasuredDays([...sources, source("quantity", "01", "02")], at)).toEqual([]);
  });
  it("are none where the bill has its own counts, or nobody billed", () => {
    expect(unmeasuredDays([source("billed", "01", "10", { hasTokens: true })], at)).toEqual([]);
    expect(unmeasuredDays([source("quantity", "01", "10")], at)).toEqual([]);
  });
  it("are told by account: another account's usage counts nothing", () => {
    const bill = source("billed", "01", "01", { account: "a" });
    expect(unmeasuredDays([bill, source("quantity", "01", "01", { account: "b" })], at)).toEqual(["2026-05-01"]);
    expect(unmeasuredDays([bill, source("quantity", "01", "01")], at)).toEqual([]);
  });
});
