import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptLine } from "./prometheus-power-text/kept-line.ts";
import { microjoulesOf, millijoulesOf, milliwattsOf } from "./source/energy-units.ts";
import { readWhole } from "./testing/read-whole.ts";

const counters = async (content: string | Uint8Array, zone: string | null = "UTC", fileName = "file.csv") => {
  const { energy, samples, issues } = await readWhole(content, { options: { zone }, fileName });
  return {
    readings: energy.flatMap((item) => {
      if (item.is === "counter") return [`${item.series} ${iso(item.atMs)} ${item.millijoules}`];
      return item.is === "interval" ? [`${item.series} ${iso(item.fromMs)} ${iso(item.toMs)} ${item.microjoules}`] : [];
    }),
    watts: samples.map(({ device, atMs, milliwatts }) => `${device} ${iso(atMs)} ${milliwatts}`),
    codes: issues.map(({ severity, row, code }) => `${severity} ${row} ${code}`),
  };
};
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19);

describe("units", () => {
  it.each([
    [milliwattsOf("35.686000", "W"), 35_686],
    [milliwattsOf("0.0005", "W"), 1],
    [milliwattsOf("18512345.0", "uW"), 18_512],
    [millijoulesOf("5.5819e+09", "mJ"), 5_581_900_000],
    [millijoulesOf("262143328850", "uJ"), 262_143_329],
    [millijoulesOf("914.157", "kWh"), 3_290_965_200_000],
    [microjoulesOf("0.0004047892176375", "kWh"), 1_457_241_183],
    [microjoulesOf("0.28", "mWh"), 1_008_000],
    [millijoulesOf("NaN", "J"), Number.NaN],
    [millijoulesOf("9223372036854775794", "J"), Number.POSITIVE_INFINITY],
  ])("%# is exact", (actual, expected) => expect(actual).toBe(expected));

  it("are the same by the way for short numbers and by the exact one", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.integer({ min: 0, max: 9 }), (units, places) => {
        const digits = String(units).padStart(places + 1, "0");
        const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
        // A sign sends it the other way.
        for (const unit of ["uJ", "mJ", "Wh"] as const)
          expect(millijoulesOf(text, unit)).toBe(millijoulesOf(`+${text}`, unit));
      }),
    );
  });

  it("never pass through a float: a kilowatt-hour to twelve places is whole microjoules", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2_000_000_000_000n }), (units) => {
        const text = `${units / 1_000_000_000_000n}.${String(units % 1_000_000_000_000n).padStart(12, "0")}`;
        expect(BigInt(microjoulesOf(text, "kWh"))).toBe((units * 36n + 5n) / 10n);
      }),
    );
  });
});

const LOG = [
  ["timestamp", "package-0", "dram-0", "note"],
  ["2026-05-01T10:00:00Z", "1000000", "5000", "a"],
  ["2026-05-01T10:00:10Z", "2000000", "6000", "b, c"],
  ["2026-05-01T10:00:20Z", "3500000", "7000", "d"],
];
const written = (delimiter: string, newline: string, isQuoted = false) =>
  LOG.map((cells) => cells.map((cell) => (isQuoted || cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter))
    .map((line) => line + newline)
    .join("");
const utf16 = (text: string) =>
  new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]));

describe("a log of counters", () => {
  const expected = [
    "package-0 2026-05-01T10:00:00 1000",
    "dram-0 2026-05-01T10:00:00 5",
    "package-0 2026-05-01T10:00:10 2000",
    "dram-0 2026-05-01T10:00:10 6",
    "package-0 2026-05-01T10:00:20 3500",
    "dram-0 2026-05-01T10:00:20 7",
  ];

  it.each([
    ["commas", written(",", "\n")],
    ["semicolons and CRLF", written(";", "\r\n")],
    ["tabs and a byte order mark", `\uFEFF${written("\t", "\n")}`],
    ["UTF-16, as Windows PowerShell writes", utf16(written(",", "\r\n"))],
    ["remarks above", `# log of rig 1\n\n${written(",", "\n")}`],
    ["every cell quoted", written(",", "\n", true)],
  ])("is read alike with %s", async (_, content) => expect((await counters(content)).readings).toEqual(expected));

  it("with the header before every row, a column more and no line ending gives the same", async () => {
    const [header = "", ...rows] = written(",", "\n").trim().split("\n");
    const text = rows.map((row) => `${header},watt\n${row},1\n`).join("");
    const { readings, codes } = await counters(text.trimEnd());
    expect(readings).toEqual(expected);
    expect(codes).toContain("notice null header-repeated");
  });

  it("that was cut in its last figure leaves that row out", async () => {
    const { readings, codes } = await counters(
      "timestamp,energy_uj\n2026-05-01T10:00:00Z,5000000\n2026-05-01T10:00:10Z,60",
    );
    expect(readings).toEqual(["package-0 2026-05-01T10:00:00 5000"]);
    expect(codes).toEqual(["warning 3 row-cut"]);
  });

  it("with a header alone has no figure, and says so", async () => {
    expect(await counters("timestamp,energy_uj\n")).toEqual({
      readings: [],
      watts: [],
      codes: ["warning null no-rows"],
    });
  });

  it("takes a table of processor and memory loads for none of its own", async () => {
    await expect(counters("timestamp,cpu,memory,gpu\n2026-05-01T10:00:00Z,12,40,3\n")).rejects.toThrow(
      "no known format",
    );
  });

  it("goes through both nights of the clock change", async () => {
    const night = async (zone: string, stamps: readonly string[]) => {
      const rows = stamps.map((stamp, at) => `${stamp},${1_000_000 * (at + 1)}`);
      const { readings } = await counters(`timestamp,energy_uj\n${rows.join("\n")}\n`, zone);
      return readings.map((reading) => reading.slice(21, 29));
    };
    const autumn = ["01:59:00", "02:30:00", "02:59:00", "02:00:00", "02:30:00", "03:00:00"];
    const stockholm = autumn.map((time) => `2026-10-25 ${time}`);
    expect(await night("Europe/Stockholm", stockholm)).toEqual([
      "23:59:00",
      "00:30:00",
      "00:59:00",
      "01:00:00",
      "01:30:00",
      "02:00:00",
    ]);
    const york = ["00:59:00", "01:30:00", "01:59:00", "01:00:00", "01:30:00", "02:00:00"].map((t) => `2026-11-01 ${t}`);
    expect(await night("America/New_York", york)).toEqual([
      "04:59:00",
      "05:30:00",
      "05:59:00",
      "06:00:00",
      "06:30:00",
      "07:00:00",
    ]);
    const spring = ["2026-03-29 01:59:59", "2026-03-29 03:00:00"];
    expect(await night("Europe/Stockholm", spring)).toEqual(["00:59:59", "01:00:00"]);
  });
});

