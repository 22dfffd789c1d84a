import { describe, expect, it } from "vitest";
import type { RigMonth } from "../api/wire/rig-pages.ts";
import { capacityPicture } from "./capacity.ts";
import { powerPicture } from "./power.ts";

type Hour = RigMonth["power"][number];
const START = Date.UTC(2026, 4, 1);
const hoursOf = (given: readonly Partial<Hour>[]): Hour[] =>
  given.map((hour, at) => ({
    hour: new Date(START + at * 3_600_000).toISOString(),
    ...{ watts: null, coveredSeconds: 0, statedWatts: null, statedSeconds: 0 },
    ...hour,
  }));
const measured = (watts: string, coveredSeconds = 3600): Partial<Hour> => ({ watts, coveredSeconds });

describe("power through a month", () => {
  it("weights a day by the seconds measured and keeps a gap a gap", () => {
    const hours = hoursOf([
      ...Array.from({ length: 23 }, () => ({})),
      measured("100"),
      measured("200", 1800),
      ...Array.from({ length: 23 }, () => measured("200", 0)),
    ]);
    const picture = powerPicture(hours, { grain: "day", zone: "UTC" });
    expect(picture.points.map((point) => point.watts)).toEqual([100, 200]);
    expect(picture.points.map((point) => point.seconds)).toEqual([3600, 1800]);
    expect(picture.meanWatts).toBeCloseTo(400 / 3, 6);
    expect(picture.gaps.map((gap) => gap.hours)).toEqual([23, 23]);
  });

  it("begins days at midnight of the rig's clock", () => {
    const hours = hoursOf(Array.from({ length: 48 }, () => measured("100")));
    expect(powerPicture(hours, { grain: "day", zone: "Europe/Stockholm" }).points).toHaveLength(3);
    expect(powerPicture(hours, { grain: "day", zone: "UTC" }).points).toHaveLength(2);
  });

  it("stands a gap over the hours that were not measured", () => {
    const hours = hoursOf([measured("100"), measured("100"), {}, {}, measured("100")]);
    const [gap] = powerPicture(hours, { grain: "hour", zone: "UTC" }).gaps;
    expect(gap).toEqual({ from: 0.375, to: 0.875, hours: 2 });
  });

  it("keeps what was stated out of the line and the mean, and draws it as an area of its own", () => {
    const stated = { statedWatts: "400", statedSeconds: 3600 };
    const picture = powerPicture(hoursOf([measured("100"), stated, stated, measured("100")]), {
      grain: "hour",
      zone: "UTC",
    });
    expect(picture.points.map((point) => point.watts)).toEqual([100, null, null, 100]);
    expect(picture.meanWatts).toBe(100);
    expect(picture.top).toBe(400);
    expect(picture.stated).toHaveLength(1);
    expect(Math.min(...(picture.stated[0] ?? []).map((corner) => corner.y))).toBe(0);
  });
});

describe("a capacity curve", () => {
  const point = (concurrency: number, outputTokensPerSecond: number | null, isMet: boolean | null = true) => ({
    ...{ concurrency, outputTokensPerSecond, isMet },
    requestsPerSecond: concurrency / 2,
    latencyMs: concurrency * 100,
  });
  const capacity = (curve: RigMonth["capacity"][number]["curve"], at: number | null = null) => ({
    ...{ curve, at, model: "qwen3", text: "", tests: [] },
    prefillTokensPerSecond: null,
    decodeTokensPerSecond: null,
  });

  it("draws tokens a second, or requests where a test counts no tokens", () => {
    expect(capacityPicture(capacity([point(1, 100), point(8, 400)]), "wide")?.rate.of).toBe("tokens");
    expect(capacityPicture(capacity([point(1, 100), point(8, null)]), "wide")?.rate.of).toBe("requests");
  });

  it("is no curve with one load", () => {
    expect(capacityPicture(capacity([point(1, 100)]), "wide")).toBeNull();
  });

  it("hatches what was late, and only that", () => {
    const curve = [point(1, 100), point(8, 400), point(16, 500, false)];
    expect(capacityPicture(capacity(curve, 8), "wide")?.limit?.isBounded).toBe(true);
    expect(capacityPicture(capacity(curve.slice(0, 2), 8), "wide")?.limit?.isBounded).toBe(false);
  });

  it("keeps every dot inside its frame", () => {
    const picture = capacityPicture(capacity([point(1, 0.2), point(64, 12_345.6)], 64), "narrow");
    const names = [picture?.names.rate, picture?.names.latency].flatMap((dot) => dot ?? []);
    for (const dot of [...(picture?.rate.dots ?? []), ...(picture?.latency ?? []), ...names]) {
      expect(dot.x).toBeGreaterThanOrEqual(picture?.left ?? 0);
      expect(dot.x).toBeLessThanOrEqual(picture?.right ?? 0);
      expect(dot.y).toBeGreaterThanOrEqual(picture?.top ?? 0);
      expect(dot.y).toBeLessThanOrEqual(picture?.bottom ?? 0);
    }
  });
});
