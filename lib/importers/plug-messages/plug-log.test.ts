import { describe, expect, it } from "vitest";
import { readWhole } from "../testing/read-whole.ts";

const tasmota = (time: string, total: string, more = "") =>
  `{"Time":"${time}","ENERGY":{"TotalStartTime":"2026-01-02T10:00:00","Total":${total},"Power":100${more}}}`;
const blocking = (issues: readonly { severity: string }[]) => issues.filter(({ severity }) => severity === "blocking");

describe("Tasmota telemetry", () => {
  it.each([
    ["Europe/Stockholm", "2026-10-25", ["02:55", "02:00", "02:55", "03:00"], [0, 5, 60, 65]],
    ["America/New_York", "2026-11-01", ["01:55", "01:00", "01:55", "02:00"], [0, 5, 60, 65]],
    ["Europe/Stockholm", "2026-03-29", ["01:55", "03:00", "03:05"], [0, 5, 10]],
  ])("in %s the night of %s keeps its hours", async (zone, day, times, minutes) => {
    const lines = times.map((time, place) => tasmota(`${day}T${time}:00`, `5.${place}`));
    const { samples } = await readWhole(`${lines.join("\n")}\n`, {
      options: { zone, nowMs: Date.parse("2027-01-01") },
    });
    const first = samples[0]?.atMs ?? 0;
    expect(samples.map(({ atMs }) => (atMs - first) / 60_000)).toEqual(minutes);
  });

  it("follows two plugs through the same repeated hour, each by its own clock", async () => {
    const at = (plug: string, time: string) => `tele/${plug}/SENSOR ${tasmota(`2026-10-25T${time}:00`, "5.0")}`;
    const lines = [at("a", "02:50"), at("b", "02:50"), at("a", "02:05"), at("b", "02:05"), at("b", "03:05")];
    const { samples } = await readWhole(`${lines.join("\n")}\n`, { options: { zone: "Europe/Stockholm" } });
    expect(samples.map(({ device, atMs }) => [device, new Date(atMs).toISOString().slice(11, 16)])).toEqual([
      ["a power", "00:50"],
      ["b power", "00:50"],
      ["a power", "01:05"],
      ["b power", "01:05"],
      ["b power", "02:05"],
    ]);
  });

  it("takes the time of receipt before the device's own, also for a device whose clock is at 1970", async () => {
    const { samples, issues } = await readWhole(
      `2026-05-04T10:00:03+0200 tele/a/SENSOR ${tasmota("1970-01-01T00:00:28", "5.0")}\n`,
    );
    expect(samples).toMatchObject([{ atMs: Date.parse("2026-05-04T08:00:03Z") }]);
    expect(issues.map(({ code }) => code)).not.toContain("clock-not-set");
  });

  it("counts a reset from the time the device says it happened", async () => {
    const before = '{"Time":"2026-05-04T10:00:00","ENERGY":{"TotalStartTime":"2026-01-02T10:00:00","Total":0.5}}';
    const after = '{"Time":"2026-05-04T11:00:00","ENERGY":{"TotalStartTime":"2026-05-04T10:30:00","Total":0.6}}';
    const { energy, summary } = await readWhole(`${before}\n${after}\n`, { options: { zone: "UTC" } });
    expect(energy.flatMap((item) => (item.is === "counter" ? [item.millijoules] : []))).toEqual([
      1_800_000_000, 0, 2_160_000_000,
    ]);
    expect(summary.energy?.kWh).toBe("0.6");
  });

  it("blocks a message cut in the middle of the log and warns of one cut at its end", async () => {
    const cut = tasmota("2026-05-04T10:05:00", "5.1").slice(0, 60);
    const text = `${tasmota("2026-05-04T10:00:00", "5.0")}\n${cut}\n${tasmota("2026-05-04T10:10:00", "5.2")}\n${cut}`;
    const { issues, summary } = await readWhole(text, { options: { zone: "UTC" }, pieceBytes: 7 });
    expect(issues).toMatchObject([
      { severity: "blocking", code: "json-cut", row: 2 },
      { severity: "warning", code: "row-cut", row: 4 },
    ]);
    expect(summary.energy?.kWh).toBe("0.2");
  });

  it.each([
    ["an array over several lines", (a: string, b: string) => `[\n${a},\n${b}\n]\n`],
    ["an array on one line", (a: string, b: string) => `[${a},${b}]`],
    ["carriage returns", (a: string, b: string) => `${a}\r\n\r\n${b}\r\n`],
    ["a byte order mark", (a: string, b: string) => `\uFEFF${a}\n${b}\n`],
    [
      "printed with blanks",
      (a: string, b: string) => [a, b].map((one) => JSON.stringify(JSON.parse(one), null, 2)).join("\n"),
    ],
    ["another order and one twice", (a: string, b: string) => `${b}\n${a}\n${b}\n`],
  ])("reads %s", async (_, written) => {
    const text = written(tasmota("2026-05-04T10:00:00Z", "5.0"), tasmota("2026-05-04T10:10:00Z", "5.25"));
    const { summary, issues } = await readWhole(text);
    expect(summary.energy?.kWh).toBe("0.25");
    expect(blocking(issues)).toEqual([]);
  });
});

describe("Shelly", () => {
  it("reads the total of three phases and of each switch, not their parts", async () => {
    const status = (time: number, a: number) =>
      JSON.stringify({
        result: {
          "switch:0": { id: 0, output: true, apower: 10, aenergy: { total: a, minute_ts: time } },
          "switch:1": { id: 1, output: false, apower: 0, aenergy: { total: 7, minute_ts: time } },
          "em:0": { id: 0, a_act_power: 1, b_act_power: 2, c_act_power: 3, total_act_power: 6 },
          "emdata:0": { id: 0, a_total_act_energy: 1, b_total_act_energy: 2, c_total_act_energy: 3, total_act: 6 },
          sys: { unixtime: time },
        },
        src: "shelly-x",
      });
    const { energy, summary } = await readWhole(`${status(1777888800, 100)}\n${status(1777892400, 160.5)}\n`);
    const keys = energy.flatMap((item) => (item.is === "series" ? [`${item.kind} ${item.device}`] : []));
    expect(keys.sort()).toEqual([
      "counter shelly-x em:0",
      "counter shelly-x switch:0",
      "counter shelly-x switch:1",
      "polled shelly-x em:0",
      "polled shelly-x switch:0",
      "polled shelly-x switch:1",
    ]);
    expect(summary.energy?.kWh).toBe("0.0605");
  });

  it("keeps neither the name of the network nor an address", async () => {
    const text = `{"switch:0":{"id":0,"apower":1,"aenergy":{"total":5,"minute_ts":1777888800}},"wifi":{"sta_ip":"192.0.2.7","ssid":"our house"},"sys":{"mac":"AABBCC"}}\n`;
    const { blocks } = await readWhole(text);
    expect(blocks.map((block) => block.text).join("")).not.toMatch(/192\.0|our house|AABBCC/);
  });
});
