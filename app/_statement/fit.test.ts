import { describe, expect, it } from "vitest";
import { decimal, format, sum } from "../../lib/core/decimal.ts";
import { fitTree } from "./fit.ts";

const row = (depth: number, label: string, amount: string) => ({
  ...{ depth, label, amount, previous: null, change: null, changePercent: null, share: null, estimated: null },
  ...{
    identity: null,
    basis: depth === 2 ? "billed" : null,
    note: null,
    filter: { month: "2026-05", cost: "effective" as const, monthBy: "billed" as const },
  },
});
const TREE = [
  row(0, "Cloud", "60"),
  row(1, "OpenAI", "50"),
  ...Array.from({ length: 10 }, (_, index) => row(2, `model ${index}`, String(index < 5 ? 9 : 1))),
  row(1, "Anthropic", "10"),
  row(2, "Sonnet", "10"),
  row(0, "Rigs", "7"),
  row(1, "Kiln", "7"),
  row(2, "Energy", "7"),
];

describe("the cost tree on paper", () => {
  it("is every line where they fit", () => {
    const rows = fitTree(TREE, 20);
    expect(rows.map((each) => each.label)).toHaveLength(14);
    expect(rows[1]?.label).toBe("OpenAI, model 0");
  });

  it("sums the smaller ones where they do not, and every class still sums exactly", () => {
    const rows = fitTree(TREE, 9);
    expect(rows.length).toBeLessThanOrEqual(9);
    expect(rows.map((each) => each.label)).toContain("6 smaller ones");
    const lines = rows.filter((each) => !each.isGroup);
    expect(format(sum(lines.map((each) => decimal(each.amount))))).toBe("67");
  });
});
