import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkEnergyMapping } from "../core/energy-mapping.ts";
import { mappedEnergy } from "./mapped-energy/index.ts";
import { readFile } from "./read-file.ts";
import { Summary } from "./summarise.ts";
import { readWhole } from "./testing/read-whole.ts";

/** Meter files of other people, read where they lie; expectations were reckoned apart from this code, in decimals. */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);

const textOf = (path: string) => readFileSync(join(folder, path), "utf8");
const read = (path: string, zone: string | null) => readWhole(textOf(path), { fileName: path, options: { zone } });

describe.skipIf(!isThere)("real files of meters", () => {
  it("HomeWizard: both tariffs are one counter, and every quarter of the month is there", async () => {
    const { summary, energy } = await read("meters/homewizard-2022-09-15min-elec.csv", "Europe/Amsterdam");
    expect(summary).toMatchObject({ format: "homewizard-csv", lines: 2880 });
    expect(summary.energy).toMatchObject({ kWh: "1356.427", coverage: 1, gapCount: 0 });
    // 8350.274 + 4650.277 = 13,000.551 kWh at local midnight
    expect(energy.find((item) => item.is === "counter")).toMatchObject({
      row: 2,
      atMs: Date.parse("2022-08-31T22:00:00Z"),
      millijoules: 46_801_983_600_000,
    });
    expect(summary.issues.filter(({ severity }) => severity !== "notice")).toEqual([]);
  });

  it("HomeWizard: a meter of one phase", async () => {
    const { summary } = await read("meters/homewizard-1phase-kwh-meter.csv", "Europe/Amsterdam");
    expect(summary.energy).toMatchObject({ kWh: "0.162", coverage: 1 });
    expect(summary.coverage).toEqual({ from: "2024-10-20", to: "2024-10-20" });
  });

  it("InfluxDB: a counter with offsets needs no zone", async () => {
    const { summary, issues } = await read("meters/influxdb-chronograf.csv", null);
    expect(summary).toMatchObject({ format: "grafana-csv", lines: 291, energy: { kWh: "622.6", coverage: 1 } });
    expect(summary.energy?.series).toMatchObject([
      { scope: "wall", kind: "counter", from: "2026-02-13T09:00:00.000Z" },
    ]);
    expect(issues.map(({ code }) => code)).not.toContain("zone-missing");
  });

  it("Home Assistant by a mapping: 22 states of a register are 0.081 kWh", async () => {
    const mapping = checkEnergyMapping({
      kind: "energy",
      name: "Register",
      time: { column: "last_changed" },
      layout: { is: "long", deviceColumn: "entity_id", valueColumn: "state" },
      ...{ unit: "kWh", series: "counter", scope: "wall" },
    });
    const sink = new Summary();
    const importer = mappedEnergy(mapping, "");
    async function* bytes() {
      yield readFileSync(join(folder, "homeassistant/ha-history-export-tail.csv"));
    }
    const options = { account: null, zone: null, nowMs: Date.parse("2026-11-21T12:00:00Z") };
    await readFile({ fileName: "history.csv", bytes: bytes(), sink, options, importer });
    expect(sink.result({ file: "history.csv", importer }).energy).toMatchObject({ kWh: "0.081", coverage: 1 });
  });
});
