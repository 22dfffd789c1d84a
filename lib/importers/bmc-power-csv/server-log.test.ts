import { describe, expect, it } from "vitest";
import { importers } from "../registry.ts";
import { sampleOf } from "../source/sample.ts";
import { readWhole } from "../testing/read-whole.ts";

/** A made-up log of two servers: 21 hours, steps of 11 and 12 s, one lone 0 and an outage of 16 rows in which both read 0. */
function twoServers(): string[] {
  let seed = 7;
  const next = () => {
    seed = Number((BigInt(seed) * 1103515245n + 12345n) % 2147483648n);
    return seed;
  };
  let atMs = Date.UTC(2026, 4, 4, 18);
  const rows: string[] = [];
  for (let tick = 0; tick < 6346; tick += 1) {
    const drawn = [1292 + (next() % 5700), 1218 + (next() % 6500)];
    const isOut = tick >= 3000 && tick < 3016;
    const [n1 = 0, n2 = 0] = isOut ? [0, 0] : drawn;
    const first = tick === 1200 ? 0 : n1;
    rows.push(`${new Date(atMs).toISOString().slice(0, 19)}Z,${first},${n2},${first + n2}`);
    atMs += (tick >= 2999 && tick <= 3015 ? 21 : 11 + (tick % 5 > 0 ? 1 : 0)) * 1000;
  }
  return rows;
}

const HEADER = "timestamp,n1_watts,n2_watts,total_watts";
const codes = (issues: readonly { code: string }[]) => issues.map(({ code }) => code);
const claiming = (text: string) => {
  const { sample } = sampleOf({ fileName: "power.csv", text, isWhole: true });
  return importers.filter((importer) => importer.claims(sample)).map(({ id }) => id);
};

describe("a log of two servers with a total beside them", () => {
  // Expected figures: a Python script with Decimal over the same rows.
  it("adds the servers and not the total, takes 0 W as missing and shows one gap each", async () => {
    const { summary, issues } = await readWhole(`${[HEADER, ...twoServers()].join("\n")}\n`);
    expect(summary.energy).toMatchObject({ kWh: "179.466194444", gapCount: 2 });
    expect(summary.energy?.series).toMatchObject([
      { device: "n1", scope: "server", kWh: "86.195272778", coverage: 0.995242, gaps: [{ seconds: 357 }] },
      { device: "n2", scope: "server", kWh: "93.270921667", coverage: 0.995242, gaps: [{ seconds: 357 }] },
    ]);
    expect(issues.find(({ code }) => code === "power-zero")).toMatchObject({ severity: "warning", row: 1202 });
    expect(issues.find(({ code }) => code === "power-zero")?.message).toContain("33 rows");
    expect(codes(issues)).not.toContain("total-differs");
  });

  it("gives the same in any order, and with a block twice", async () => {
    const rows = twoServers().slice(0, 400);
    const inOrder = await readWhole(`${[HEADER, ...rows].join("\n")}\n`);
    const mixed = [...rows.slice(200), HEADER, ...rows.slice(0, 250)];
    const given = await readWhole(`${[HEADER, ...mixed].join("\n")}\n`);
    expect(given.summary.energy?.kWh).toBe(inOrder.summary.energy?.kWh);
  });

  it("reads the total where it stands alone, of any number of servers", async () => {
    const { summary } = await readWhole(
      "time;total_watts\r\n2026-05-04 10:00:00;41000\r\n2026-05-04 10:00:10;42000\r\n",
      { options: { zone: "UTC" } },
    );
    expect(summary.energy).toMatchObject({ kWh: "0.115277778" });
  });

  it("says when a total counts more than the servers beside it", async () => {
    const { issues } = await readWhole(
      `${HEADER}\n2026-05-04T10:00:00Z,500,400,1300\n2026-05-04T10:00:10Z,500,400,900\n`,
    );
    expect(issues.find(({ code }) => code === "total-differs")).toMatchObject({ severity: "warning", row: 2 });
  });
});

