import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readWhole } from "./testing/read-whole.ts";

/** Power files of other people, read where they lie; expectations were reckoned apart from this code, in decimals. */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);

const textOf = (path: string) => readFileSync(join(folder, path), "utf8");
const read = (path: string) => readWhole(textOf(path), { fileName: path });
const found = (path: string, part: string) =>
  `${path}/${readdirSync(join(folder, path)).find((name) => name.includes(part)) ?? "none"}`;
const blocking = (issues: readonly { severity: string; code: string }[]) =>
  issues.filter(({ severity }) => severity === "blocking").map(({ code }) => code);

describe.skipIf(!isThere)("real files of counters", () => {
  it.each([
    ["dcgm/dcgm-exporter-excerpts.prom", "prometheus-power-text"],
    ["dcgm/dcgm-exporter-rtx6000ada-l4-excerpt.prom", "prometheus-power-text"],
    ["rapl/telegraf-turbostat-intel-2socket.txt", "turbostat-text"],
    ["rapl/codecarbon-intel_power_gadget.csv", "power-gadget-csv"],
    ["misc/zeus-monitor-A40-4gpu.csv", "zeus-monitor-csv"],
  ])("%s has no time, and nothing is made up", async (path, format) => {
    const { summary, samples, energy, issues } = await read(path);
    expect([summary.format, samples.length, energy.length]).toEqual([format, 0, 0]);
    expect(blocking(issues)).toEqual(["no-time"]);
  });

  it("DCGM: with times between the scrapes, both GPUs' counters and watts", async () => {
    const scrape = textOf("dcgm/dcgm-exporter-rtx6000ada-l4-excerpt.prom");
    const later = scrape.replace(" 955287014", " 955628014").replace(" 4742776", " 4988776");
    const { summary } = await readWhole(`# 2026-05-01T10:00:00Z\n${scrape}# 2026-05-01T10:00:15Z\n${later}`);
    // 341 J + 246 J counted; 22.582 W and 16.365 W for 15 s polled.
    expect(summary.energy?.series.map(({ kind, kWh }) => `${kind} ${kWh}`).sort()).toEqual([
      "counter 0.000068333",
      "counter 0.000094722",
      "polled 0.000068188",
      "polled 0.000094092",
    ]);
    expect(summary.energy?.kWh).toBe("0.000163056");
  });

  it("turbostat: the machine's rows alone", async () => {
    const { summary, samples, issues } = await read("rapl/telegraf-turbostat-amd-r7-9700x.txt");
    expect(samples).toEqual([
      { row: 2, device: "packages", atMs: 1_745_932_475_968, milliwatts: 24_550 },
      { row: 20, device: "packages", atMs: 1_745_932_480_974, milliwatts: 24_080 },
    ]);
    expect([summary.energy?.kWh, issues]).toEqual(["0.000033811", []]);
  });

  it("a load comparison with a plug: the wall is billed, the processor is shown", async () => {
    const { summary, issues } = await read(found("rapl", "Threadripper"));
    expect(summary.energy?.series.map(({ scope, kWh, isBilled }) => [scope, kWh, isBilled])).toEqual([
      ["cpu", "0.01198434", false],
      ["wall", "0.02048452", true],
    ]);
    expect(blocking(issues)).toEqual([]);
  });

  it("a load comparison without a plug: its zeros are missing, the processor is billed", async () => {
    const { summary, issues } = await read(found("rapl", "EPYC"));
    expect(summary.energy?.series.map(({ scope, kWh, isBilled }) => [scope, kWh, isBilled])).toEqual([
      ["cpu", "0.003903196", true],
    ]);
    expect(issues.map(({ code }) => code)).toEqual(["power-zero"]);
  });

  it("Power Gadget: counters of processor and memory, once the file's name has its day", async () => {
    const text = textOf("rapl/codecarbon-intel_power_gadget.csv");
    const { summary } = await readWhole(text, { fileName: "PwrData_2024-3-1-14-55-35.csv" });
    expect(summary.energy?.series.map(({ device, kWh }) => [device, kWh])).toEqual([
      ["dram-0", "0.000000373"],
      ["package-0", "0.000000832"],
    ]);
  });

  it("CodeCarbon 2: 28 rows are 18 runs, each counted once", async () => {
    const { summary, energy } = await read("codecarbon/codecarbon-examples-emissions-v2.csv");
    expect(energy.filter(({ is }) => is === "interval").map((item) => ("row" in item ? item.row : 0))).toEqual([
      3, 2, 5, 13, 14, 15, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
    ]);
    expect(summary.energy?.kWh).toBe("0.008044586");
  });

  it("CodeCarbon 3: energy_consumed alone", async () => {
    const { summary } = await read("codecarbon/codecarbon-test-emissions-v3-headers.csv");
    expect(summary.energy?.kWh).toBe("0.000574429");
  });

  it("Zeus: nine windows of four GPUs, once their times count from 1970", async () => {
    const text = textOf("misc/zeus-monitor-A40-4gpu.csv").replaceAll(/^13/gm, "1713");
    const { summary } = await readWhole(text);
    expect(summary.energy?.series.map(({ device, kWh }) => [device, kWh])).toEqual([
      ["GPU0", "0.010209984"],
      ["GPU1", "0.01053147"],
      ["GPU2", "0.010505653"],
      ["GPU3", "0.010090501"],
    ]);
    expect(summary.energy?.kWh).toBe("0.041337608");
  });
});
