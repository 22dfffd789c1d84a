import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readWhole, type WholeFile } from "./testing/read-whole.ts";

/** Files made by other people, read where they lie: the folder is named by REAL_SAMPLES. */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);

const read = (path: string, zone: string | null = null): Promise<WholeFile> =>
  readWhole(readFileSync(join(folder, path)), { fileName: path.split("/").at(-1) ?? path, options: { zone } });
const blocking = ({ issues }: WholeFile) => issues.filter(({ severity }) => severity === "blocking");

// Every figure was computed apart from this code, by a Python script with Decimal over the same files.
describe.skipIf(!isThere)("servers, plugs and meters, as others have them", () => {
  it("Shelly 3EM: blocks out of order and thirty days twice come to 1,770.33 kWh", async () => {
    const file = await read("shelly/shelly-em3-em_data_phaseA.csv");
    expect(file.summary).toMatchObject({ format: "shelly-em-csv" });
    expect(file.summary.energy).toMatchObject({ kWh: "1770.33157", coverage: 1, gapCount: 0 });
    expect(file.summary.energy?.series).toMatchObject([
      {
        device: "Shelly phase A",
        scope: "wall",
        kind: "interval",
        readings: 57_158,
        from: "2024-05-30T00:00:00.000Z",
        to: "2025-05-20T07:02:00.000Z",
      },
    ]);
    expect(file.issues.find(({ code }) => code === "readings-overlap")?.message).toContain("4320 intervals");
    expect(blocking(file)).toEqual([]);
  });

  it("ipmitool: one reading at the BMC's own time, no energy yet", async () => {
    const file = await read("server-power/ipmitool-dcmi-power-reading.txt");
    expect(file.summary).toMatchObject({ format: "ipmi-power-text" });
    expect(file.samples).toEqual([
      { row: 1, device: "server", atMs: Date.parse("2016-08-01T21:22:51Z"), milliwatts: 167_000 },
    ]);
    expect(file.issues.map(({ code }) => code)).toEqual(["zone-missing", "bmc-clock"]);
  });

  it.each(["server-power/telegraf-redfish-dell_power.json", "server-power/telegraf-redfish-hp_power.json"])(
    "%s is a snapshot without a time: refused with what to log",
    async (path) => {
      const file = await read(path);
      expect(file.summary.format).toBe("redfish-power-json");
      expect(file.samples).toEqual([]);
      expect(blocking(file)).toMatchObject([{ code: "no-time" }]);
    },
  );

  it("Tasmota and Shelly messages: counters and watts to the last digit, 1970 left out", async () => {
    const file = await read("meters/tasmota-shelly-messages.jsonl", "UTC");
    expect(file.summary.format).toBe("plug-messages");
    const counters = file.energy.flatMap((item) => (item.is === "counter" ? [[item.row, item.millijoules]] : []));
    expect(counters).toEqual([
      [1, 10_126_800_000],
      [1, 914_400_000],
      [2, 1_850_950_800_000],
      [4, 168_448_543_200],
      [5, 3_287_707_200],
    ]);
    expect(file.samples.map(({ row, milliwatts }) => [row, milliwatts])).toEqual([
      [1, 52_000],
      [1, 5_000],
      [2, 56_000],
      [4, 10_700],
      [5, 25_700],
    ]);
    expect(file.samples.at(-1)?.atMs).toBe(1_782_936_360_000);
    expect(file.issues.find(({ code }) => code === "clock-not-set")).toMatchObject({ severity: "warning", row: 3 });
    expect(blocking(file)).toEqual([]);
  });

  it("Home Assistant history of an entity whose name does not tell its unit: asked for", async () => {
    const file = await read("homeassistant/ha-history-export-tail.csv");
    expect(file.summary.format).toBe("home-assistant-history-csv");
    expect(file.summary.energy).toBeUndefined();
    expect(blocking(file)).toMatchObject([{ code: "unit-missing", row: 2, column: "state" }]);
  });

  it.each(["meters/nut-upslog-default-format.txt", "meters/telegraf-nut-upsd-CP900EPFCLCD-variables.txt"])(
    "%s holds no watts: refused with what to log",
    async (path) => {
      const file = await read(path);
      expect(file.summary.format).toBe("nut-upslog");
      expect(blocking(file)).toMatchObject([{ code: "no-watts", row: 1 }]);
    },
  );
});
