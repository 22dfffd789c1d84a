import { describe, expect, it } from "vitest";
import { readWhole } from "../testing/read-whole.ts";

const reading = (watts: number | string, bmc = "Thu Jan  1 00:00:05 1970") =>
  [
    "",
    `    Instantaneous power reading:                   ${watts} Watts`,
    "    Minimum during sampling period:                124 Watts",
    "    Average power reading over sample period:      156 Watts",
    `    IPMI timestamp:                           ${bmc}`,
    "    Sampling period:                          00000001 Seconds.",
    "    Power reading state is:                   activated",
    "",
  ].join("\n");
const times = (samples: readonly { atMs: number }[]) =>
  samples.map(({ atMs }) => new Date(atMs).toISOString().slice(11, 19));

describe("a loop of ipmitool", () => {
  it.each([
    ["ISO", "2026-05-04T10:00:00Z", "2026-05-04T10:00:10Z"],
    ["date", "Mon May  4 10:00:00 UTC 2026", "Mon May  4 10:00:10 UTC 2026"],
    ["date, twelve hours", "Mon May  4 10:00:00 AM UTC 2026", "Mon May  4 10:00:10 AM UTC 2026"],
    ["date, day first", "Mon 04 May 2026 10:00:00 AM UTC", "Mon 04 May 2026 10:00:10 AM UTC"],
    ["epoch seconds", "1777888800", "1777888810"],
    ["between signs", "=== 2026-05-04 10:00:00 UTC ===", "=== 2026-05-04 10:00:10 UTC ==="],
  ])("with the time as %s", async (_, first, second) => {
    const { samples, summary } = await readWhole(`${first}\n${reading(400)}\n${second}\n${reading(440)}\n`);
    expect(times(samples)).toEqual(["10:00:00", "10:00:10"]);
    expect(summary.energy?.kWh).toBe("0.001166667");
  });

  it("with the time after each reading", async () => {
    const text = `${reading(400)}\n2026-05-04T10:00:00Z\n${reading(440)}\n2026-05-04T10:00:10Z\n`;
    const { samples } = await readWhole(text);
    expect(samples).toMatchObject([{ milliwatts: 400_000 }, { milliwatts: 440_000 }]);
    expect(times(samples)).toEqual(["10:00:00", "10:00:10"]);
  });

  it("with one time for several hosts", async () => {
    const tick = (time: string, a: number, b: number) => `${time}\nnode1:\n${reading(a)}\nnode2:\n${reading(b)}\n`;
    const { samples } = await readWhole(
      `${tick("2026-05-04T10:00:00Z", 400, 300)}${tick("2026-05-04T10:00:10Z", 410, 310)}`,
    );
    expect(samples.map(({ device, milliwatts }) => [device, milliwatts])).toEqual([
      ["node1", 400_000],
      ["node2", 300_000],
      ["node1", 410_000],
      ["node2", 310_000],
    ]);
    expect(times(samples)).toEqual(["10:00:00", "10:00:00", "10:00:10", "10:00:10"]);
  });

  it("does not place two readings at one time: without another the BMC's clock is taken", async () => {
    const bmc = (second: number) => `Mon May  4 10:00:${second} 2026`;
    const { samples, issues } = await readWhole(
      `Started 1777888700\n${reading(400, bmc(10))}\n${reading(440, bmc(20))}\n`,
    );
    expect(times(samples)).toEqual(["10:00:10", "10:00:20"]);
    expect(issues.map(({ code }) => code)).toContain("bmc-clock");
  });

  it("blocks the reading that has no time, where others have one", async () => {
    const { issues, samples } = await readWhole(`2026-05-04T10:00:00Z\n${reading(400)}\n${reading(440)}\n`);
    expect(samples).toHaveLength(1);
    expect(issues.filter(({ severity }) => severity === "blocking")).toMatchObject([{ row: 11, code: "date-missing" }]);
  });

  it("blocks text where watts should be, and takes 0 W and N/A for missing", async () => {
    const text = ["garbled", 0, "N/A", 400]
      .map((watts, at) => `2026-05-04T10:00:0${at}Z\n${reading(watts)}`)
      .join("\n");
    const { issues, samples } = await readWhole(text);
    expect(samples).toMatchObject([{ milliwatts: 400_000 }]);
    expect(issues.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "blocking power-unreadable",
      "warning power-zero",
      "notice power-missing",
    ]);
  });
});
