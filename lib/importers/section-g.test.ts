import { describe, expect, it } from "vitest";
import { format } from "../core/decimal.ts";
import { mergeSamples } from "../core/energy/merge-samples.ts";
import type { FileEnergy } from "./energy-summary.ts";
import { readWhole } from "./testing/read-whole.ts";

/** The cases of power-formats.md, section G, by number, with made-up values; what the real files say stands in docs/real-samples.md. */
const START = Date.parse("2026-05-04T10:00:00Z");
const MINUTE = 60_000;
const iso = (ms: number) => new Date(START + ms).toISOString();
const smi = (ms: number) => iso(ms).slice(0, 23).replaceAll("-", "/").replace("T", " ");
const ticks = <T>(count: number, of: (place: number) => T): T[] =>
  Array.from({ length: count }, (_, place) => of(place));

async function energy(lines: string | readonly string[], zone: string | null = "UTC"): Promise<FileEnergy> {
  const text = typeof lines === "string" ? lines : `${lines.join("\n")}\n`;
  const { summary } = await readWhole(text, { options: { zone } });
  expect(summary.issues.filter(({ severity }) => severity === "blocking")).toEqual([]);
  if (!summary.energy) throw new Error(`No energy in ${summary.format}`);
  return summary.energy;
}
const devices = ({ series }: FileEnergy) => series.map(({ device, kWh }) => [device, kWh]);

describe("nvidia-smi logs", () => {
  const header = "timestamp, uuid, power.draw [W]";
  const row = (place: number, cell = "360.00 W", gpu = 1) => `${smi(place * 1000)}, GPU-0000000${gpu}, ${cell}`;

  it("1 repeated headers are passed over", async () => {
    expect(await energy(ticks(101, (at) => [header, row(at)]).flat())).toMatchObject({ kWh: "0.01", coverage: 1 });
  });

  it("2 no header", async () => {
    expect(await energy(ticks(101, (at) => row(at)))).toMatchObject({ kWh: "0.01", coverage: 1 });
  });

  it("3 with units, without them, and mixed are the same", async () => {
    const cells = [() => "360.00 W", () => "360.00", (at: number) => (at % 2 ? "360.00 W" : "360.00")];
    for (const cell of cells)
      expect((await energy([header, ...ticks(101, (at) => row(at, cell(at)))])).kWh).toBe("0.01");
  });

  it("4 several GPUs: at one stamp, a millisecond apart, and told apart by their order alone", async () => {
    const pair = (skew: number) =>
      ticks(101, (at) => [
        `${smi(at * 1000)}, GPU-00000001, 360.00 W`,
        `${smi(at * 1000 + skew)}, GPU-00000002, 180.00 W`,
      ]).flat();
    for (const rows of [pair(0), pair(1)])
      expect(devices(await energy([header, ...rows])).map(([, kWh]) => kWh)).toEqual(["0.01", "0.005"]);
    const unnamed = pair(1).map((line) => line.replace(/ GPU-\d+,/, ""));
    const inferred = await energy(["timestamp, power.draw [W]", ...unnamed]);
    expect(devices(inferred).map(([, kWh]) => kWh)).toEqual(["0.01", "0.005"]);
  });

  it("5 [N/A] is missing, and a comma in the name shifts nothing", async () => {
    const lines = ticks(101, (at) => `${smi(at * 1000)}, 0, NVIDIA A100, Rev 2, ${at === 50 ? "[N/A]" : "360.00 W"}`);
    const read = await energy(["timestamp, index, name, power.draw [W]", ...lines]);
    expect(read).toMatchObject({ kWh: "0.01", coverage: 1, series: [{ readings: 100 }] });
  });

  it("6 64,000 rows of one-second readings in under two seconds", async () => {
    const rows = ticks(64_001, (at) => `${iso(at * 1000)},${at % 2 ? "3.60" : "1.80"}`);
    const begun = process.cpuUsage();
    expect(await energy(["timestamp,power_draw_W", ...rows])).toMatchObject({ kWh: "0.048", coverage: 1, gapCount: 0 });
    const { user } = process.cpuUsage(begun);
    expect(user / 1e6).toBeLessThan(2);
  });
});

