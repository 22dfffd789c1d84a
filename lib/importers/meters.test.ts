import { describe, expect, it } from "vitest";
import { readWhole } from "./testing/read-whole.ts";

const read = (text: string | Uint8Array, zone: string | null = "Europe/Stockholm") =>
  readWhole(text, { options: { zone } });
const codes = (issues: readonly { severity: string; code: string }[]) =>
  issues.filter(({ severity }) => severity !== "notice").map(({ severity, code }) => `${severity} ${code}`);
const slots = ({ energy }: Awaited<ReturnType<typeof read>>) =>
  energy.flatMap((item) =>
    item.is === "interval"
      ? [`${iso(item.fromMs)}+${(item.toMs - item.fromMs) / 60_000} ${item.microjoules / 3.6e9}`]
      : [],
  );
const counts = ({ energy }: Awaited<ReturnType<typeof read>>) =>
  energy.flatMap((item) => (item.is === "counter" ? [iso(item.atMs)] : []));
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);

describe("a meter through the nights the clocks change", () => {
  const AUTUMN = ["01:30", "01:45", "02:00", "02:15", "02:30", "02:45", "02:00", "02:15", "02:30", "02:45", "03:00"];
  const homewizard = (stamps: readonly string[]) =>
    ["time,Import kWh,Export kWh", ...stamps.map((stamp, at) => `${stamp},${(100 + at / 10).toFixed(1)},0`), ""].join(
      "\n",
    );

  it("HomeWizard has eleven readings in two and a half hours of autumn", async () => {
    const whole = await read(homewizard(AUTUMN.map((time) => `2026-10-25 ${time}`)));
    expect(counts(whole)).toEqual(
      ["23:30", "23:45", "00:00", "00:15", "00:30", "00:45", "01:00", "01:15", "01:30", "01:45", "02:00"].map(
        (time) => `2026-10-2${time.startsWith("23") ? 4 : 5}T${time}`,
      ),
    );
    expect(whole.summary.energy).toMatchObject({ kWh: "1", coverage: 1 });
    expect(codes(whole.issues)).toEqual([]);
  });

  it("... the same when the newest row stands first", async () => {
    const text = homewizard(AUTUMN.map((time) => `2026-10-25 ${time}`))
      .trim()
      .split("\n");
    const backwards = await read([text[0], ...text.slice(1).reverse(), ""].join("\n"));
    expect(counts(backwards).at(0)).toBe("2026-10-25T02:00");
    expect(backwards.summary.energy).toMatchObject({ kWh: "1", coverage: 1 });
  });

  it("... and in spring, where an hour is missing and nothing else", async () => {
    const stamps = ["01:30", "01:45", "03:00", "03:15"].map((time) => `2026-03-29 ${time}`);
    const whole = await read(homewizard(stamps));
    expect(counts(whole)).toEqual(["2026-03-29T00:30", "2026-03-29T00:45", "2026-03-29T01:00", "2026-03-29T01:15"]);
    expect(whole.summary.energy).toMatchObject({ kWh: "0.3", gapCount: 0 });
  });

  it("days of 23 and 25 hours are as long as they are", async () => {
    const text = "Day,Electricity 1,Electricity 2\n2026-03-29,1,2\n2026-10-25,1,2\n2026-10-26,1,2\n";
    expect(slots(await read(text))).toEqual([
      "2026-03-28T23:00+1380 3000",
      "2026-10-24T22:00+1500 3000",
      "2026-10-25T23:00+1440 3000",
    ]);
  });

  it("Enphase writes the repeated hour twice: first the earlier, then the later", async () => {
    const rows = ["00:00", "01:00", "01:00", "02:00"].map((time, at) => `11/01/2026 ${time},0,${(at + 1) * 100}`);
    const whole = await read(
      ["Date/Time,Energy Produced (Wh),Energy Consumed (Wh)", ...rows, ""].join("\n"),
      "America/New_York",
    );
    expect(slots(whole)).toEqual([
      ...["2026-11-01T04:00+60 100", "2026-11-01T05:00+60 200", "2026-11-01T06:00+60 300", "2026-11-01T07:00+60 400"],
    ]);
    expect(whole.summary.energy).toMatchObject({ kWh: "1", coverage: 1, gapCount: 0 });
    // Nothing but the month-first habit tells 11/01 here.
    expect(codes(whole.issues)).toEqual(["warning date-month-first"]);
  });

  it("Fluvius repeats its quarters, whichever order the registers stand in", async () => {
    const head =
      "From (date);From (time);Until (date);Until (time);EAN code;Meter;Meter type;Register;Volume;Unit;Validation status;Description";
    const night = ["01:45", "02:00", "02:15", "02:30", "02:45", "02:00", "02:15", "02:30", "02:45", "03:00"];
    const rowsOf = (register: string, volume: string) =>
      night.slice(0, -1).map((from, at) => {
        const until = night[at + 1];
        return `25/10/2026;${from}:00;25/10/2026;${until}:00;="541400000000000018";1;Digital;${register};${volume};kWh;Read;`;
      });
    const [day, dark] = [rowsOf("Offtake Day", "0,100"), rowsOf("Offtake Night", "0,150")];
    const bySlot = day.flatMap((row, at) => [row, dark[at] ?? ""]);
    for (const rows of [[...day, ...dark], bySlot, [...bySlot, ...bySlot]]) {
      const whole = await read([head, ...rows, ""].join("\r\n"));
      expect(slots(whole)).toHaveLength(9);
      expect(whole.summary.energy).toMatchObject({ kWh: "2.25", coverage: 1, gapCount: 0 });
      expect(whole.energy.at(-1)).toMatchObject({
        fromMs: Date.parse("2026-10-25T01:45:00Z"),
        toMs: Date.parse("2026-10-25T02:00:00Z"),
      });
      expect(codes(whole.issues)).toEqual([]);
    }
  });

  it("Green Button keeps both 1 o'clocks, and a slot as long as the clock really ran", async () => {
    const at = (from: string, until: string, kwh: string) => `"2026-${from} to 2026-${until}","${kwh}",""`;
    const text = [
      "Energy consumption time period,Usage(Real energy in kilowatt-hours),Reading quality",
      at("03-08 01:00:00", "03-08 03:00:00", "0.1"),
      at("03-08 03:00:00", "03-08 04:00:00", "0.2"),
      at("11-01 00:00:00", "11-01 01:00:00", "0.3"),
      at("11-01 01:00:00", "11-01 02:00:00", "0.4"),
      at("11-01 01:00:00", "11-01 02:00:00", "0.5"),
      at("11-01 02:00:00", "11-01 03:00:00", "0.6"),
    ].join("\n");
    expect(slots(await read(`${text}\n`, "America/New_York"))).toEqual([
      ...["2026-03-08T06:00+60 100", "2026-03-08T07:00+60 200", "2026-11-01T04:00+60 300", "2026-11-01T05:00+60 400"],
      ...["2026-11-01T06:00+60 500", "2026-11-01T07:00+60 600"],
    ]);
  });

  it("NEM12 knows no summer: its day is the zone's standard time all year", async () => {
    const day = (date: string) => `300,${date},${Array.from({ length: 24 }, () => "1").join(",")},A,,,20260401000000,`;
    const text = `100,NEM12,202604070000,A,B\n200,6001,E1,1,E1,N1,S,KWH,60,\n${day("20260405")}\n${day("20260705")}\n900\n`;
    const whole = slots(await read(text, "Australia/Sydney"));
    expect([whole[0], whole[24], whole.length]).toEqual(["2026-04-04T14:00+60 1000", "2026-07-04T14:00+60 1000", 48]);
  });
});

