import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StampReader } from "../source/stamps.ts";
import { MISSING, NEGATIVE, readMilliwatts, UNREADABLE } from "../source/watts.ts";
import { readWhole } from "../testing/read-whole.ts";

describe("watts", () => {
  it.each([
    [" 62.87 W", 62_870],
    ["62.87", 62_870],
    ["62", 62_000],
    ["62.8765", 62_877],
    ["62.8764", 62_876],
    ["62870 mW", 62_870],
    ["0.00 W", 0],
    ["62,87 W", 62_870],
    ["62,8", 62_800],
  ])("reads %j as %i mW", (cell, expected) => {
    expect(readMilliwatts(cell, 1000)).toBe(expected);
  });

  it.each([
    "[N/A]",
    "N/A",
    "[Not Supported]",
    "[Insufficient Permissions]",
    "[Unknown Error]",
    "[GPU is lost]",
    "ERR!",
    "",
  ])("takes %j as missing, never as 0", (cell) => expect(readMilliwatts(cell, 1000)).toBe(MISSING));

  it("tells what is no number and what is negative from missing", () => {
    expect(readMilliwatts("62.87 %", 1000)).toBe(UNREADABLE);
    expect(readMilliwatts("sixty", 1000)).toBe(UNREADABLE);
    // A thousand and more, or one and a bit.
    expect(readMilliwatts("1,234 W", 1000)).toBe(UNREADABLE);
    expect(readMilliwatts("-3.5 W", 1000)).toBe(NEGATIVE);
  });

  it("reads every tenth of a milliwatt half up", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000_000 }), (tenths) => {
        const text = `${Math.floor(tenths / 10_000)}.${String(tenths % 10_000).padStart(4, "0")}`;
        expect(readMilliwatts(text, 1000)).toBe(Math.floor((tenths + 5) / 10));
      }),
    );
  });
});

describe("stamps", () => {
  const read = (text: string, zone: string | null = null) => {
    const ms = new StampReader(zone).read(text);
    return Number.isNaN(ms) ? null : new Date(ms).toISOString();
  };

  it.each([
    ["2026/05/09 03:57:48.161", "2026-05-09T03:57:48.161Z"],
    ["2026-05-09 03:57:48.769030", "2026-05-09T03:57:48.769Z"],
    ["2026-05-09T03:57:48+02:00", "2026-05-09T01:57:48.000Z"],
    ["2026-05-09T03:57:48.5Z", "2026-05-09T03:57:48.500Z"],
    ["1793577600.215", "2026-11-02T00:00:00.215Z"],
    ["1793577600215", "2026-11-02T00:00:00.215Z"],
  ])("reads %s", (text, expected) => expect(read(text)).toBe(expected));

  it.each([
    "2026/02/30 03:57:48.161",
    "2026/05/09 24:00:00",
    "2026/05/09",
    "03:57:48",
    "soon",
    "",
    "04-03-2021 13:32:39",
  ])("refuses %j", (text) => expect(read(text)).toBeNull());

  it("reads local stamps in the rig's zone", () => {
    expect(read("2026/07/18 15:57:25.000", "America/Los_Angeles")).toBe("2026-07-18T22:57:25.000Z");
    expect(read("2026/01/18 15:57:25.000", "Asia/Kolkata")).toBe("2026-01-18T10:27:25.000Z");
  });

  it("goes through the hour that autumn repeats twice, and over the one that spring skips", () => {
    const autumn = new StampReader("Europe/Oslo");
    const passes = ["02:59:00", "02:59:59", "02:00:00", "02:59:59", "03:00:00"].map((time) =>
      new Date(autumn.read(`2026/10/25 ${time}.000`)).toISOString().slice(11, 19),
    );
    expect(passes).toEqual(["00:59:00", "00:59:59", "01:00:00", "01:59:59", "02:00:00"]);
    expect(autumn.clock?.beganInRepeat).toBe(true);
    const spring = new StampReader("Europe/Oslo");
    expect(new Date(spring.read("2026/03/29 01:59:59.000")).toISOString().slice(11, 19)).toBe("00:59:59");
    expect(new Date(spring.read("2026/03/29 03:00:00.000")).toISOString().slice(11, 19)).toBe("01:00:00");
    expect(spring.clock?.skipped).toBe(0);
    spring.read("2026/03/29 02:30:00.000");
    expect(spring.clock?.skipped).toBe(1);
  });
});

const TICKS = Array.from({ length: 60 }, (_, second) => `2026/05/09 03:57:${String(second).padStart(2, "0")}.000`);
/** 59 s at 100 W. */
const KWH = "0.001638889";

