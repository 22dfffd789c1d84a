import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readWhole } from "./testing/read-whole.ts";

/**
 * Logs of GPUs and Macs made by other people, read where they lie (REAL_SAMPLES). The expected figures were computed apart
 * from this code, with decimals, from the files: trapezoids of whole milliwatts and milliseconds; mean power times elapsed.
 */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);

const read = (path: string) =>
  readWhole(readFileSync(join(folder, path)), { fileName: path, options: { zone: "UTC" } });

describe.skipIf(!isThere)("logs of other people's GPUs", () => {
  it.each([
    ["thesis-1gpu-64k-rows-1s.csv", 64_310, "0.051974596"],
    ["python-logger-empty-limit.csv", 9, "0.000107797"],
    ["wide-epoch-2gpu-head.csv", 44, "0.000767107"],
  ])("%s holds %i readings, %s kWh, all of the time covered", async (name, readings, kWh) => {
    const { samples, summary, issues } = await read(`nvidia-smi/${name}`);
    expect(samples).toHaveLength(readings);
    expect(summary.energy).toMatchObject({ kWh, coverage: 1, gapCount: 0 });
    expect(issues).toEqual([]);
  });

  it.each([
    ["telegraf-a100-sxm4-v12.xml", "2023-08-04T11:44:30.000Z", "GPU-513536b6-7d19-9063-b049-1e69664bb298", 67_030],
    ["telegraf-rtx-3080-v13.xml", "2026-04-10T10:23:01.000Z", "GPU-19d6d965-2acc-f646-00f8-4c76979aabb4", 139_620],
  ])("%s is one reading of the board's mean draw at %s", async (name, at, device, milliwatts) => {
    const { samples, summary } = await read(`nvidia-smi/${name}`);
    expect(summary.format).toBe("nvidia-smi-xml");
    expect(samples.map((sample) => ({ ...sample, row: 0 }))).toEqual([
      { row: 0, device, atMs: Date.parse(at), milliwatts },
    ]);
  });

  it.each([
    ["nvidia-smi/telegraf-gtx-1070-ti.xml", "nvidia-smi-xml"],
    ["amd/telegraf-mi100_rocm602.json", "rocm-smi-json"],
    ["amd/telegraf-rx6700xt_rocm612.json", "rocm-smi-json"],
    ["amd/telegraf-vega-10-XT.json", "rocm-smi-json"],
  ])("%s says nowhere when it was, so it is refused with what to log instead", async (path, format) => {
    const { samples, summary, issues } = await read(path);
    expect(summary.format).toBe(format);
    expect(samples).toEqual([]);
    expect(issues).toEqual([expect.objectContaining({ severity: "blocking", code: "no-time" })]);
  });
});

describe.skipIf(!isThere)("a log of somebody's MacBook", () => {
  it("has ten samples, most of them in one second, each with the energy of its own elapsed time", async () => {
    const { energy, summary, issues } = await read("powermetrics/codecarbon-mock_powermetrics_log.txt");
    const intervals = energy.filter((item) => item.is === "interval");
    expect(intervals.map(({ microjoules }) => microjoules)).toEqual([
      153_943, 81_018, 41_948, 12_986, 31_024, 67_022, 47_037, 48_024, 32_991, 34_963,
    ]);
    expect(intervals.slice(1).every(({ fromMs }, index) => fromMs === intervals[index]?.toMs)).toBe(true);
    // 1,074.06 ms between two ends that are whole milliseconds.
    expect((intervals.at(-1)?.toMs ?? 0) - (intervals[0]?.fromMs ?? 0)).toBe(1_075);
    expect(intervals[0]?.toMs).toBe(Date.parse("2023-11-10T11:37:08Z"));
    expect(summary.energy).toMatchObject({
      kWh: "0.000000153",
      coverage: 1,
      series: [{ device: "SoC", scope: "soc", kind: "interval" }],
    });
    expect(issues).toEqual([]);
  });
});