describe("servers and meters", () => {
  it("7 servers beside their total: never all three, zeros missing, one outage", async () => {
    const rows = ticks(300, (at) => {
      const [a, b] = at > 99 && at < 130 ? [0, 0] : [2400, 1200];
      return `${iso(at * 12_000)},${a},${b},${a + b}`;
    });
    const read = await energy(["timestamp,n1_watts,n2_watts,total_watts", ...rows]);
    // 299 steps of 12 s less the outage's 31.
    expect(read.kWh).toBe((((299 - 31) * 12 * 3600) / 3_600_000).toFixed(3));
    expect(read.coverage).toBeCloseTo(268 / 299, 6);
    expect(read.gaps.map(({ seconds }) => seconds)).toEqual([372, 372]);
  });

  it("8 Shelly: blocks out of order and twice count once", async () => {
    const day = (from: number) =>
      ticks(
        144,
        (at) =>
          `${iso((from * 144 + at) * 10 * MINUTE)
            .slice(0, 16)
            .replace("T", " ")},12.50,0.00`,
      );
    const header = "Date/time UTC,Active energy Wh (A),Returned energy Wh (A)";
    const read = await energy([header, ...day(1), ...day(0), ...day(2), ...day(1)]);
    expect(read).toMatchObject({ kWh: "5.4", coverage: 1, gapCount: 0 });
  });

  it("9 Home Assistant: a dip is no reset, and hours and seconds mix", async () => {
    const states = ["12692.190", "12692.690", "12692.684", "12692.700", "12692.701", "12692.790"];
    const at = [0, 60, 120, 120.2, 120.4, 180];
    const rows = states.map((state, place) => `sensor.rig_energy,${state},${iso((at[place] ?? 0) * MINUTE)}`);
    expect(await energy(["entity_id,state,last_changed", ...rows])).toMatchObject({ kWh: "0.6", coverage: 1 });
  });

  it("10 the autumn hour comes twice: Enphase, DSMR-reader, Fluvius", async () => {
    const hours = ["01:00", "02:00", "02:00", "03:00"];
    const enphase = ["Date/Time,Energy Consumed (Wh)", ...hours.map((hour) => `10/25/2026 ${hour},500`)];
    const offsets = ["01:00:00+02:00", "02:00:00+02:00", "02:00:00+01:00", "03:00:00+01:00"];
    const dsmr = [
      "Hour Start,Electricity 1 (Dutch Users: Low Tariff),Electricity 2 (Dutch Users: Normal Tariff),Gas",
      ...offsets.map((time) => `2026-10-25T${time},0.4,0.1,0`),
    ];
    const fluvius = [
      "From (date);From (time);Until (date);Until (time);EAN code;Register;Volume;Unit;Validation status",
      ...hours.map(
        (hour, place) =>
          `25-10-2026;${hour}:00;25-10-2026;${["02:00", "02:00", "03:00", "04:00"][place]}:00;="541";Offtake Day;0,500;kWh;Validated`,
      ),
    ];
    for (const lines of [enphase, dsmr, fluvius])
      expect(await energy(lines, "Europe/Brussels")).toMatchObject({ kWh: "2", coverage: 1, gapCount: 0 });
  });

  it('11 a decimal comma, a byte order mark and ="..."', async () => {
    const lines = [
      "\uFEFFFrom (date);From (time);Until (date);Until (time);EAN code;Register;Volume;Unit;Validation status",
      '19-05-2026;00:00:00;19-05-2026;00:15:00;="541400000000000025";Offtake Day;0,173;kWh;Validated',
      '19-05-2026;00:15:00;19-05-2026;00:30:00;="541400000000000025";Offtake Day;;kWh;No consumption',
    ];
    expect((await energy(lines, "Europe/Brussels")).kWh).toBe("0.173");
  });

  it("12 Tasmota: a clock not set is no time, and two meters in arrays are two", async () => {
    const message = (time: string, first: string, second: string) =>
      `{"Time":"${time}","ENERGY":{"TotalStartTime":"2026-01-01T00:00:00","Total":[${first},${second}],"Power":[52,5]}}`;
    const read = await energy([
      message("1970-01-01T00:33:28", "2.900", "0.300"),
      message("2026-05-04T10:00:00", "3.000", "0.250"),
      message("2026-05-04T11:00:00", "3.052", "0.255"),
    ]);
    expect(read.kWh).toBe("0.057");
    expect(read.series.filter(({ kind }) => kind === "counter").map(({ kWh }) => kWh)).toEqual(["0.052", "0.005"]);
  });
});

describe("scrapes, processors and runs", () => {
  it("13 DCGM: MIG instances carry the board's counter once, and a blank is missing", async () => {
    const instance = (id: number, value: number | string) =>
      `DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-1",GPU_I_PROFILE="1g.10gb",GPU_I_ID="${id}"} ${value}`;
    const scrapes = ticks(5, (at) => {
      const value = at === 2 ? "9223372036854775794" : 7_000_000_000 + at * 900_000;
      return [`# ${iso(at * 15_000)}`, instance(7, value), instance(8, value)];
    });
    expect(await energy(scrapes.flat())).toMatchObject({ kWh: "0.001", series: [{ readings: 4 }] });
  });

  it("14 powermetrics: ten samples with one stamp last as long as they say", async () => {
    const sample = [
      "*** Sampled system activity (Mon May 04 10:00:00 2026 +0000) (100.00ms elapsed) ***",
      "CPU Power: 1000 mW",
      "GPU Power: 2500 mW",
      "ANE Power: 100 mW",
      "Combined Power (CPU + GPU + ANE): 3600 mW",
    ];
    const read = await energy(["Machine model: Mac14,6", ...ticks(10, () => sample).flat()]);
    expect(read).toMatchObject({ kWh: "0.000001", coverage: 1, series: [{ scope: "soc" }] });
  });

  it("15 CodeCarbon: the last interval's gpu_power is not used", async () => {
    const header =
      "timestamp,project_name,run_id,duration,emissions,cpu_power,gpu_power,ram_power,energy_consumed,on_cloud,pue";
    const row = (time: string, duration: number, kWh: string) =>
      `2026-05-04T${time},train,r1,${duration},0.1,42.5,472,3,${kWh},N,1.0`;
    const read = await energy([header, row("10:30:00", 1800, "0.4"), row("11:00:00", 3600, "0.922")]);
    expect(read).toMatchObject({ kWh: "0.922", coverage: 1 });
  });
});