describe("names and stamps of such logs", () => {
  it.each([
    ["timestamp,node1_w,node2_w", ["node1", "node2"]],
    ["Time,node1 [W],node2 [W]", ["node1", "node2"]],
    ["datetime,power_gpu-node-1,power_gpu-node-2,power_total", ["gpu-node-1", "gpu-node-2"]],
    ["ts,frodo (W),sam (W)", ["frodo", "sam"]],
    ["epoch,rack1_power_watts,rack2_power_watts", ["rack1", "rack2"]],
  ])("%s is of servers %j", async (header, devices) => {
    const { summary } = await readWhole(
      `${header}\n1777888800,500,400${header.includes("total") ? ",900" : ""}\n1777888810,510,410\n`,
    );
    expect(summary.format).toBe("bmc-power-csv");
    expect(summary.energy?.series.map(({ device }) => device)).toEqual(devices);
  });

  it.each([
    "timestamp,watts",
    "timestamp,cpu_watts,gpu_watts,total_watts",
    "timestamp,cpu_power_w",
    "time,solar_watts,house_watts",
    "timestamp,plug_watts",
    "date,usage_w",
    "name,n1_watts",
    "timestamp,max_watts,min_watts",
  ])("%s is not taken for servers", (header) => {
    expect(claiming(`${header}\n2026-05-04T10:00:00Z,1,2,3\n`.slice(0, 400))).not.toContain("bmc-power-csv");
  });

  it("counts kilowatts as such", async () => {
    const { samples } = await readWhole("timestamp,n1 [kW]\n2026-05-04T10:00:00Z,2.4125\n");
    expect(samples).toMatchObject([{ milliwatts: 2_412_500 }]);
  });

  it.each([
    ["Europe/Stockholm", "2026-10-25", ["02:50", "02:59", "02:00", "02:10", "03:00"], 70],
    ["America/New_York", "2026-11-01", ["01:50", "01:59", "01:00", "01:10", "02:00"], 70],
    ["Europe/Stockholm", "2026-03-29", ["01:50", "01:59", "03:00"], 10],
  ])("in %s the night of %s is as long as it was", async (zone, day, times, minutes) => {
    const rows = times.map((time) => `${day} ${time}:00,600`);
    const { samples } = await readWhole(`timestamp,n1_watts\n${rows.join("\n")}\n`, {
      options: { zone, nowMs: Date.parse("2027-01-01T00:00:00Z") },
    });
    const instants = samples.map(({ atMs }) => atMs);
    expect((instants.at(-1) ?? 0) - (instants[0] ?? 0)).toBe(minutes * 60_000);
    expect([...instants].sort((a, b) => a - b)).toEqual(instants);
  });

  it("reads UTF-16 with carriage returns and tabs", async () => {
    const text = "\uFEFFtimestamp\tn1_watts\r\n2026-05-04T10:00:00Z\t500\r\n2026-05-04T10:00:10Z\t520\r\n";
    const { summary } = await readWhole(new Uint8Array(Buffer.from(text, "utf16le")));
    expect(summary.energy).toMatchObject({ kWh: "0.001416667" });
  });

  it("does not read a row cut at the end, and blocks a stamp that is none", async () => {
    const { issues, samples } = await readWhole(
      `${HEADER}\n2026-05-04T10:00:00Z,500,400,900\nyesterday,500,400,900\n1999-05-04T10:00:00Z,500,400,900\n2026-05-04T10:00:10Z,51`,
    );
    expect(samples).toHaveLength(2);
    expect(issues.filter(({ severity }) => severity === "blocking")).toMatchObject([
      { row: 3, column: "timestamp", code: "date-unreadable" },
      { row: 4, column: "timestamp", code: "date-out-of-range" },
      { row: 5, code: "row-cut" },
    ]);
  });
});
