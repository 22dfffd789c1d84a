import { describe, expect, it } from "vitest";
import { format } from "../decimal.ts";
import { filledQuarters } from "./fill.ts";
import { idleMilliwatts, weeklyMilliwatts } from "./fill-rules.ts";

const QUARTER_MS = 900_000;
const quarter = (index: number, milliwatts: number, isIdle: boolean | null = null) => ({
  atMs: index * QUARTER_MS,
  milliwatts,
  coveredMs: QUARTER_MS,
  isIdle,
});

describe("a stated fill", () => {
  it("counts only time in which nothing was measured, and of two statements the later", () => {
    const filled = filledQuarters(
      [
        { fromMs: 0, toMs: 4 * QUARTER_MS, milliwatts: [100_000] },
        { fromMs: 3 * QUARTER_MS, toMs: 4 * QUARTER_MS, milliwatts: [50_000] },
      ],
      {
        fromMs: 0,
        toMs: 4 * QUARTER_MS,
        coveredMs: (atMs) => (atMs === 0 ? QUARTER_MS : atMs === QUARTER_MS ? 300_000 : 0),
        hourOfWeek: () => 0,
      },
    );
    expect(filled.map(({ atMs, microjoules, filledMs }) => [atMs / QUARTER_MS, format(microjoules), filledMs])).toEqual(
      [
        [1, String(100_000 * 600_000), 600_000],
        [2, String(100_000 * QUARTER_MS), QUARTER_MS],
        [3, String(50_000 * QUARTER_MS), QUARTER_MS],
      ],
    );
  });

  it("takes idle power from quarter hours without work, else from the lower quarter of all", () => {
    expect(
      idleMilliwatts([quarter(0, 60, true), quarter(1, 80, true), quarter(2, 70, true), quarter(3, 10, false)]),
    ).toBe(70);
    expect(idleMilliwatts([400, 60, 410, 420, 58, 430, 440, 450].map((mw, at) => quarter(at, mw)))).toBe(58);
    expect(idleMilliwatts([])).toBeNull();
  });

  it("knows an hour of the week by its own readings, else by the mean of all", () => {
    const week = weeklyMilliwatts([quarter(0, 100), quarter(1, 200), quarter(4, 300)], (atMs) =>
      Math.floor(atMs / 3_600_000),
    );
    expect(week?.slice(0, 3)).toEqual([150, 300, 200]);
  });
});
