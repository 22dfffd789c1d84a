import { describe, expect, it } from "vitest";
import { readWhole } from "./testing/read-whole.ts";

/** What the formats of GPU and Mac tools other than nvidia-smi's CSV survive: nights, dresses, damage. */
async function read(text: string | Uint8Array, zone: string | null = "UTC") {
  const { samples, energy, issues, summary, blocks } = await readWhole(text, {
    fileName: "power.log",
    options: { zone },
  });
  return {
    format: summary.format,
    samples,
    series: energy.filter((item) => item.is === "series"),
    readings: samples.map(({ device, milliwatts }) => `${device} ${milliwatts}`),
    times: samples.map(({ atMs }) => new Date(atMs).toISOString().slice(11, 19)),
    codes: issues.map(({ severity, code, row }) => `${severity} ${code}${row === null ? "" : ` ${row}`}`),
    kept: blocks.map((block) => block.text).join(""),
    energy: summary.energy,
  };
}

const utf16 = (text: string): Uint8Array =>
  new Uint8Array(new Uint16Array([...`\uFEFF${text}`].map((character) => character.charCodeAt(0))).buffer);

const gpu = (uuid: string, power: string): string =>
  `\t<gpu id="00000000:01:00.0">\n\t\t<uuid>${uuid}</uuid>\n\t\t<gpu_power_readings>\n${power}\n\t\t</gpu_power_readings>\n` +
  "\t\t<processes>\n\t\t\t<process_info>\n\t\t\t\t<process_name>/home/somebody/run.py</process_name>\n\t\t\t</process_info>\n\t\t</processes>\n\t</gpu>\n";
const xml = (stamp: string, watts: string, uuid = "GPU-1"): string =>
  `<?xml version="1.0" ?>\n<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">\n<nvidia_smi_log>\n\t<timestamp>${stamp}</timestamp>\n${gpu(uuid, `\t\t\t<power_draw>${watts}</power_draw>`)}</nvidia_smi_log>\n`;

describe("nvidia-smi -q -x", () => {
  it("goes through both nights when clocks change in the rig's zone", async () => {
    const autumn = ["02:59:00", "02:00:00", "02:59:00", "03:00:00"].map((time) =>
      xml(`Sun Oct 25 ${time} 2026`, "100.00 W"),
    );
    expect((await read(autumn.join(""), "Europe/Stockholm")).times).toEqual([
      "00:59:00",
      "01:00:00",
      "01:59:00",
      "02:00:00",
    ]);
    const spring = ["01:59:59", "03:00:00"].map((time) => xml(`Sun Mar  8 ${time} 2026`, "100.00 W"));
    expect((await read(spring.join(""), "America/New_York")).times).toEqual(["06:59:59", "07:00:00"]);
  });

  const one = xml("Fri Aug 14 11:44:30 2026", "67.03 W");
  it.each([
    ["CRLF", one.replaceAll("\n", "\r\n")],
    ["UTF-16", utf16(one)],
    ["one line", one.replaceAll("\n", "").replace('"?><', '"?>\n<')],
    ["a banner before it", `Fri 14 Aug 2026\n${one}`],
  ])("gives the same with %s", async (_, text) => {
    const { readings, times } = await read(text);
    expect([readings, times]).toEqual([["GPU-1 67030"], ["11:44:30"]]);
  });

  it("is read again when a document breaks off in the middle of a loop", async () => {
    const { readings, codes } = await read(`${one.slice(0, 260)}\n${one}`);
    expect(readings).toEqual(["GPU-1 67030"]);
    expect(codes).toEqual(["warning row-cut 3"]);
  });

  it("blocks text where watts should be, and keeps no paths of programs", async () => {
    const { codes, kept } = await read(one.replace("67.03 W", "many"));
    expect(codes).toEqual(["blocking power-unreadable 8", "warning no-readings"]);
    expect(kept).not.toContain("somebody");
  });

  it("does not count one document twice", async () => {
    const log = Array.from({ length: 10 }, (_, at) => xml(`Fri Aug 14 11:44:${30 + at} 2026`, "100.00 W")).join("");
    expect((await read(log + log)).energy?.kWh).toBe((await read(log)).energy?.kWh);
  });
});

const HEADER = "#Date       Time        gpu    pwr  gtemp\n#YYYYMMDD   HH:MM:SS    Idx      W      C\n";
const dmon = (time: string, watts: string, day = "20261101"): string => ` ${day}   ${time}      0   ${watts}     41\n`;

