import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, format, subtract, sum } from "../decimal.ts";
import { bridge, type Cell } from "./bridge.ts";

const cell = (values: Partial<Cell> & { cost: Cell["cost"] }): Cell => ({
  class: "cloud",
  bearer: "team",
  provider: "openai",
  model: "gpt-4.1",
  costKind: "input",
  category: "usage",
  isOneOff: false,
  rigPart: null,
  tokens: null,
  ...values,
});
const usage = (model: string, tokens: string, cost: string, costKind = "input") =>
  cell({ model, tokens: decimal(tokens), cost: decimal(cost), costKind });
const amounts = (result: ReturnType<typeof bridge>) =>
  Object.fromEntries(result.parts.map((part) => [part.id, format(part.amount)]));

describe("a bridge from month to month", () => {
  it("calls more of the same volume, and nothing else", () => {
    const result = bridge({ from: [usage("gpt-4.1", "1000000", "2")], to: [usage("gpt-4.1", "1500000", "3")] });
    expect(amounts(result)).toEqual({ volume: "1", mix: "0", price: "0", "one-off": "0" });
    expect(result.parts[0]?.note).toBe("50.0 % more tokens, most in gpt-4.1.");
  });
  it("calls the same tokens at another cost price", () => {
    const result = bridge({ from: [usage("gpt-4.1", "1000000", "2")], to: [usage("gpt-4.1", "1000000", "1.6")] });
    expect(amounts(result)).toMatchObject({ volume: "0", mix: "0", price: "-0.4" });
    expect(result.parts[2]?.note).toBe("Most in gpt-4.1, −0.40 for the same tokens.");
  });
  it("calls a model that is new or gone mix, not price", () => {
    const result = bridge({ from: [usage("dear", "1000000", "10")], to: [usage("cheap", "1000000", "1")] });
    expect(amounts(result)).toMatchObject({ volume: "0", mix: "-9", price: "0" });
    expect(result.parts[1]?.note).toBe("cheap is new with +1.00; dear is gone, −10.00.");
  });
  it("keeps what has no tokens apart, in both months, even when only one of them lacks the count", () => {
    const from = [cell({ cost: decimal("5") }), usage("b", "10", "1")];
    const to = [cell({ cost: decimal("7"), tokens: decimal("100") }), usage("b", "10", "1")];
    expect(amounts(bridge({ from, to }))).toMatchObject({ "usage-without-tokens": "2", volume: "0", price: "0" });
  });
  it("takes each cell once, in the stated order", () => {
    const to = [
      cell({ isOneOff: true, bearer: "unassigned", cost: decimal("1") }),
      cell({ bearer: "unassigned", cost: decimal("2") }),
      cell({ bearer: "idle", class: "rig", rigPart: "energy", cost: decimal("4") }),
      cell({ class: "shared", cost: decimal("8") }),
      cell({ class: "rig", rigPart: "depreciation", cost: decimal("16") }),
      cell({ class: "rig", rigPart: "energy", cost: decimal("32") }),
      cell({ class: "rig", rigPart: "hosting", cost: decimal("64") }),
      cell({ class: "rig", rigPart: "labour", cost: decimal("128") }),
    ];
    expect(amounts(bridge({ from: [], to }))).toEqual({
      volume: "0",
      mix: "0",
      price: "0",
      "one-off": "1",
      unassigned: "2",
      idle: "4",
      shared: "8",
      "rig-hardware": "16",
      energy: "32",
      hosting: "64",
      labour: "128",
    });
  });
  it("leaves out a part that is zero and was zero, but keeps one that did not move", () => {
    const rig = cell({ class: "rig", rigPart: "hosting", cost: decimal("64") });
    expect(Object.keys(amounts(bridge({ from: [rig], to: [rig] })))).toEqual([
      "volume",
      "mix",
      "price",
      "one-off",
      "hosting",
    ]);
  });

  const anyCell: fc.Arbitrary<Cell> = fc.record({
    class: fc.constantFrom("cloud", "cloud", "rig", "shared"),
    bearer: fc.constantFrom("team", "team", "team", "unassigned", "idle"),
    provider: fc.constantFrom("openai", "anthropic"),
    model: fc.constantFrom("a", "b", "c", null),
    costKind: fc.constantFrom("input", "output", "cacheRead", "other"),
    category: fc.constant("usage"),
    isOneOff: fc.boolean(),
    rigPart: fc.constantFrom("depreciation", "energy", "hosting", "labour", null),
    tokens: fc.option(
      fc.bigInt(0n, 10n ** 12n).map((units) => ({ units, scale: 0 })),
      { freq: 8 },
    ),
    cost: fc.bigInt(-(10n ** 14n), 10n ** 17n).map((units) => ({ units, scale: 12 })),
  });
  it("has parts that sum exactly to the difference, whatever the cells", () => {
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 30 }), fc.array(anyCell, { maxLength: 30 }), (from, to) => {
        const total = (cells: readonly Cell[]) => sum(cells.map((entry) => entry.cost));
        const parts = bridge({ from, to }).parts;
        expect(format(sum(parts.map((entry) => entry.amount)))).toBe(format(subtract(total(to), total(from))));
        for (const entry of parts) expect(entry.amount.scale).toBeLessThanOrEqual(12);
        for (const entry of parts) expect(entry.note).toMatch(/\.$/);
      }),
      { numRuns: 500 },
    );
  });
});
