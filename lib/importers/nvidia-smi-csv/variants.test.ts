import { describe, expect, it } from "vitest";
import { readWhole } from "../testing/read-whole.ts";

const UUID = "GPU-0a000000-0000-4000-8000-00000000000";
const tick = (second: number): string => `2026/05/09 03:57:${String(second).padStart(2, "0")}.000`;
const SECONDS = Array.from({ length: 20 }, (_, second) => second);

async function read(lines: readonly string[] | string, zone: string | null = "UTC") {
  const text = typeof lines === "string" ? lines : `${lines.join("\n")}\n`;
  const { samples, issues, summary } = await readWhole(text, { options: { zone } });
  return {
    watts: samples.map(({ milliwatts }) => milliwatts / 1000),
    devices: [...new Set(samples.map(({ device }) => device))].sort(),
    codes: issues.map(({ severity, code }) => `${severity} ${code}`),
    samples,
    energy: summary.energy,
  };
}

describe("the column of the draw", () => {
  it("is the average where the log has it, since the mean is what is billed", async () => {
    const header = "timestamp, power.draw [W], power.draw.average [W], power.draw.instant [W]";
    const { watts } = await read([header, ...SECONDS.map((s) => `${tick(s)}, 300.00 W, 100.00 W, 500.00 W`)]);
    expect(new Set(watts)).toEqual(new Set([100]));
  });

  it("falls back to the next one where a GPU does not have it", async () => {
    const header = "timestamp, index, power.draw.average [W], power.draw [W]";
    const { watts, codes } = await read([
      header,
      ...SECONDS.flatMap((s) => [`${tick(s)}, 0, [N/A], 70.00 W`, `${tick(s)}, 1, 100.00 W, 300.00 W`]),
    ]);
    expect(new Set(watts)).toEqual(new Set([70, 100]));
    expect(codes).toEqual([]);
  });
});

describe("a log with a column a GPU", () => {
  it("does not add the total that stands beside them", async () => {
    const rows = SECONDS.map((s) => `${1_778_743_800 + s}.215,100.25,200.5,300.75`);
    const { devices, watts } = await read(["timestamp,gpu0_power_w,gpu1_power_w,total_power_w", ...rows]);
    expect(devices).toEqual(["GPU0", "GPU1"]);
    expect(new Set(watts)).toEqual(new Set([100.25, 200.5]));
  });
});

describe("a comma in the GPU's name", () => {
  it("shifts no column, with a header and without", async () => {
    const rows = SECONDS.flatMap((s) => [
      `${tick(s)}, 0, NVIDIA A100, Rev 2, [N/A], 100.00 W, 40`,
      `${tick(s)}, 1, NVIDIA L4, 12 %, 50.00 W, 41`,
    ]);
    const headed = await read([
      "timestamp, index, name, utilization.gpu [%], power.draw [W], temperature.gpu",
      ...rows,
    ]);
    expect(headed.devices).toEqual(["GPU0", "GPU1"]);
    expect(new Set(headed.watts)).toEqual(new Set([50, 100]));
    const bare = await read(rows);
    expect(new Set(bare.watts)).toEqual(new Set([50, 100]));
    expect(bare.devices).toEqual(["GPU0", "GPU1"]);
  });
});

describe("a log without header", () => {
  it("and without units has its watts in the one column with two places that moves", async () => {
    const { watts, devices, codes } = await read(
      SECONDS.map((s) => `${tick(s)}, ${UUID}1, 550.54, ${100 + s}.25, ${s}, 1410`),
    );
    expect(watts[3]).toBe(103.25);
    expect(devices).toEqual([`${UUID}1`]);
    expect(codes).toEqual(["notice watts-by-places"]);
  });

  it("is not read when two such columns move, or none does", async () => {
    const two = await read(SECONDS.map((s) => `${tick(s)}, ${100 + s}.25, ${90 + s}.25`));
    expect(two.codes).toEqual(["blocking no-watts"]);
    const none = await read(SECONDS.map((s) => `${tick(s)}, 551.23, ${s}`));
    expect(none.codes).toEqual(["blocking no-watts"]);
  });

  it("may have its stamp in any column", async () => {
    const { watts, devices } = await read(
      SECONDS.flatMap((s) => [`0, ${tick(s)}, 100.00 W`, `1, ${tick(s)}, 50.00 W`]),
    );
    expect(watts).toHaveLength(40);
    expect(devices).toEqual(["GPU0", "GPU1"]);
  });
});

