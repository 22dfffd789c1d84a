import { describe, expect, it } from "vitest";
import type { EnergyItem } from "../../core/energy/series.ts";
import { checkEnergyMapping } from "../../core/energy-mapping.ts";
import type { PowerSample } from "../../core/usage-line.ts";
import { readFile } from "../read-file.ts";
import { Summary } from "../summarise.ts";
import { mappedEnergy } from "./index.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");

class Heard extends Summary {
  readonly samples: PowerSample[] = [];
  readonly items: EnergyItem[] = [];
  override sample(sample: PowerSample): void {
    super.sample(sample);
    this.samples.push(sample);
  }
  override energy(item: EnergyItem): void {
    super.energy(item);
    this.items.push(item);
  }
}

async function read(json: object, lines: readonly string[], zone: string | null = null) {
  const importer = mappedEnergy(
    checkEnergyMapping({ kind: "energy", name: "Table", time: { column: "t" }, scope: "wall", ...json }),
    "",
  );
  const sink = new Heard();
  async function* bytes() {
    yield new TextEncoder().encode(`${lines.join("\n")}\n`);
  }
  await readFile({ fileName: "t.csv", bytes: bytes(), sink, options: { account: null, zone, nowMs: NOW }, importer });
  const { energy, issues } = sink.result({ file: "t.csv", importer });
  const said = issues.map(({ severity, code, row }) => `${severity} ${code} ${row ?? ""}`.trim());
  return { energy, said, samples: sink.samples, items: sink.items };
}
const at = (minute: number) => `2026-05-01 12:${String(minute).padStart(2, "0")}:00Z`;
const LONG = { layout: { is: "long", valueColumn: "v" } };

describe("a mapped table of power", () => {
  it("is wide: one device a column, with the names a person gave, and nothing of the total", async () => {
    const layout = { is: "wide", columns: [{ column: "N1", device: "node 1" }, { column: "n2" }] };
    const { energy, samples, said } = await read({ layout, unit: "W", series: "polled", scope: "server" }, [
      "t,n1,n2,total",
      ...[0, 1, 2].map((minute) => `${at(minute)},600,1200 W,1800`),
    ]);
    expect(samples.map(({ row, device, milliwatts }) => [row, device, milliwatts]).slice(0, 2)).toEqual([
      [2, "node 1", 600_000],
      [2, "n2", 1_200_000],
    ]);
    // 1.8 kW for two minutes
    expect(energy).toMatchObject({ kWh: "0.06", coverage: 1 });
    expect(energy?.series.map(({ device, scope, kWh }) => [device, scope, kWh])).toEqual([
      ["n2", "server", "0.04"],
      ["node 1", "server", "0.02"],
    ]);
    expect(said).toEqual([]);
  });

  it("is long: a row a device, those of the filter only", async () => {
    const json = {
      layout: { ...LONG.layout, deviceColumn: "d" },
      unit: "mW",
      series: "polled",
      filter: { column: "what", equals: "power" },
    };
    const rows = [0, 1].flatMap((minute) => [
      `${at(minute)},a,power,60000`,
      `${at(minute)},a,volt,230`,
      `${at(minute)},b,power,120000`,
    ]);
    const { energy, samples } = await read(json, ["t,d,what,v", ...rows]);
    expect(samples).toHaveLength(4);
    expect(energy).toMatchObject({ kWh: "0.003", series: [{ device: "a" }, { device: "b" }] });
  });

  it("holds a value until it changes, and no longer than it is known", async () => {
    const { energy, items } = await read({ ...LONG, unit: "W", series: "on-change" }, [
      "t,v",
      ...[`${at(0)},60`, `${at(10)},unavailable`, `${at(40)},120`, `${at(50)},0`],
    ]);
    expect(items).toContainEqual({ is: "silence", row: 3, series: "Meter", atMs: Date.parse("2026-05-01T12:10:00Z") });
    // 60 W for 10 min and 120 W for 10 min
    expect(energy).toMatchObject({ kWh: "0.03" });
  });

  it.each([
    [true, ["warning power-zero 3"], 2],
    [false, [], 3],
  ])("takes a reading of 0 W as missing: %s", async (zeroIsMissing, said, count) => {
    const { samples, said: issues } = await read({ ...LONG, unit: "W", series: "polled", zeroIsMissing }, [
      "t,v",
      ...[`${at(0)},60`, `${at(1)},0`, `${at(2)},60`],
    ]);
    expect([samples.length, issues]).toEqual([count, said]);
  });

  it("leaves out what no meter can read, and stops at what is no figure", async () => {
    const { samples, said } = await read({ ...LONG, unit: "W", series: "polled", scope: "gpu" }, [
      "t,v",
      ...[`${at(0)},250`, `${at(1)},4294967295`, `${at(2)},65535`, `${at(3)},-4`, `${at(4)},0`, `${at(5)},NaN`],
      ...[`${at(6)},+Inf`, `${at(7)},many`, "soon,250", "2026-05-01 99:00,250", "1970-01-01 00:00Z,250", `${at(9)},`],
    ]);
    expect(samples).toHaveLength(1);
    // That a single reading makes no energy is the reckoning's to say.
    expect(said.filter((each) => !each.includes("one-reading")).sort()).toEqual([
      ...["blocking date-out-of-range 12", "blocking date-unreadable 10", "blocking date-unreadable 11"],
      ...["blocking value-unreadable 9", "warning power-negative 5", "warning power-zero 6"],
      ...["warning reading-impossible 3", "warning reading-missing 7"],
    ]);
  });
});

describe("a mapped table of energy", () => {
  it("is a counter in kWh with a decimal comma", async () => {
    const { energy, items } = await read({ ...LONG, unit: "kWh", series: "counter", decimal: "," }, [
      "t;v",
      ...[`${at(0)};8.912,971`, `${at(30)};8.913,05`, `${at(45)};8.914`],
    ]);
    expect(items.filter(({ is }) => is === "counter")).toHaveLength(3);
    expect(energy).toMatchObject({ kWh: "1.029", coverage: 1 });
  });

  it.each([
    ["start", "2026-10-25T00:00:00.000Z"],
    ["end", "2026-10-24T23:00:00.000Z"],
  ])("is an hour each, stamped at its %s, through the night of autumn", async (stamp, from) => {
    const json = { ...LONG, time: { column: "d", timeColumn: "t", format: "day-first", zone: "Europe/Stockholm" } };
    const { energy, said } = await read({ ...json, unit: "Wh", series: "interval", interval: { minutes: 60, stamp } }, [
      "d,t,v",
      ...["02:00", "02:00", "03:00", "04:00"].map((time) => `25.10.2026,${time},250`),
    ]);
    expect(energy).toMatchObject({ kWh: "1", coverage: 1, gapCount: 0, series: [{ from }] });
    expect(said).toEqual(["warning begins-in-repeated-hour"]);
  });

  it("reads local times in the rig's zone where the mapping names none", async () => {
    const { items } = await read(
      { ...LONG, unit: "J", series: "counter" },
      ["t,v", "2026-07-01 00:00,3600000"],
      "America/New_York",
    );
    expect(items[1]).toMatchObject({
      is: "counter",
      atMs: Date.parse("2026-07-01T04:00:00Z"),
      millijoules: 3_600_000_000,
    });
  });

  it("says which column a file of another header lacks", async () => {
    const { said, energy } = await read({ ...LONG, unit: "kWh", series: "counter" }, ["time,value", "2026-07-01,1"]);
    expect([said, energy]).toEqual([["blocking column-missing 1"], undefined]);
  });
});