describe("nvidia-smi dmon", () => {
  it("goes through the night of New York's winter time", async () => {
    const rows = ["01:30:00", "01:59:59", "01:00:00", "01:30:00"].map((time) => dmon(time, "100"));
    const { times, codes } = await read(HEADER + dmon("00:30:00", "90") + rows.join(""), "America/New_York");
    expect(times).toEqual(["04:30:00", "05:30:00", "05:59:59", "06:00:00", "06:30:00"]);
    expect(codes.filter((code) => !code.includes("gaps"))).toEqual([]);
  });

  it("follows its columns where they change, in any dress", async () => {
    const other = "#Date       Time        gpu  gtemp   pwr\n#YYYYMMDD   HH:MM:SS    Idx      C     W\n";
    const text = `${HEADER}${dmon("09:30:00", "100")}${other} 20261101   09:30:02      0   41     101\n`;
    expect((await read(text)).readings).toEqual(["GPU0 100000", "GPU0 101000"]);
    expect((await read(utf16(text.replaceAll("\n", "\r\n")))).readings).toEqual(["GPU0 100000", "GPU0 101000"]);
  });

  it("blocks a stamp that is none, and takes a dash for missing", async () => {
    const { readings, codes } = await read(
      HEADER + dmon("09:30:00", "-") + dmon("9h30", "100") + dmon("09:30:04", "100"),
    );
    expect(readings).toEqual(["GPU0 100000"]);
    expect(codes).toEqual(["blocking date-unreadable 4", "warning power-missing 3"]);
  });

  it("with a header only gives a warning and no figure", async () => {
    expect(await read(HEADER)).toMatchObject({ energy: undefined, codes: ["warning no-readings"] });
  });
});

describe("rocm-smi", () => {
  const card = { "Average Graphics Package Power (W)": "36.0", "GPU use (%)": "3" };
  it.each([
    ["a time beside the cards", { timestamp: "2026-05-14 09:30:00", card0: card }],
    ["a time around them", { time: 1778743800, data: { card0: card } }],
    ["a time in the card", { card0: { ...card, timestamp: "2026-05-14T07:30:00Z" } }],
    ["a list", [{ ts: 1778743800.5, card0: card }]],
  ])("is read with %s", async (_, value) => {
    const { readings, format } = await read(`${JSON.stringify(value)}\n`, "Europe/Stockholm");
    expect([format, readings]).toEqual(["rocm-smi-json", ["card0 36000"]]);
    expect((await read(JSON.stringify(value), "Europe/Stockholm")).times).toEqual(["07:30:00"]);
  });

  it("takes the newer name where the older has no figure", async () => {
    const newer = { "Average Graphics Package Power (W)": "N/A", "Current Socket Graphics Package Power (W)": "141.5" };
    expect((await read(JSON.stringify({ timestamp: 1778743800, card0: newer, "GPU use (%)": 1 }))).readings).toEqual([
      "card0 141500",
    ]);
  });

  const at = (second: number): string => JSON.stringify({ timestamp: 1_778_743_800 + second, card0: card });

  it("loses the last object of a log that breaks off, and no other", async () => {
    const { readings, codes } = await read(`${at(0)}\n${at(1).slice(0, 40)}`);
    expect(readings).toEqual(["card0 36000"]);
    expect(codes).toEqual(["warning row-cut 2"]);
  });

  it("blocks the line of an object that another begins in", async () => {
    const { readings, codes } = await read(`${at(0)}\n${at(1).slice(0, 40)}\n${at(2)}\n`);
    expect(readings).toEqual(["card0 36000", "card0 36000"]);
    expect(codes).toEqual(["blocking json-invalid 2"]);
  });

  it("is read in a list with an object a line", async () => {
    expect((await read(`[\n${at(0)},\n${at(1)}\n]\n`)).times).toEqual(["07:30:00", "07:30:01"]);
  });

  it.each([
    ["1778743800", "07:30:00"],
    ["2026-05-14T07:30:00Z", "07:30:00"],
    ["2026-05-14 09:30:00", "07:30:00"],
    ["Thu May 14 07:30:00 UTC 2026", "07:30:00"],
    ["Thu May 14 09:30:00 AM CEST 2026", "07:30:00"],
    ["Thu 14 May 2026", undefined],
  ])("has its time on the line before, as a loop writes it: %s", async (line, time) => {
    const { times } = await read(`${line}\n${JSON.stringify({ card0: card }, null, 2)}\n`, "Europe/Stockholm");
    expect(times[0]).toBe(time);
  });
});