const GPU = 'UUID="GPU-5b4e07f6-3a86-4340-039d-25f2a83cdc43"';
const answer = (...results: readonly (readonly [labels: string, values: readonly (readonly [number, string])[]])[]) =>
  `{"status":"success","data":{"resultType":"matrix","result":[${results
    .map(([labels, values]) => `{"metric":{${labels}},"values":${JSON.stringify(values)}}`)
    .join(",")}]}}`;
const T = 1_777_629_600;
const NAME = '"__name__":"DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"';
const UUID = '"UUID":"GPU-5b4e07f6-3a86-4340-039d-25f2a83cdc43"';

describe("Prometheus", () => {
  it("counts a board with MIG instances once, in a scrape and in an answer", async () => {
    const row = (id: number, value: number) =>
      `DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",${GPU},GPU_I_ID="${id}"} ${value}\n`;
    const scrapes = `# 2026-05-01T10:00:00Z\n${row(1, 100)}${row(2, 100)}# 2026-05-01T10:00:15Z\n${row(1, 200)}${row(2, 201)}`;
    expect((await counters(scrapes)).readings.map((reading) => reading.slice(-3))).toEqual(["100", "201"]);
    const json = answer(
      [
        `${NAME},${UUID},"GPU_I_ID":"1"`,
        [
          [T, "100"],
          [T + 15, "200"],
        ],
      ],
      [
        `${NAME},${UUID},"GPU_I_ID":"2"`,
        [
          [T, "100"],
          [T + 15, "201"],
        ],
      ],
    );
    expect((await counters(json)).readings.map((reading) => reading.slice(-3))).toEqual(["100", "201"]);
  });

  it("joins a GPU's series over pods, and keeps two GPUs apart", async () => {
    const json = answer(
      [
        `${NAME},${UUID},"pod":"a"`,
        [
          [T, "100"],
          [T + 15, "200"],
        ],
      ],
      [`${NAME},${UUID},"pod":"b"`, [[T + 30, "300"]]],
      [
        `${NAME},"UUID":"GPU-other"`,
        [
          [T + 15, "7"],
          [T + 30, "8"],
        ],
      ],
    );
    const { summary } = await readWhole(json);
    expect(summary.energy?.series.map(({ device, readings }) => [device.slice(0, 9), readings])).toEqual([
      ["GPU-5b4e0", 3],
      ["GPU-other", 2],
    ]);
  });

  it("drops the tail Prometheus repeats after a source is gone, and no other repeats", async () => {
    const power = UUID.replace("5b4e", "5b4f");
    const watts = '"__name__":"DCGM_FI_DEV_POWER_USAGE"';
    const dead = [0, 60, 120, 180, 240].map((s) => [T + s, s < 120 ? `${70 + s}` : "90"] as const);
    const alive = [0, 60, 120, 180, 240, 300, 360].map((s) => [T + s, "35"] as const);
    const { watts: read, codes } = await counters(answer([`${watts},${power}`, dead], [`${watts},${UUID}`, alive]));
    expect(read.filter((reading) => reading.includes("5b4f")).length).toBe(3);
    expect(read.length).toBe(10);
    expect(codes).toEqual(["notice null stale-tail"]);
  });

  it("adds packages and memory, never the cores inside or the platform around them", async () => {
    const metric = (zone: string, at: number, joules: number) =>
      `node_rapl_${zone}_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0"} ${joules} ${at}000\n`;
    const text = ["package", "dram", "core", "uncore"]
      .flatMap((zone) => [metric(zone, T, 1000), metric(zone, T + 30, 1000 + 36 * (zone === "package" ? 100 : 10))])
      .join("");
    const { summary } = await readWhole(text, { fileName: "dump.txt" });
    expect(summary.energy?.kWh).toBe("0.0011");
  });

  it("reads a wider meter beside the narrower ones, and lets it be billed", async () => {
    const at = (s: number, joules: number, watts: number) =>
      `# ${T + s}\nipmi_dcmi_power_consumption_watts{id="1"} ${watts}\nnode_rapl_package_joules_total{index="0"} ${joules}\n`;
    const { summary } = await readWhole(at(0, 100, 400) + at(30, 1000, 420) + at(60, 2000, 0), { fileName: "m.prom" });
    expect(summary.energy?.series.map(({ scope, kWh, isBilled }) => [scope, kWh, isBilled])).toEqual([
      ["server", "0.003416667", true],
      ["cpu", "0.000527778", false],
    ]);
  });

  it("gives no time to a second scrape under one time", async () => {
    const scrape = `DCGM_FI_DEV_POWER_USAGE{${GPU}} 80.5\n`;
    const { watts, codes } = await counters(
      `# 2026-05-01T10:00:00Z\n${scrape}${scrape}# 2026-05-01T10:00:30Z\n${scrape}`,
    );
    expect(watts.length).toBe(2);
    expect(codes).toEqual(["warning 3 scrape-without-time"]);
  });

  it("blocks a line of power that is none, and leaves a cut last line out", async () => {
    const line = `DCGM_FI_DEV_POWER_USAGE{${GPU}}`;
    const { watts, codes } = await counters(
      `# 2026-05-01T10:00:00Z\n${line} 80.5\n${line} eighty\n# ${T + 30}\n${line} 80.5\n${line} 8`,
    );
    expect(watts.length).toBe(2);
    expect(codes).toEqual(["blocking 3 line-unreadable", "warning 6 row-cut"]);
  });

  it("blocks a time before 2000 or still to come", async () => {
    const line = `DCGM_FI_DEV_POWER_USAGE{${GPU}} 80\n`;
    const { watts, codes } = await counters(`# 2036-05-01T10:00:00Z\n${line}# 2026-05-01T10:00:00Z\n${line}`);
    expect(watts.length).toBe(1);
    expect(codes).toEqual(["blocking 1 date-out-of-range", "warning 2 scrape-without-time"]);
  });

  it("gives the same readings from what is kept", async () => {
    const line = (watts: number) => `DCGM_FI_DEV_POWER_USAGE{${GPU},pod="a",user="anna"} ${watts}`;
    const lines = [
      "# scrape 1 at 2026-05-01T10:00:00Z by anna",
      line(80),
      "curl: (7) failed",
      "2026-05-01T10:00:30Z",
      line(81),
    ];
    const kept = lines.map(keptLine);
    expect((await counters(`${kept.join("\n")}\n`)).watts).toEqual((await counters(`${lines.join("\n")}\n`)).watts);
    expect(kept[2]).toBe("");
  });

  it("keeps of a line what is needed to read it again, and nothing of people", () => {
    expect(
      keptLine(`DCGM_FI_DEV_POWER_USAGE{${GPU},pod="anna-chat",namespace="x",Hostname="rack-1"} 80.5 1777629600000`),
    ).toBe(`DCGM_FI_DEV_POWER_USAGE{${GPU},Hostname="rack-1"} 80.5 1777629600000`);
    expect(keptLine("# 2026-05-01T10:00:00Z")).toBe("# 2026-05-01T10:00:00Z");
    expect(keptLine('kube_pod_owner{owner_name="anna"} 1')).toBe("kube_pod_owner 1");
  });
});

describe("CodeCarbon", () => {
  const header = "timestamp,project_name,run_id,duration,emissions,energy_consumed,on_cloud,pue";
  it("places runs by the machine's own clock, through the hour that comes twice", async () => {
    const rows = ["2026-10-25T02:30:00,p,a,600,1,0.01,N,1", "2026-10-25T02:10:00,p,b,600,1,0.02,N,1"];
    const { readings } = await counters(`${header}\n${rows.join("\n")}\n`, "Europe/Stockholm");
    expect(readings.sort()).toEqual([
      "machine 2026-10-25T00:20:00 2026-10-25T00:30:00 36000000000",
      "machine 2026-10-25T01:00:00 2026-10-25T01:10:00 72000000000",
    ]);
  });

  it("takes the last snapshot of a run, even when it stands before an earlier one", async () => {
    const rows = [3, 1, 2].map((n) => `2026-05-01T10:0${n}:00,p,a,${n * 60},1,0.00${n},N,1`);
    const { readings } = await counters(`${header}\n${rows.join("\n")}\n`);
    expect(readings).toEqual(["machine 2026-05-01T10:00:00 2026-05-01T10:03:00 10800000000"]);
  });
});
