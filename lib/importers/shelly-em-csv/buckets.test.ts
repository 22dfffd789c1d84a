import { describe, expect, it } from "vitest";
import { readWhole } from "../testing/read-whole.ts";

const HEADER = "Date/time UTC,Active energy Wh (A),Returned energy Wh (A)";

async function seconds(stamps: readonly string[]): Promise<number[]> {
  const rows = stamps.map((stamp) => `2026-05-04 ${stamp},6.00,0.00`);
  const { energy } = await readWhole(`${[HEADER, ...rows].join("\n")}\n`);
  return energy.flatMap((item) => (item.is === "interval" ? [(item.toMs - item.fromMs) / 1000] : []));
}

describe("how long a Shelly's bucket is", () => {
  it("is the step to the next stamp of its block", async () => {
    expect(await seconds(["10:00", "10:10", "10:20"])).toEqual([600, 600, 600]);
    expect(await seconds(["10:00", "10:01", "10:02"])).toEqual([60, 60, 60]);
  });

  it("changes where a block of minutes follows one of tens, and the other way round", async () => {
    expect(await seconds(["10:00", "10:10", "10:11", "10:12"])).toEqual([600, 60, 60, 60]);
    expect(await seconds(["10:08", "10:09", "10:10", "10:20"])).toEqual([60, 60, 600, 600]);
  });

  it("does not grow over a gap, nor into another block", async () => {
    expect(await seconds(["10:00", "10:10", "11:40", "11:50"])).toEqual([600, 600, 600, 600]);
    expect(await seconds(["10:03", "10:04", "10:14", "10:15"])).toEqual([60, 60, 60, 60]);
    expect(await seconds(["10:00", "10:10", "04:00", "04:10"])).toEqual([600, 600, 600, 600]);
  });

  it("of a row alone is what its stamp allows", async () => {
    expect(await seconds(["10:07"])).toEqual([60]);
    expect(await seconds(["10:10"])).toEqual([600]);
  });

  it("is of UTC whatever the rig's zone", async () => {
    const { energy, issues } = await readWhole(`${HEADER}\r\n2026-10-25 00:30,6.00,0.00\r\n`, {
      options: { zone: "Europe/Stockholm" },
    });
    expect(energy.at(-1)).toMatchObject({ fromMs: Date.parse("2026-10-25T00:30:00Z") });
    expect(issues.map(({ code }) => code)).not.toContain("zone-missing");
  });

  it("counts phases of one file side by side, and duplicates once", async () => {
    const header = "Date/time UTC;Active energy Wh (A);Active energy Wh (B)";
    const rows = [
      "2026-05-04 10:00;100.5;50",
      "2026-05-04 10:10;100;50",
      "2026-05-04 10:00;100.5;50",
      "2026-05-04 10:10;100;50",
    ];
    const { summary } = await readWhole(`${[header, ...rows].join("\n")}\n`);
    expect(summary.energy?.kWh).toBe("0.3005");
    expect(summary.energy?.series.map(({ device }) => device)).toEqual(["Shelly phase A", "Shelly phase B"]);
  });
});
