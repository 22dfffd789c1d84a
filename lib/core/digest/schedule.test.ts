import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { day } from "../calendar.ts";
import { type DigestSchedule, daysOfPeriod, duePeriods, isoWeekOf, latestPeriod, nextPeriod } from "./schedule.ts";

const NONE: ReadonlySet<string> = new Set();
const monthly: DigestSchedule = {
  cadence: "monthly",
  dayOfMonth: 12,
  weekday: 0,
  hour: 12,
  zone: "Europe/Stockholm",
  startMs: Date.parse("2026-01-01T00:00:00Z"),
};
const weekly: DigestSchedule = { ...monthly, cadence: "weekly", weekday: 0, hour: 9 };
const due = (schedule: DigestSchedule, at: string, done = NONE) =>
  duePeriods(schedule, Date.parse(at), done).map((period) => period.period);

describe("when a digest is due", () => {
  it("sends the last complete month, from its day and hour in the subscriber's zone on", () => {
    expect(due(monthly, "2026-06-12T09:59:59Z")).toEqual(["2026-04"]); // 11:59 in Stockholm
    expect(due(monthly, "2026-06-12T10:00:00Z")).toEqual(["2026-05"]);
    expect(due(monthly, "2026-06-30T10:00:00Z")).toEqual(["2026-05"]);
  });
  it("sends a period once", () => {
    expect(due(monthly, "2026-06-20T10:00:00Z", new Set(["2026-05"]))).toEqual([]);
  });
  it("sends nothing for a time before the subscription", () => {
    const startMs = Date.parse("2026-06-13T00:00:00Z");
    expect(due({ ...monthly, startMs }, "2026-06-20T10:00:00Z")).toEqual([]);
    expect(due({ ...monthly, startMs }, "2026-07-12T10:00:00Z")).toEqual(["2026-06"]);
  });
  it("sends only the latest after a long silence", () => {
    expect(due(monthly, "2026-11-20T00:00:00Z", new Set(["2026-02"]))).toEqual(["2026-10"]);
  });
  it("names weeks as ISO does, over the turn of a year too", () => {
    expect(isoWeekOf(day("2026-06-01"))).toBe("2026-W23");
    expect(isoWeekOf(day("2027-01-03"))).toBe("2026-W53");
    expect(isoWeekOf(day("2024-12-30"))).toBe("2025-W01");
    expect(due(weekly, "2026-06-08T07:00:00Z")).toEqual(["2026-W23"]); // Monday 09:00 in Stockholm
    expect(due(weekly, "2026-06-08T06:59:59Z")).toEqual(["2026-W22"]);
    expect(due({ ...weekly, weekday: 4, hour: 16, zone: "Africa/Lagos" }, "2026-06-12T15:00:00Z")).toEqual([
      "2026-W23",
    ]);
  });
  it("keeps its hour through a clock change, and moves an hour that does not exist to the next that does", () => {
    const night: DigestSchedule = { ...weekly, weekday: 6, hour: 2 };
    // 29 March 2026: 02:00 to 03:00 is missing in Stockholm.
    expect(due(night, "2026-03-29T00:59:59Z")).toEqual(["2026-W11"]);
    expect(due(night, "2026-03-29T01:00:00Z")).toEqual(["2026-W12"]);
    // 25 October 2026: 02:00 comes twice; the first counts.
    expect(due(night, "2026-10-25T00:00:00Z")).toEqual(["2026-W42"]);
    expect(nextPeriod(monthly, Date.parse("2026-10-20T00:00:00Z")).dueMs).toBe(Date.parse("2026-11-12T11:00:00Z"));
  });
  it("finds the days of a period by its name", () => {
    expect(daysOfPeriod("2026-02")).toMatchObject({ from: "2026-02-01", to: "2026-02-28" });
    expect(daysOfPeriod("2026-W23")).toMatchObject({ from: "2026-06-01", to: "2026-06-07" });
    expect(daysOfPeriod("2026-W53")).toMatchObject({ from: "2026-12-28", to: "2027-01-03" });
  });
  it("says what a mail sent now would speak of", () => {
    expect(latestPeriod(monthly, Date.parse("2026-06-01T00:00:00Z"))).toMatchObject({
      period: "2026-05",
      from: "2026-05-01",
      to: "2026-05-31",
    });
    expect(latestPeriod(weekly, Date.parse("2026-06-10T00:00:00Z")).period).toBe("2026-W23");
  });
  it("over a year of half days, in any zone, sends every period exactly once", () => {
    const schedule = fc.record({
      cadence: fc.constantFrom("monthly" as const, "weekly" as const),
      dayOfMonth: fc.integer({ min: 1, max: 28 }),
      weekday: fc.integer({ min: 0, max: 6 }),
      hour: fc.integer({ min: 0, max: 23 }),
      zone: fc.constantFrom("UTC", "Europe/Stockholm", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe"),
      startMs: fc.constant(Date.parse("2026-01-01T00:00:00Z")),
    });
    fc.assert(
      fc.property(schedule, (one) => {
        const sent = new Set<string>();
        let mails = 0;
        for (let now = one.startMs; now < one.startMs + 366 * 86_400_000; now += 12 * 3_600_000) {
          for (const period of duePeriods(one, now, sent)) {
            sent.add(period.period);
            mails += 1;
            expect(now - period.dueMs).toBeLessThan(12 * 3_600_000 + 1);
          }
        }
        expect(mails).toBeGreaterThanOrEqual(one.cadence === "monthly" ? 12 : 52);
        expect(mails).toBeLessThanOrEqual(one.cadence === "monthly" ? 13 : 53);
      }),
      { numRuns: 5 },
    );
  });
});
