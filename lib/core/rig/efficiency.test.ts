import { describe, expect, it } from "vitest";
import { type Decimal, decimal, format } from "../decimal.ts";
import { type EfficiencyInput, efficiencyOf } from "./efficiency.ts";

/** A month of 720 hours, a quarter of them busy at 500 W, the others idle at 100 W: 144 kWh at 0.25. */
const MONTH: EfficiencyInput = {
  cost: decimal(336),
  energyCost: decimal(36),
  wallKwh: decimal(144),
  tokens: decimal(60_000_000),
  busyPercent: decimal(25),
  targetPercent: decimal(50),
  idleWatts: decimal(100),
  busyWatts: decimal(500),
  hours: decimal(720),
};
const of = (parts: Partial<EfficiencyInput> = {}) => {
  const found = efficiencyOf({ ...MONTH, ...parts });
  const text = (value: Decimal | null) => value && format(value);
  return [found.costPerMillion, found.whPerMillion, found.targetCostPerMillion, found.targetWhPerMillion].map(text);
};

describe("what a million tokens cost on a rig", () => {
  it("is the month over its tokens, and at the target the fixed cost over more of them with their energy", () => {
    // Today 336 / 60 and 144,000 Wh / 60. At 50 %: 120M tokens; 216 kWh, 54 of energy; (300 + 54) / 120, 216,000 / 120.
    expect(of()).toEqual(["5.6", "2400", "2.95", "1800"]);
  });
  it("lets energy grow with the use where idle and busy watts are not known", () => {
    expect(of({ idleWatts: null })).toEqual(["5.6", "2400", "3.1", "2400"]); // (300 + 72) / 120
  });
  it("has no energy where none was measured, and keeps its cost", () => {
    expect(of({ wallKwh: null, energyCost: decimal(0), cost: decimal(300) })).toEqual(["5", null, "2.5", null]);
  });
  it("is not known without tokens, which is not 0", () => {
    expect(of({ tokens: null })).toEqual([null, null, null, null]);
    expect(of({ tokens: decimal(0) })).toEqual([null, null, null, null]);
  });
  it("has no target where the time at work is not known, is none, or is above it", () => {
    for (const busyPercent of [null, decimal(0), decimal(51)])
      expect(of({ busyPercent })).toEqual(["5.6", "2400", null, null]);
  });
  it("at the target itself is today's", () => {
    expect(of({ targetPercent: decimal(25) })).toEqual(["5.6", "2400", "5.6", "2400"]);
  });
});
