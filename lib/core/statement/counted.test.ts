import { describe, expect, it } from "vitest";
import { format } from "../decimal.ts";
import { type CountedRow, hasMoney, isCounted, isCountedByUsage, tokensIn } from "./counted.ts";

const row = (values: Partial<CountedRow>): CountedRow => ({
  costKind: "input",
  basis: "billed",
  hasTokens: false,
  tokens: "0",
  amount: "0",
  isUnmeasured: false,
  ...values,
});
const bill = (amount: string, more: Partial<CountedRow> = {}) => row({ amount, ...more });
const usage = (tokens: string, costKind = "input") => row({ basis: "quantity", hasTokens: true, tokens, costKind });
const text = (value: ReturnType<typeof tokensIn>) => (value === null ? null : format(value));

describe("the tokens of a model", () => {
  it("are its bill's own where the bill has them", () => {
    expect(text(tokensIn([bill("2", { hasTokens: true, tokens: "10" })]))).toBe("10");
  });
  it("are its usage's where the bill gives money only, also when the bill has no kinds", () => {
    expect(text(tokensIn([bill("2"), usage("10")]))).toBe("10");
    const group = [bill("2", { costKind: "other" }), usage("10"), usage("3", "output")];
    expect(text(tokensIn(group))).toBe("13");
    expect(text(tokensIn(group, ["output"]))).toBe("3");
    expect(isCounted(group)).toBe(true);
  });
  it("are not known of a kind that money names and nobody counts", () => {
    expect(tokensIn([bill("2")])).toBeNull();
    expect(tokensIn([bill("2", { costKind: "cacheRead" }), usage("10")], ["cacheRead"])).toBeNull();
  });
  it("do not stand for money of days without usage, nor for money that is not there", () => {
    const partly = [bill("2", { isUnmeasured: true }), usage("10")];
    expect(text(tokensIn(partly))).toBe("10");
    expect(isCounted(partly)).toBe(false);
    expect(isCounted([usage("10")])).toBe(false);
    expect(hasMoney([usage("10")])).toBe(false);
  });
  it("count each line of the bill once", () => {
    const own = bill("1", { hasTokens: true, tokens: "4" });
    const group = [bill("2"), own, usage("10")];
    expect(group.map((each) => isCountedByUsage(each, group))).toEqual([true, false, false]);
    expect(text(tokensIn(group))).toBe("14");
  });
});
