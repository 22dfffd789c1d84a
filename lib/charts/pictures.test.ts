import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bridge, HistoryMonth } from "../api/wire/statement.ts";
import { barShares, sparkHeights } from "./bars.ts";
import { bridgePicture } from "./bridge.ts";
import { historyPicture } from "./history.ts";
import { roundStep } from "./numbers.ts";
import { heatSteps } from "./power.ts";

const month = (name: string, cloud: string, rest: Partial<HistoryMonth> = {}): HistoryMonth => ({
  month: name,
  hasData: true,
  daysCovered: 30,
  daysInMonth: 30,
  isFinished: true,
  cloud,
  rig: "500",
  shared: "100",
  total: "0",
  estimated: null,
  ...rest,
});

const bridgeOf = (from: string, parts: readonly string[], to: string): Bridge => ({
  from: { month: "2026-04", amount: from },
  to: { month: "2026-05", amount: to },
  parts: parts.map((amount) => ({ id: "volume", label: "Volume", note: "", amount, percent: null })),
  method: "",
});

describe("the twelve-month history", () => {
  it("draws the last twelve months and marks the chosen one", () => {
    const months = Array.from({ length: 14 }, (_, index) =>
      month(`2026-${String(index + 1).padStart(2, "0")}`, "1000"),
    );
    const picture = historyPicture(months, { selected: "2026-12", frame: "wide" });
    expect(picture.bars).toHaveLength(12);
    expect(picture.bars.find((bar) => bar.isSelected)?.month).toBe("2026-12");
  });

  it("stands every bar on zero and hangs a credit below it", () => {
    const picture = historyPicture([month("2026-05", "1000"), month("2026-06", "-300")], {
      selected: "2026-06",
      frame: "wide",
    });
    const [plain, credit] = picture.bars;
    const bottom = Math.max(...(plain?.parts ?? []).map((part) => part.y + part.height));
    expect(bottom).toBeCloseTo(picture.zero, 0);
    expect(credit?.parts.find((part) => part.class === "cloud")?.y).toBeGreaterThanOrEqual(picture.zero);
  });

  it("hatches as much of a bar as nobody billed", () => {
    const months = [month("2026-05", "1000"), month("2026-06", "1000", { estimated: "400" })];
    const [billed, partly] = historyPicture(months, { selected: "2026-06", frame: "wide" }).bars;
    expect(billed?.estimatedHeight).toBe(0);
    const whole = (partly?.parts ?? []).reduce((total, part) => total + part.height, 0);
    expect((partly?.estimatedHeight ?? 0) / whole).toBeCloseTo(0.25, 1);
  });

  it("outlines where an unfinished month is heading by its cloud cost alone", () => {
    const unfinished = month("2026-06", "1000", { isFinished: false, daysCovered: 10 });
    const [bar] = historyPicture([unfinished], { selected: "2026-06", frame: "narrow" }).bars;
    expect(bar?.paceAmount).toBe(3600);
    expect(bar?.isUnfinished).toBe(true);
  });

  it("draws nothing for months without data and does not divide by zero", () => {
    const none = month("2026-05", "0", { hasData: false, rig: "0", shared: "0" });
    const picture = historyPicture([none], { selected: "2026-05", frame: "wide" });
    expect(picture.bars[0]?.parts).toEqual([]);
    expect(Number.isFinite(picture.zero)).toBe(true);
  });
});

describe("the bridge", () => {
  it("hands each bar over to the next and ends at the later total", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.array(fc.integer({ min: -20_000, max: 20_000 }), { maxLength: 10 }),
        (from, parts) => {
          const to = from + parts.reduce((sum, part) => sum + part, 0);
          const picture = bridgePicture(bridgeOf(String(from), parts.map(String), String(to)));
          const last = picture.parts.at(-1) ?? picture.from;
          expect(last.end).toBeCloseTo(picture.to.end, 5);
          for (const bar of [picture.from, ...picture.parts, picture.to]) {
            expect(bar.left).toBeGreaterThanOrEqual(0);
            expect(bar.left + bar.width).toBeLessThanOrEqual(100);
          }
        },
      ),
    );
  });

  it("starts above zero only when the change is small against the totals, at a round amount", () => {
    expect(bridgePicture(bridgeOf("39139.35", ["3625.67"], "42765.02")).start).toBeGreaterThan(30_000);
    expect(bridgePicture(bridgeOf("100", ["900"], "1000")).start).toBe(0);
  });
});

describe("small bars and heat", () => {
  it("leaves a month without a figure out of its row", () => {
    expect(sparkHeights([null, "0", "10"])).toEqual([null, 1, 24]);
    expect(sparkHeights(["0"])).toEqual([1]);
  });

  it("gives a credit no room in a split bar", () => {
    expect(barShares(["75", "25", "-10"])).toEqual([75, 25, 0]);
    expect(barShares(["0", "0"])).toEqual([0, 0]);
  });

  it("puts the highest cell on the last step and leaves the unmeasured empty", () => {
    expect(heatSteps([["0", "700", null]])).toEqual([[0, 6, null]]);
  });

  it("steps an axis by round numbers", () => {
    expect(roundStep(42_765, 5)).toBe(10_000);
    expect(roundStep(7, 5)).toBe(2);
  });
});
