import { describe, expect, it } from "vitest";
import { FoldClock, ZoneWalls } from "./fold-clock.ts";
import { type StampFormat, WallStamps } from "./wall-stamp.ts";

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19);

describe("stamps of any column", () => {
  it.each<[StampFormat, string, string, number | null]>([
    ["iso", "2026-05-14", "2026-05-14T00:00:00", null],
    ["iso", "2026-05-14 09:30", "2026-05-14T09:30:00", null],
    ["iso", "2026-05-14T09:30:15.250+02:00", "2026-05-14T09:30:15", 120],
    ["iso", "2026-05-14 09:30:15 -0700", "2026-05-14T09:30:15", -420],
    ["iso", "2026-05-14T09:30:15Z", "2026-05-14T09:30:15", 0],
    ["iso", "2026-05-14 24:00", "2026-05-15T00:00:00", null],
    ["year-first", "2026/5/4 9:05", "2026-05-04T09:05:00", null],
    ["year-first", "20260514", "2026-05-14T00:00:00", null],
    ["year-first", "20260514 0930", "2026-05-14T09:30:00", null],
    ["day-first", "14.05.2026 09:30:15", "2026-05-14T09:30:15", null],
    ["day-first", "14.05.26, 09:30", "2026-05-14T09:30:00", null],
    ["month-first", "5/14/2026 12:05 AM", "2026-05-14T00:05:00", null],
    ["month-first", "5/14/2026 12:05:30 pm", "2026-05-14T12:05:30", null],
    ["epoch-seconds", "1793577600", "2026-11-02T00:00:00", 0],
    ["epoch-ms", "1793577600999", "2026-11-02T00:00:00", 0],
    ["auto", "14/05/2026 09:30", "2026-05-14T09:30:00", null],
  ])("reads %s %s", (format, text, wall, minutes) => {
    const stamps = new WallStamps(format);
    stamps.learn(text);
    for (const _ of ["once", "and again, the day now known"]) {
      const stamp = stamps.read(text);
      expect([stamp && iso(stamp.wallMs), stamp?.offsetMs === null ? null : (stamp?.offsetMs ?? 0) / 60_000]).toEqual([
        wall,
        minutes,
      ]);
    }
  });

  it.each<[StampFormat, string]>([
    ["iso", "2026-02-30 09:30"],
    ["iso", "2026-05-14 25:00"],
    ["iso", "2026-05-14 24:15"],
    ["iso", "2026-05-14 09:61"],
    ["iso", "14.05.2026"],
    ["day-first", "05/14/2026 00:00"],
    ["month-first", "5/14/2026 13:05 PM"],
    ["epoch-seconds", "2026-05-14"],
    ["auto", "04/05/2026 09:30"],
    ["auto", "soon"],
    ["auto", ""],
  ])("refuses %s %j", (format, text) => {
    const stamps = new WallStamps(format);
    stamps.read("2026-05-14 00:00");
    expect(stamps.read(text)).toBeNull();
  });

  it("reads every hour of two years as the zone shows it", () => {
    for (const zone of [
      "Europe/Stockholm",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kolkata",
      "America/Sao_Paulo",
    ]) {
      const clock = new FoldClock(new ZoneWalls(zone), { isEqualRepeat: true });
      const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
      let wrong = 0;
      for (let at = Date.UTC(2025, 0, 2); at < Date.UTC(2027, 0, 1); at += 1_800_000) {
        const wallMs = Date.parse(`${shown.format(at).replace(" ", "T")}Z`);
        if (clock.instantOf(wallMs) !== at) wrong += 1;
      }
      expect([zone, wrong]).toEqual([zone, 0]);
    }
  });
});