describe("load tests and local use", () => {
  const k6 = (metrics: object, more: object = {}) =>
    readWhole(JSON.stringify({ root_group: { name: "", groups: {}, checks: {} }, ...more, metrics }), {
      fileName: "summary.json",
    });

  it("16 k6: true is a threshold that failed in the first shape, passes of http_req_failed are failures, setup_data goes", async () => {
    const base = { http_reqs: { count: 100, rate: 10 }, iterations: { count: 100, rate: 10 } };
    const first = await k6({
      ...base,
      http_req_failed: { value: 0.05, passes: 5, fails: 95, thresholds: { "rate<0.01": true } },
    });
    expect(first.loadTests[0]?.levels[0]?.failed).toBe(5);
    expect(first.loadTests[0]?.objectives.map(({ isMet }) => isMet)).toEqual([false]);
    const values = {
      http_reqs: { type: "counter", contains: "default", values: { count: 100, rate: 10 } },
      http_req_failed: {
        type: "rate",
        contains: "default",
        values: { rate: 0, passes: 0, fails: 100 },
        thresholds: { "rate<0.01": { ok: true } },
      },
    };
    const second = await k6(values, { setup_data: { token: "sk-made-up" }, state: { testRunDurationMs: 10_000 } });
    expect(second.loadTests[0]?.levels[0]?.failed).toBe(0);
    expect(second.loadTests[0]?.objectives.map(({ isMet }) => isMet)).toEqual([true]);
    expect(JSON.stringify([second.blocks, second.loadTests])).not.toContain("sk-made-up");
  });

  it("17 vLLM: goodput under its old key with a colon", async () => {
    const run = {
      date: "20260504-100000",
      backend: "vllm",
      model_id: "acme/llm",
      num_prompts: 40,
      request_rate: "inf",
      max_concurrency: 4,
      duration: 100,
      completed: 40,
      total_input_tokens: 20000,
      total_output_tokens: 8000,
      request_throughput: 0.4,
      "request_goodput:": 0.25,
      output_throughput: 80,
      mean_ttft_ms: 100,
    };
    const { loadTests } = await readWhole(JSON.stringify(run), { fileName: "run.json" });
    expect(loadTests[0]?.notes.join()).toContain("0.25 requests a second");
  });

  it("18 durations of GIN: 2m10s and 23.668µs", async () => {
    const line = (time: string, duration: string) =>
      `[GIN] 2026/05/04 - ${time} | 200 | ${duration} | 127.0.0.1 | POST "/api/chat"`;
    const text = [line("10:00:00", "2m10s"), line("10:05:00", "23.668µs"), line("10:06:00", "1.5s")].join("\n");
    const { localUses } = await readWhole(`${text}\n`, { fileName: "ollama.log", options: { zone: "UTC" } });
    expect(localUses.map(({ busyMs }) => busyMs)).toEqual([130_000, 0, 1500]);
  });

  it("19 llama.cpp: a rate of inf is passed over, and a quoted body is read", async () => {
    const body = (tokens: number) =>
      JSON.stringify(
        `# TYPE llamacpp:prompt_tokens_total counter\nllamacpp:prompt_tokens_total ${tokens}\nllamacpp:tokens_predicted_total ${tokens / 10}\nllamacpp:predicted_tokens_seconds inf\n`,
      );
    const text = [START / 1000, body(1000), START / 1000 + 60, body(1500)].join("\n");
    const { localUses, issues } = await readWhole(`${text}\n`, { fileName: "llama.prom" });
    expect(localUses.map(({ input, output }) => [input, output].map((count) => count && format(count)))).toEqual([
      ["500", "50"],
    ]);
    expect(issues.filter(({ severity }) => severity === "blocking")).toEqual([]);
  });

  it("20 the same readings twice, in one file or two, change nothing", async () => {
    const rows = ticks(101, (at) => `${smi(at * 1000)}, GPU-00000001, ${300 + (at % 7)}.25 W`);
    const once = await readWhole(["timestamp, uuid, power.draw [W]", ...rows, ""].join("\n"), {
      options: { zone: "UTC" },
    });
    const twice = await energy(["timestamp, uuid, power.draw [W]", ...rows, ...rows]);
    expect(twice.kWh).toBe(once.summary.energy?.kWh);
    const part = once.samples.map(({ atMs, milliwatts }) => ({ atMs, milliwatts }));
    expect(mergeSamples([part, part])).toEqual({ samples: part, duplicates: 101, conflicts: 0 });
  });
});