describe("a meter's file as machines and people pass it on", () => {
  const ROWS = [
    ["time", "Import T1 kWh", "Import T2 kWh", "Export T1 kWh"],
    ["2026-05-01 00:00", "10.5", "20.25", "0"],
    ["2026-05-01 00:15", "10.6", "20.25", "0"],
    ["2026-05-01 00:30", "10.6", "20.5", "0"],
  ];
  const written = (delimiter: string, newline: string) =>
    `${ROWS.map((cells) => cells.join(delimiter)).join(newline)}${newline}`;

  it.each([
    ["with semicolons", written(";", "\n")],
    ["with tabs", written("\t", "\n")],
    ["with CRLF and a BOM", `\uFEFF${written(",", "\r\n")}`],
    [
      "quoted",
      ROWS.map((cells) => cells.map((cell) => `"${cell}"`).join(","))
        .join("\n")
        .concat("\n"),
    ],
    [
      "as UTF-16",
      new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(written(",", "\n"), "utf16le")])),
    ],
    ["twice", written(",", "\n") + written(",", "\n")],
    [
      "out of order",
      [ROWS[0], ROWS[3], ROWS[1], ROWS[2]]
        .map((cells) => cells?.join(","))
        .join("\n")
        .concat("\n"),
    ],
  ])("%s it says the same", async (_, content) => {
    const { summary, issues } = await read(content);
    expect(summary.energy).toMatchObject({ kWh: "0.35" });
    expect(codes(issues)).toEqual([]);
  });

  it("keeps no number of a connection, no name and no address", async () => {
    const fluvius =
      'Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus;Omschrijving\n01-05-2026;00:00:00;01-05-2026;00:15:00;="541400000000000018";1SAG7;Digitaal;Afname Dag;0,1;kWh;Gelezen;Kantoor Sofie\n';
    const green =
      "Name,PAT SAMPLE\nAddress,12 SAMPLE ST\n12 SAMPLE ST\n\nTYPE,DATE,START TIME,END TIME,USAGE (kWh),NOTES\nElectric usage,2026-05-01,00:00,00:14,0.1,\n";
    const nem = `200,60010000019,E1,1,E1,N1,SERIAL7,KWH,60,\n300,20260501,${Array.from({ length: 24 }, () => "1").join(",")},A,,,,\n`;
    for (const [text, gone] of [
      [fluvius, /5414|1SAG7|Sofie/],
      [green, /PAT|SAMPLE/],
      [nem, /60010000019|SERIAL7/],
    ] as const) {
      const first = await read(text);
      const kept = first.blocks.map((block) => block.text).join("");
      expect(kept).not.toMatch(gone);
      expect(JSON.stringify([first.energy, first.issues])).not.toMatch(gone);
      // Read again from what was kept, it is the same meter and the same energy.
      expect((await read(kept)).energy).toEqual(first.energy);
    }
  });

  it.each([
    ["Date/Time,Energy Produced (Wh)\n", "enphase"],
    ["Hour Start,Electricity 1,Electricity 2\n", "dsmr"],
    ["time,Import kWh\n", "homewizard"],
    ["From (date);Until (date);Register;Volume;Unit\n", "fluvius"],
    ["100,NEM12,202604070000,A,B\n900\n", "nem12"],
    ['"Time","kWh.first"\n', "grafana"],
  ])("of a header alone %j it says that there is no figure", async (text, id) => {
    const { summary, issues } = await read(text);
    expect(summary.format).toContain(id);
    expect([summary.lines, summary.energy]).toEqual([0, undefined]);
    expect(issues.length).toBeGreaterThan(0);
  });
});

describe("a list of bills", () => {
  it("is no series: it is refused with what to do", async () => {
    const { summary, issues } = await read(
      "Bill Date,Electric Charges,Electric Usage (kWh),Total Charges\n01/14/2026,$81.20,412,$121.31\n",
    );
    expect(summary.energy).toBeUndefined();
    expect(issues).toEqual([
      expect.objectContaining({
        severity: "blocking",
        code: "bill-summary",
        message: expect.stringContaining("tariff"),
      }),
    ]);
  });
});

describe("what panels produced", () => {
  it("is said to be no draw", async () => {
    const { issues } = await read("Date/Time,Energy Produced (Wh)\n05/13/2026 10:00,4\n05/13/2026 11:00,5\nTotal,10\n");
    expect(codes(issues)).toEqual(["warning not-a-draw", "warning total-differs"]);
  });
});