describe("a power log", () => {
  const energyOf = async (text: string, zone: string | null = "UTC") => {
    const { summary } = await readWhole(text, { options: { zone } });
    return { energy: summary.energy, issues: summary.issues };
  };

  it.each([
    ["units in header and cells", "timestamp, power.draw [W]", " 100.00 W"],
    ["units in the header", "timestamp,power.draw [W]", "100.00"],
    ["units in the cells", "timestamp, power.draw", " 100.00 W"],
    ["no units", "timestamp,power.draw", "100.00"],
    ["the average asked for", "timestamp, power.draw.average [W]", " 100.00 W"],
    ["an instant asked for", "timestamp, power.draw.instant [W]", " 100.00 W"],
    ["a script's name for it", "timestamp,power_draw_W", "100.0"],
    ["no header", null, " 100.00 W, 40"],
  ])("with %s gives its energy", async (_, header, cell) => {
    const rows = TICKS.map((stamp) => `${stamp},${cell}`);
    const { energy, issues } = await energyOf([...(header ? [header] : []), ...rows].join("\n"));
    expect(energy).toMatchObject({ kWh: KWH, coverage: 1, series: [{ device: "GPU0", readings: 60 }] });
    expect(issues).toEqual([]);
  });

  it("never takes the limit for the draw, with or without a header", async () => {
    const rows = TICKS.map((stamp, index) => `${stamp}, 300.00 W, ${index % 2 === 0 ? "100.00" : "100.00"}1 W`);
    const headed = await energyOf(["timestamp, power.limit [W], power.draw [W]", ...rows].join("\n"));
    expect(headed.energy?.series[0]?.readings).toBe(60);
    const alone = await energyOf(
      TICKS.map((stamp, index) => `${stamp}, 300.00 W, ${100 + (index % 3)}.00 W`).join("\n"),
    );
    expect(Number(alone.energy?.kWh)).toBeLessThan(0.002);
    const unsure = await energyOf(TICKS.map((stamp) => `${stamp}, 300.00 W, 100.00 W`).join("\n"));
    expect(unsure.energy).toBeUndefined();
    expect(unsure.issues).toContainEqual(expect.objectContaining({ severity: "blocking", code: "no-watts" }));
  });

  it("reads UTF-16 from a Windows shell", async () => {
    const text = `\uFEFFtimestamp, power.draw [W]\r\n${TICKS.map((stamp) => `${stamp}, 100.00 W`).join("\r\n")}\r\n`;
    const bytes = new Uint8Array(new Uint16Array([...text].map((character) => character.charCodeAt(0))).buffer);
    const { summary } = await readWhole(bytes, { options: { zone: "UTC" } });
    expect(summary.energy?.kWh).toBe(KWH);
  });

  it("leaves a gap a gap and says how much of the time is covered", async () => {
    const late = TICKS.map((stamp) => `${stamp.replace("03:57", "04:57")}, 100.00 W`);
    const rows = [...TICKS.map((stamp) => `${stamp}, 100.00 W`), ...late];
    const { energy } = await energyOf(`timestamp, power.draw [W]\n${rows.join("\n")}`);
    expect(energy).toMatchObject({ kWh: "0.003277778", gapCount: 1 });
    expect(energy?.coverage).toBeCloseTo(118 / 3659, 6);
  });

  it("blocks dates that may be read two ways, unless one of them tells", async () => {
    const header = "timestamp,power.draw [W]";
    const unsure = await energyOf(`${header}\n04-03-2026 13:32:39,100\n04-03-2026 13:32:40,100\n`);
    expect(unsure.issues).toContainEqual(
      expect.objectContaining({ severity: "blocking", code: "date-ambiguous", row: 2 }),
    );
    const sure = await energyOf(`${header}\n03/12/2026 23:59:59,100\n03/13/2026 00:00:00,100\n`);
    expect(sure.energy?.series[0]?.from).toBe("2026-03-12T23:59:59.000Z");
  });

  it("blocks a clock that was not set and a stamp that is missing", async () => {
    const text = `timestamp, power.draw [W]\n1970-01-01 00:33:28, 5 W\n, 100 W\n${TICKS.map((stamp) => `${stamp}, 100 W`).join("\n")}`;
    const { issues, energy } = await energyOf(text);
    expect(issues).toContainEqual(expect.objectContaining({ severity: "blocking", code: "date-out-of-range", row: 2 }));
    expect(issues).toContainEqual(expect.objectContaining({ severity: "blocking", code: "date-missing", row: 3 }));
    expect(energy?.kWh).toBe(KWH);
  });

  it("does not count an appended log twice", async () => {
    const rows = TICKS.map((stamp) => `${stamp}, 100.00 W`).join("\n");
    const { energy, issues } = await energyOf(
      `timestamp, power.draw [W]\n${rows}\ntimestamp, power.draw [W]\n${rows}\n`,
    );
    expect(energy?.kWh).toBe(KWH);
    expect(issues).toContainEqual(expect.objectContaining({ severity: "warning", code: "readings-overlap" }));
  });
});