describe("amd-smi", () => {
  it("and rocm-smi lose a last figure that is cut", async () => {
    const { readings, codes } = await read(
      "timestamp,device,Average Graphics Package Power (W)\n1778743800,card0,141.0\n1778743801,card0,14",
    );
    expect(readings).toEqual(["card0 141000"]);
    expect(codes).toEqual(["warning row-cut 3"]);
  });

  it("and rocm-smi may have their time on a line above each header", async () => {
    const loop = (header: string, name: string) =>
      [0, 10]
        .map((second) => `Thu May 14 07:30:${String(second).padStart(2, "0")} UTC 2026\n${header}\n${name},141.0\n\n`)
        .join("");
    const rocm = await read(loop("device,Average Graphics Package Power (W)", "card0"));
    expect([rocm.format, rocm.times, rocm.readings]).toEqual([
      "rocm-smi-csv",
      ["07:30:00", "07:30:10"],
      ["card0 141000", "card0 141000"],
    ]);
    const amd = await read(loop("gpu,socket_power", "0"));
    expect([amd.format, amd.times]).toEqual(["amd-smi-csv", ["07:30:00", "07:30:10"]]);
  });

  const header = "timestamp,gpu,socket_power,gfx_voltage";
  it.each([
    ["semicolons", `${header}\n1778743800,0,141,73\n`.replaceAll(",", ";")],
    [
      "tabs, CRLF and a byte order mark",
      `\uFEFF${header}\n1778743800,0,141,73\n`.replaceAll(",", "\t").replaceAll("\n", "\r\n"),
    ],
    ["quotes", `${header}\n"1778743800","0","141","73"\n`],
    ["columns in another order", "gfx_voltage,socket_power,extra,gpu,timestamp\n73,141,x,0,1778743800\n"],
    ["local stamps", `${header}\n2026-05-14 07:30:00,0,141 W,73\n`],
  ])("gives the same with %s", async (_, text) => {
    const { readings, times, codes } = await read(text);
    expect([readings, times, codes]).toEqual([["GPU0 141000"], ["07:30:00"], []]);
  });

  it("drops sentinels and what no GPU draws, and blocks a row without a time", async () => {
    const rows = [
      "1778743800,0,65535,1",
      "1778743801,0,4294967295,1",
      "1778743802,0,3500,1",
      "1778743803,0,N/A,1",
      ",0,100,1",
    ];
    const { readings, codes } = await read(`${header}\n${rows.join("\n")}\n`);
    expect(readings).toEqual([]);
    expect(codes).toEqual([
      "blocking date-missing 6",
      "warning power-missing 2",
      "warning power-impossible 4",
      "warning no-readings",
    ]);
  });

  it("with a header only gives a warning and no figure", async () => {
    expect(await read(`${header}\n`)).toMatchObject({ energy: undefined, codes: ["warning no-readings"] });
  });
});

describe("macmon", () => {
  it("bills the whole Mac where it was read, and the processor beside it is not added", async () => {
    const lines = Array.from({ length: 61 }, (_, at) =>
      JSON.stringify({
        timestamp: new Date(1_778_743_800_000 + at * 1000).toISOString(),
        cpu_power: 7.5,
        gpu_power: 40,
        ane_power: 0,
        all_power: 47.5,
        sys_power: 92,
      }),
    );
    const { series, energy } = await read(`${lines.join("\n")}\n`);
    expect(series.map(({ scope, kind }) => `${scope} ${kind}`)).toEqual(["soc polled", "server polled"]);
    // 60 s at 92 W.
    expect(energy?.kWh).toBe("0.001533333");
  });
});

describe("a stream of property lists", () => {
  const list = (end: string, milliwatts: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n<key>elapsed_ns</key><integer>1000000000</integer>\n<key>hw_model</key><string>Mac14,6</string>\n<key>timestamp</key><date>2026-05-14T07:30:${end}Z</date>\n<key>processor</key>\n<dict>\n<key>combined_power</key>\n<real>${milliwatts}</real>\n</dict>\n</dict>\n</plist>\n`;

  it("is parted by NUL, which is no damage", async () => {
    const { energy, issues } = await readWhole(`${list("10", "1469.5")}\0${list("11", "1e3")}\0`, { pieceBytes: 997 });
    expect(energy.filter((item) => item.is === "interval").map(({ microjoules }) => microjoules)).toEqual([
      1_469_500, 1_000_000,
    ]);
    expect(issues).toEqual([]);
  });

  it("still says so where a disk left NULs inside", async () => {
    const { codes } = await read(
      `${list("10", "1469.5")}\0\0\0\0${list("11", "12").replace("<key>hw", "\0\0\0<key>hw")}`,
    );
    expect(codes).toContain("warning encoding-damaged");
  });
});