describe("what a loop leaves in a log", () => {
  const header = "timestamp, uuid, power.draw [W]";

  it("is a header before every row", async () => {
    const { watts, codes } = await read(SECONDS.flatMap((s) => [header, `${tick(s)}, ${UUID}1, 100.00 W`]));
    expect(watts).toHaveLength(20);
    expect(codes).toEqual(["notice header-repeated"]);
  });

  it("is another header where it was started with other columns", async () => {
    const { watts, devices, codes } = await read([
      header,
      `${tick(0)}, ${UUID}1, 100.00 W`,
      "timestamp, power.limit [W], power.draw [W], uuid",
      `${tick(1)}, 300.00 W, 101.00 W, ${UUID}1`,
    ]);
    expect(watts).toEqual([100, 101]);
    expect(devices).toEqual([`${UUID}1`]);
    expect(codes).toEqual(["notice header-changed"]);
  });

  it("is what the driver says when a GPU is lost", async () => {
    const { watts, codes } = await read([
      header,
      `${tick(0)}, ${UUID}1, 100.00 W`,
      "Unable to determine the device handle for GPU 0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU",
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.",
      "Failed to initialize NVML: Driver/library version mismatch",
      "No devices were found",
      `${tick(9)}, ${UUID}1, 100.00 W`,
    ]);
    expect(watts).toHaveLength(2);
    expect(codes).toEqual(["warning driver-message"]);
  });

  it("is a row stopped while writing, at the end", async () => {
    const { watts, codes } = await read(`${header}\n${tick(0)}, ${UUID}1, 100.00 W\n${tick(1)}, ${UUID}1, 1`);
    // A last line without its unit and line ending may have lost digits.
    expect(watts).toEqual([100]);
    expect(codes).toEqual(["warning row-cut"]);
  });
});

describe("a file in another dress", () => {
  const rows = SECONDS.map((s) => `${tick(s)}, ${UUID}1, 100.00 W`);
  const header = "timestamp, uuid, power.draw [W]";
  it.each([
    ["semicolons", [header, ...rows].join("\n").replaceAll(",", ";")],
    ["tabs", [header, ...rows].join("\n").replaceAll(", ", "\t")],
    [
      "quotes",
      [header, ...rows]
        .join("\n")
        .replaceAll(/([^,\n]+)/g, '"$1"')
        .replaceAll('," ', ',"'),
    ],
    ["a byte order mark and CRLF", `\uFEFF${[header, ...rows].join("\r\n")}\r\n`],
    ["blank lines", [header, ...rows].join("\n\n")],
    ["columns at its end", [`${header}, fan.speed [%]`, ...rows.map((row) => `${row}, 30 %`)].join("\n")],
  ])("with %s gives the same", async (_, text) => {
    const { watts, devices, codes } = await read(text);
    expect(watts).toEqual(SECONDS.map(() => 100));
    expect(devices).toEqual([`${UUID}1`]);
    expect(codes).toEqual([]);
  });

  it("with a header only gives a warning and no figure", async () => {
    const { energy, codes } = await read([header]);
    expect(energy).toBeUndefined();
    expect(codes).toEqual(["warning no-readings"]);
  });

  it("with text for watts blocks that row and no other", async () => {
    const { watts, codes } = await read([header, ...rows, `${tick(30)}, ${UUID}1, plenty`]);
    expect(watts).toHaveLength(20);
    expect(codes).toEqual(["blocking power-unreadable"]);
  });
});

describe("the nights when clocks change", () => {
  const night = (from: string, minutes: number, zone: string) => {
    const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
    const start = Date.parse(from);
    return Array.from({ length: minutes }, (_, minute) => {
      const stamp = wall.format(start + minute * 60_000).replaceAll("-", "/");
      return `${stamp}.000, ${UUID}1, 120.00 W`;
    });
  };

  it.each([
    ["Europe/Stockholm", "2026-10-24T22:00:00Z"],
    ["Europe/Stockholm", "2026-03-28T22:00:00Z"],
    ["America/New_York", "2026-11-01T03:00:00Z"],
    ["America/New_York", "2026-03-08T04:00:00Z"],
  ])("in %s from %s: six hours are six hours", async (zone, from) => {
    const { samples, energy, codes } = await read(["timestamp, uuid, power.draw [W]", ...night(from, 361, zone)], zone);
    expect(samples.map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 361 }, (_, minute) => Date.parse(from) + minute * 60_000),
    );
    expect(energy).toMatchObject({ kWh: "0.72", coverage: 1 });
    expect(codes).toEqual([]);
  });
});
