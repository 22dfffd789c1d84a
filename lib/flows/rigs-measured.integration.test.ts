import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { NewRig } from "../api/wire/rigs.ts";
import type { Principal } from "../auth/principal.ts";
import { decimal, format, normalise, sum } from "../core/decimal.ts";
import { pool, prisma } from "../db/client.ts";
import { rigQuarterPrint } from "../db/power.ts";
import { resetDemoData } from "../db/reset.ts";
import { rowsOf, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { inTransaction } from "../db/transaction.ts";
import { closeMonth } from "./close/close-month.ts";
import { stateFill } from "./energy-fills.ts";
import { ingestFile } from "./ingest.ts";
import { pushFile } from "./push-file.ts";
import { createRig } from "./rigs.ts";
import { applyTariff, createTariff } from "./tariffs.ts";
import { undoImport } from "./undo-import.ts";
import { verify } from "./verify.ts";

const BY = "test";
const NOW = Date.parse("2026-11-16T12:00:00Z");
const who = { by: BY, nowMs: NOW };
const HOUR = 3_600_000;
const SIGNER: Principal = { userId: "", name: "Mara", email: "", role: "finance", teams: [] };
const RIG: NewRig = {
  name: "Kiln",
  zone: "Europe/Stockholm",
  currency: "USD",
  price: "2400",
  months: 24,
  inService: "2026-03-01",
  tariffPerKwh: "0.25",
};

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
async function ingest(fileName: string, text: string): Promise<number> {
  const done = await ingestFile({ fileName, bytes: bytesOf(text), by: BY, nowMs: NOW, rig: "Kiln", zone: "UTC" });
  expect(done.isPosted, `${fileName}: ${JSON.stringify(done.summary?.issues)}`).toBe(true);
  return done.importId;
}

type Span = { from: string; hours: number; stepMs?: number };
const ticks = ({ from, hours, stepMs = 300_000 }: Span): number[] =>
  Array.from({ length: Math.floor((hours * HOUR) / stepMs) + 1 }, (_, at) => Date.parse(from) + at * stepMs);
/** Any watts that differ from minute to minute and do not depend on where a log begins. */
const wattsAt = (atMs: number): number => 200 + ((atMs / 60_000) % 97);
const iso = (atMs: number): string => new Date(atMs).toISOString();
const nvidiaSmi = (span: Span): string =>
  `timestamp, index, power.draw [W]\n${ticks(span)
    .flatMap((at) =>
      [0, 1].map(
        (gpu) =>
          `${iso(at).slice(0, 10).replaceAll("-", "/")} ${iso(at).slice(11, 23)}, ${gpu}, ${wattsAt(at) + gpu}.00 W`,
      ),
    )
    .join("\n")}\n`;
const bmc = (span: Span, watts = (at: number): number => 700 + wattsAt(at)): string =>
  `timestamp,kiln_watts\n${ticks(span)
    .map((at) => `${iso(at)},${watts(at)}`)
    .join("\n")}\n`;
/** A plug's status; its counter shows what 1,000 W would have used since an instant, so that any two files agree. */
const plug = (
  span: Span,
  wattHours = (at: number): number => (at - Date.parse("2026-05-01T00:00:00Z")) / 3_600,
): string =>
  `${ticks(span)
    .map((at) => `{"id":0,"apower":1000.0,"aenergy":{"total":${wattHours(at)},"minute_ts":${at / 1000}}}`)
    .join("\n")}\n`;

const part = (where: ReturnType<typeof sql>) =>
  rowsOf<{ month: string; of: string | null; part: string; basis: string; amount: string }>(
    pool,
    sql`SELECT billed_month AS month, of_month AS of, rig_part AS part, basis, trim_scale(sum(billed))::text AS amount
        FROM ledger_entry WHERE rig_id IS NOT NULL AND ${where} GROUP BY 1, 2, 3, 4 HAVING sum(billed) <> 0 ORDER BY 1, 2, 3, 4`,
  );
const energy = () => part(sql`rig_part = 'energy'`);
const kwhOfRig = async (): Promise<string> => {
  const { rows } = await pool.query(
    "SELECT trim_scale(coalesce(sum(microjoules), 0) / 3600000000000)::text AS kwh FROM rig_quarter",
  );
  return rows[0].kwh;
};

let close: () => Promise<void>;
let rigId = 0;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "Europe/Stockholm" } });
});
beforeEach(async () => {
  await inTransaction(({ client }) => resetDemoData(client));
  rigId = (await createRig(RIG, BY, NOW)).id;
});
afterEach(async () => expect((await verify(NOW)).differences).toEqual([]));
afterAll(() => close());

