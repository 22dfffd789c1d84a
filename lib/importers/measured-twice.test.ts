import { describe, expect, it } from "vitest";
import { readWhole } from "./testing/read-whole.ts";

const START = Date.parse("2026-05-04T10:00:00Z");
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const energyOf = async (lines: readonly string[], zone: string | null = null) =>
  (await readWhole(`${lines.join("\n")}\n`, { options: { zone } })).summary.energy;

/** DCGM's watts and, for the first scrapes, its counter: 360 W on both. */
const scrapes = (count: number, counted: number, watts: (place: number) => string = () => "360") =>
  Array.from({ length: count }, (_, place) => [
    `# ${at(place * 30)}`,
    `DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-1"} ${watts(place)}`,
    ...(place < counted
      ? [`DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-1"} ${10_000_000_000 + place * 30 * 360_000}`]
      : []),
  ]).flat();

describe("a GPU whose counter stops before its watts", () => {
  it.each([
    [21, 11, 1, "0.06"],
    [121, 61, 1, "0.36"],
    [121, 3, 1, "0.36"],
  ])("is billed for all %i scrapes, of which %i have the counter", async (count, counted, coverage, kWh) => {
    expect(await energyOf(scrapes(count, counted))).toMatchObject({ kWh, coverage, gapCount: 0 });
  });

  it("lists no gap of its watts where the counter went on", async () => {
    const watts = (place: number) => (place > 20 && place < 40 ? "NaN" : "360");
    expect(await energyOf(scrapes(121, 100, watts))).toMatchObject({ kWh: "0.36", coverage: 1, gapCount: 0 });
  });
});

describe("a log of a few readings far apart", () => {
  const log = (...rows: readonly string[]) => ["timestamp, uuid, power.draw [W]", ...rows];

  it("says that its time is a gap, although nothing of it is billed", async () => {
    const rows = log("2026/05/04 10:00:00.000, GPU-1, 100.00 W", "2026/05/04 13:00:00.000, GPU-1, 100.00 W");
    expect(await energyOf(rows, "UTC")).toMatchObject({ kWh: null, coverage: 0, gapCount: 1 });
  });

  it("lowers the coverage where one of two GPUs has but two of them", async () => {
    const steady = Array.from(
      { length: 361 },
      (_, place) =>
        `${at(place * 30)
          .slice(0, 19)
          .replaceAll("-", "/")
          .replace("T", " ")}.000, GPU-1, 100.00 W`,
    );
    const other = ["2026/05/04 10:00:00.000, GPU-2, 80.00 W", "2026/05/04 13:00:00.000, GPU-2, 80.00 W"];
    expect(await energyOf(log(...steady, ...other), "UTC")).toMatchObject({ kWh: "0.3", coverage: 0.5, gapCount: 1 });
  });
});

describe("a Shelly that sends its watts when they change", () => {
  it.each([
    ["a component's status", (s: number, w: number) => `${at(s)} plug/status/switch:0 {"id":0,"apower":${w}}`],
    [
      "a notice of a change",
      (s: number, w: number) =>
        `plug/events/rpc {"src":"shellyplus1pm-a8","method":"NotifyStatus","params":{"ts":${START / 1000 + s}.00,"switch:0":{"id":0,"apower":${w}}}}`,
    ],
  ])("holds each until the next: %s", async (_, message) => {
    const energy = await energyOf([
      message(0, 60),
      message(1800, 430),
      message(1810, 60),
      message(3600, 0),
      message(7200, 60),
    ]);
    // 60 W for an hour less ten seconds, 430 W for ten seconds, then an hour switched off.
    const kWh = ((60 * 3590 + 430 * 10) / 3_600_000).toFixed(9);
    expect(energy).toMatchObject({ kWh, coverage: 1, series: [{ kind: "on-change", scope: "wall" }] });
  });
});

describe("a panel of Grafana", () => {
  it("with plain watts is a meter's, which may draw more than a GPU", async () => {
    const rows = [
      "2026-05-04 10:00:00,5200",
      "2026-05-04 10:30:00,5200",
      "2026-05-04 11:00:00,5200",
      "2026-05-04 11:30:00,5200",
    ];
    const energy = await energyOf(['"Time","Power (W)"', ...rows], "UTC");
    expect(energy).toMatchObject({ kWh: "7.8", coverage: 1, series: [{ scope: "wall" }] });
  });
});

describe("an nvidia-smi log without a header", () => {
  it("tells GPUs apart by their bus", async () => {
    const rows = Array.from({ length: 10 }, (_, place) =>
      ["00000000:07:00.0", "00000000:0A:00.0"].map(
        (bus, gpu) => `2026/05/04 10:00:0${place}.000, ${bus}, ${100 + gpu * 100 + place}.50 W`,
      ),
    ).flat();
    expect((await energyOf(rows, "UTC"))?.series.map(({ readings }) => readings)).toEqual([10, 10]);
  });
});