describe("what was measured of a rig", () => {
  it("is the same in any order and cut, with pieces twice, and is nothing again once all is undone", async () => {
    const pieces: Record<string, string> = {
      "gpu-morning.csv": nvidiaSmi({ from: "2026-05-04T00:00:00Z", hours: 12 }),
      "gpu-evening.csv": nvidiaSmi({ from: "2026-05-04T10:00:00Z", hours: 13 }),
      "bmc-1.csv": bmc({ from: "2026-05-04T08:00:00Z", hours: 4 }),
      "bmc-2.csv": bmc({ from: "2026-05-04T11:30:00Z", hours: 4.5 }),
      "plug-1.jsonl": plug({ from: "2026-05-04T14:00:00Z", hours: 6 }),
      "plug-2.jsonl": plug({ from: "2026-05-04T18:00:00Z", hours: 8 }),
    };
    const names = Object.keys(pieces);
    const orders = [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [3, 0, 5, 2, 4, 1],
      [4, 2, 0, 5, 1, 3],
    ];
    const seen = new Set<string>();
    for (const order of orders) {
      const imports: number[] = [];
      for (const at of order) imports.push(await ingest(names[at] ?? "", pieces[names[at] ?? ""] ?? ""));
      seen.add(`${await rigQuarterPrint(pool, rigId)} ${JSON.stringify(await energy())}`);
      for (const importId of imports.reverse()) await undoImport({ importId, by: BY, nowMs: NOW });
      expect(await rigQuarterPrint(pool, rigId)).toBe("");
      expect(await energy()).toEqual([]);
    }
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).toContain('"month":"2026-05"');
  }, 60_000);

  it("is a counter's steps across files, of a reset what it shows since", async () => {
    const flat = (values: readonly number[], from: string) =>
      plug({ from, hours: values.length - 1, stepMs: HOUR }, (at) => values[(at - Date.parse(from)) / HOUR] ?? 0);
    await ingest("late.jsonl", flat([40, 340, 500], "2026-05-04T12:00:00Z"));
    await ingest("early.jsonl", flat([1000, 1300], "2026-05-04T10:00:00Z"));
    // 300 Wh; 40 since the reset; 300 and 160.
    expect(await kwhOfRig()).toBe("0.8");
    expect(await energy()).toMatchObject([{ month: "2026-05", amount: "0.2" }]);
  });

  it("holds a value written on change until the next, into the next file", async () => {
    const states = (rows: readonly [string, string][]) =>
      `entity_id,state,last_changed\n${rows.map(([at, state]) => `sensor.rig_power,${state},2026-05-${at}:00.000Z`).join("\n")}\n`;
    await ingest(
      "b.csv",
      states([
        ["05T02:00", "200"],
        ["05T03:00", "unavailable"],
      ]),
    );
    await ingest(
      "a.csv",
      states([
        ["04T22:00", "100"],
        ["04T23:00", "150"],
      ]),
    );
    // 100 W for one hour, 150 for three, 200 for one.
    expect(await kwhOfRig()).toBe("0.75");
  });

  it("is priced by time of use as the sum of its hours, in months with a clock change", async () => {
    const price = ({ month, hour, weekday }: { month: number; hour: number; weekday: number }): bigint =>
      weekday === 0 || weekday === 6
        ? 94n
        : hour >= 7 && hour < 10
          ? month >= 10 || month <= 3
            ? 236n
            : 190n
          : hour >= 2 && hour < 6
            ? 71n
            : 148n;
    const prices = ["0.094", "0.236", "0.19", "0.071", "0.148"].map((perKwh, index) => ({ name: `P${index}`, perKwh }));
    const numbers = new Map([94n, 236n, 190n, 71n, 148n].map((each, index) => [each, index]));
    const schedule = (weekday: number) =>
      Array.from({ length: 12 }, (_, at) =>
        Array.from({ length: 24 }, (__, hour) => numbers.get(price({ month: at + 1, hour, weekday })) ?? 0),
      );
    await createTariff(
      {
        name: "Hall",
        zone: "Europe/Stockholm",
        terms: { energy: { kind: "time-of-use", periods: prices, weekday: schedule(1), weekend: schedule(0) } },
      },
      BY,
    );
    await applyTariff({ name: "Hall" }, { rig: "Kiln" }, who);
    const clock = new Intl.DateTimeFormat("en-GB", {
      timeZone: "Europe/Stockholm",
      hourCycle: "h23",
      weekday: "short",
      month: "numeric",
      hour: "numeric",
    });
    const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    for (const [month, from, hours] of [
      ["2026-03", "2026-02-28T23:00:00Z", 743],
      ["2026-10", "2026-09-30T22:00:00Z", 745],
    ] as const) {
      const span = { from, hours, stepMs: 900_000 };
      const watts = (at: number): number => 300 + ((at / 900_000) % 389);
      await ingest(`bmc-${month}.csv`, bmc(span, watts));
      // The sum of (W before + W after) x price in thousandths, by quarter hour; 450 s x 1/3.6e6 x 1/1000 = 1/8e6.
      let whole = 0n;
      for (const at of ticks(span).slice(0, -1)) {
        const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
        const local = {
          month: Number(parts.month),
          hour: Number(parts.hour),
          weekday: days.indexOf(parts.weekday ?? ""),
        };
        whole += BigInt(watts(at) + watts(at + 900_000)) * price(local);
      }
      const [found] = (await energy()).filter((each) => each.month === month);
      expect(found?.amount, month).toBe(format(normalise({ units: whole * 125n, scale: 9 })));
    }
  }, 60_000);

  it("stays as signed in a closed month; a late log posts its difference to the open one, by name", async () => {
    await ingest("gpu.csv", nvidiaSmi({ from: "2026-05-04T00:00:00Z", hours: 12 }));
    await closeMonth({ month: "2026-05", note: "", reason: "No bill of May is expected." }, SIGNER, NOW);
    const signed = await part(sql`billed_month = '2026-05'`);
    await ingest("bmc.csv", bmc({ from: "2026-05-04T08:00:00Z", hours: 4 }));
    expect(await part(sql`billed_month = '2026-05'`)).toEqual(signed);
    const late = await part(sql`of_month = '2026-05'`);
    expect(late).toMatchObject([{ month: "2026-06", part: "energy" }]);
    const all = sum([...signed, ...late].filter((each) => each.part === "energy").map((each) => decimal(each.amount)));
    const { rows } = await pool.query("SELECT sum(microjoules)::text AS energy FROM rig_quarter");
    const exact = { units: decimal(rows[0].energy).units * 25n, scale: decimal(rows[0].energy).scale + 2 };
    // The month is rounded once, at twelve places.
    expect(format(all)).toBe(
      format(
        normalise({
          units: ((exact.units * 10n ** 12n * 2n) / (3_600_000_000_000n * 10n ** BigInt(exact.scale)) + 1n) / 2n,
          scale: 12,
        }),
      ),
    );
  });

  it("is filled only by a statement, as estimated, and the statement gives way to a log", async () => {
    await ingest(
      "day.csv",
      bmc({ from: "2026-06-01T00:00:00Z", hours: 480 }, () => 800),
    );
    await ingest(
      "after.csv",
      bmc({ from: "2026-06-21T04:00:00Z", hours: 120 }, () => 800),
    );
    const measured = await energy();
    expect(measured).toMatchObject([{ basis: "metered", amount: "120" }]);
    const gap = {
      from: "2026-06-21T00:00:00Z",
      to: "2026-06-21T04:00:00Z",
      note: "The logger was off.",
      evenBelowHalf: false,
    };
    await stateFill("kiln", { ...gap, rule: "idle" }, who);
    expect(await energy()).toEqual([{ ...measured[0], basis: "estimated", amount: "0.8" }, measured[0]]);
    expect(await kwhOfRig()).toBe("480");
    await ingest(
      "found.csv",
      bmc({ from: "2026-06-21T00:00:00Z", hours: 4 }, () => 600),
    );
    // Four hours at 600 W; at its first and last instant the later log's 600 W takes the place of 800.
    expect(await energy()).toEqual([{ ...measured[0], amount: "120.595833333333" }]);
  });

  it("is posted at once when a machine pushes it", async () => {
    const text = bmc({ from: "2026-07-01T00:00:00Z", hours: 2 }, () => 500);
    const { answer } = await pushFile({
      fileName: "bmc.csv",
      bytes: bytesOf(text),
      rig: "kiln",
      posts: true,
      by: "kiln-cron",
    });
    expect(answer).toMatchObject({ state: "posted", kWh: "1" });
    expect(await energy()).toMatchObject([{ month: "2026-07", amount: "0.25" }]);
  });
});
