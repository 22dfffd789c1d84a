import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { checkAnyMapping } from "../core/any-mapping.ts";
import type { AppError } from "../core/app-error.ts";
import { pool } from "../db/client.ts";
import { readImport } from "../db/imports.ts";
import { rowsOf, run, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { previewOf, rowOfImport } from "./imports.ts";
import { ingestFile } from "./ingest.ts";
import { listMappings, saveMapping, startMapping, tryMapping, withdrawMapping } from "./mappings.ts";
import { postImport } from "./post-import.ts";
import { postReady } from "./post-ready.ts";
import { receiveFile } from "./receive-file.ts";
import { OPERATOR } from "./report.ts";
import { createRig } from "./rigs.ts";
import { verify } from "./verify.ts";

const NOW = Date.parse("2026-07-15T12:00:00Z");
const RIG = {
  ...{ name: "Mapped rig", hardware: "", zone: "Europe/Stockholm", currency: "USD", price: "2400", salvage: "0" },
  ...{ inService: "2026-06-01", months: 24, hostingMonthly: "0", operationsHours: "0", operationsRate: "0" },
  ...{ tariffPerKwh: "0.2", wallFactor: "1", shares: [] },
};
const HEADER = "Datum;Betrag;Währung;Modell;Team;Mail";
const MAY = [
  HEADER,
  "14.05.2026;1.234,56;USD;gpt-4.1;Search;mara@halden.example",
  "15.05.2026;0,44;USD;gpt-4.1;Support;",
].join("\n");
const JUNE = [HEADER, "02.06.2026;10,00;USD;gpt-4.1;Search;tobe@halden.example"].join("\n");
const MAPPING = {
  name: "Acme gateway",
  provider: "acme",
  basis: "billed",
  date: { column: "Datum", format: "day-first", zone: null },
  amount: { column: "Betrag", decimal: ",", unit: "units", currency: { column: "Währung" } },
  model: { column: "Modell" },
  keys: { user: "Mail", tags: { team: "Team" } },
};

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const receive = (fileName: string, text: string, more: object = {}) =>
  receiveFile({ fileName, bytes: bytesOf(text), by: "test", nowMs: NOW, keepsUnknown: true, ...more });
const save = (importId: number, json: unknown = MAPPING) => saveMapping({ importId, json, by: "test", nowMs: NOW });

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
});
afterAll(() => close());
beforeEach(async () => {
  for (const { id } of await listMappings()) await withdrawMapping(id, "test");
  await run(pool, sql`UPDATE import SET state = 'discarded' WHERE state IN ('ready', 'needs-you')`);
});

describe("a table in no known format", () => {
  it("is kept for a person who says which column is what, and then read from what was kept", async () => {
    const { importId, state } = await receive("acme-2026-05.csv", MAY);
    expect(state).toBe("needs-you");
    const waiting = await previewOf(importId, OPERATOR);
    expect(waiting).toMatchObject({ needsMapping: true, format: null, canPost: false, totals: [] });
    expect(waiting.whyNot).toBe("In no known format: say which column is what.");

    const start = await startMapping(importId);
    expect(start.header).toEqual(HEADER.split(";"));
    expect(start.rows[0]).toMatchObject({ row: 2 });
    expect(JSON.stringify(start.rows)).not.toContain("mara@");
    expect(start.suggestion).toMatchObject({
      date: { column: "Datum", format: "day-first" },
      amount: { decimal: "," },
    });

    const tried = await tryMapping(importId, MAPPING, NOW);
    expect(tried).toMatchObject({ problem: null, rowsRead: 2, totals: [{ currency: "USD", amount: "1235" }] });
    expect(tried.lines[0]).toMatchObject({ row: 2, day: "2026-05-14", what: "gpt-4.1", amount: "1234.56" });
    expect((await tryMapping(importId, { ...MAPPING, date: null }, NOW)).problem).toMatch(/date/);

    await save(importId);
    const ready = await previewOf(importId, OPERATOR);
    expect(ready).toMatchObject({ state: "ready", needsMapping: false, format: "mapped:acme-gateway", lines: 2 });
    expect(ready.totals).toEqual([{ currency: "USD", amount: "1235" }]);
    expect((await rowOfImport({ id: importId, row: 2 }, OPERATOR)).rows.at(-1)?.text).toContain("1.234,56");
    const kept = await rowsOf<{ user: string }>(
      pool,
      sql`SELECT person AS "user" FROM import_key WHERE import_id = ${importId} AND person IS NOT NULL`,
    );
    expect(kept.every(({ user }) => user.startsWith("person-"))).toBe(true);

    await postImport({ importId, by: "test", nowMs: NOW });
    expect((await verify(NOW)).differences).toEqual([]);
  });

  it("is recognised the next time, also when the columns stand in another order, until the mapping is ended", async () => {
    const first = await receive("acme-a.csv", `${MAY}\n`);
    await save(first.importId);
    const next = await receive("acme-2026-06.csv", JUNE);
    expect(next).toMatchObject({
      state: "ready",
      summary: { format: "mapped:acme-gateway", totals: [{ amount: "10" }] },
    });
    const turned = await receive("turned.csv", "Betrag;Datum;Währung;Modell;Team;Mail\n3,50;02.06.2026;USD;m;Search;");
    expect(turned.summary?.totals).toEqual([{ currency: "USD", amount: "3.5" }]);

    const [mapping] = await listMappings();
    expect(mapping).toMatchObject({ name: "Acme gateway", provider: "acme", imports: 3 });
    await withdrawMapping(mapping?.id ?? 0, "test");
    expect((await receive("acme-c.csv", `${JUNE}\n\n`)).summary).toBeNull();
    // What was read by it is still explained by it.
    await postImport({ importId: next.importId, by: "test", nowMs: NOW });
    expect((await verify(NOW)).differences).toEqual([]);
  });

  it("is read together with every other that waits with the same header", async () => {
    const first = await receive("one.csv", MAY.replace("0,44", "0,45"));
    const second = await receive("two.csv", JUNE.replace("10,00", "11,00"));
    expect((await startMapping(second.importId)).alike).toEqual([{ id: first.importId, fileName: "one.csv" }]);
    await save(second.importId);
    expect((await readImport(pool, first.importId))?.state).toBe("ready");
    expect((await readImport(pool, second.importId))?.state).toBe("ready");
  });

  it("may be one of power: the trial says kWh and coverage, and the rig's zone and meter are kept with it", async () => {
    const rig = await createRig(RIG, "test", NOW);
    const rows = Array.from({ length: 60 }, (_, at) => `01.06.2026;12:${String(at).padStart(2, "0")};0,6;on`);
    const text = ["Datum;Uhrzeit;PDU A kW;Status", ...rows, ""].join("\n");
    const { importId } = await receive("pdu-2026-06.csv", text, { rig: rig.slug });
    const start = await startMapping(importId);
    expect(start.kind).toBe("energy");
    expect(start.energySuggestion).toMatchObject({ unit: "kW", series: "polled", decimal: "," });
    const json = { ...start.energySuggestion, name: "Rack PDU" };
    const tried = await tryMapping(importId, json, NOW);
    expect(tried).toMatchObject({ problem: null, rowsRead: 60, lines: [], energy: { kWh: "0.59", coverage: "1" } });
    expect(tried.energy?.series).toMatchObject([{ device: "Meter", from: "2026-06-01T10:00:00.000Z", readings: 60 }]);
    expect((await tryMapping(importId, { ...json, series: "counter" }, NOW)).problem).toMatch(/power/);

    await save(importId, json);
    const ready = await previewOf(importId, OPERATOR);
    expect(ready).toMatchObject({ state: "ready", format: "mapped:rack-pdu", energyKwh: "0.59" });
    await postImport({ importId, by: "test", nowMs: NOW });
    expect((await verify(NOW)).differences).toEqual([]);
    const next = await receive("pdu-2026-06-b.csv", text.replaceAll("01.06.", "02.06."), { rig: rig.slug });
    expect(next).toMatchObject({ state: "ready", summary: { format: "mapped:rack-pdu" } });
    expect(await listMappings()).toMatchObject([{ name: "Rack PDU", provider: "wall", basis: "metered", imports: 2 }]);
  });

  it("may be of a known format that lacks the unit, and is then asked about file by file", async () => {
    const history = (entity: string) =>
      [
        "entity_id,state,last_changed",
        ...["10.5", "10.75", "unavailable", "11"].map((state, at) => `${entity},${state},2026-06-03T0${at}:00:00Z`),
        "",
      ].join("\n");
    const { importId, state } = await receive("history.csv", history("sensor.socket_a"));
    expect(state).toBe("needs-you");
    expect(await previewOf(importId, OPERATOR)).toMatchObject({ needsMapping: true });
    await receive("other.csv", history("sensor.socket_b"));
    const start = await startMapping(importId);
    expect(start).toMatchObject({ kind: "energy", alike: [], energySuggestion: { unit: "kWh", series: "counter" } });
    await save(importId, { ...start.energySuggestion, name: "Socket A" });
    expect(await previewOf(importId, OPERATOR)).toMatchObject({ format: "mapped:socket-a", energyKwh: "0.5" });
    expect(await receive("next.csv", history("sensor.socket_c"))).toMatchObject({ state: "needs-you", summary: null });
  });

  it("is read once when two people save at the same time", async () => {
    const { importId } = await receive("twice.csv", MAY.replace("0,44", "0,46"));
    const saved = await Promise.allSettled([save(importId), save(importId)]);
    expect(saved.some((one) => one.status === "fulfilled")).toBe(true);
    const lines = await rowsOf<{ n: number }>(
      pool,
      sql`SELECT sum(line_count)::int AS n FROM import_line WHERE import_id = ${importId}`,
    );
    expect(lines).toEqual([{ n: 2 }]);
    expect((await readImport(pool, importId))?.state).toBe("ready");
  });

  it("keeps what a mapping lacks as a sentence, and stays as it was", async () => {
    const { importId } = await receive("lacks.csv", MAY.replace("0,44", "0,47"));
    const wrong = { ...MAPPING, model: { column: "Model" } };
    await expect(save(importId, wrong)).rejects.toThrow("The header has no column Model.");
    expect(await previewOf(importId, OPERATOR)).toMatchObject({ needsMapping: true });
    await expect(startMapping(importId)).resolves.toMatchObject({ importId });
  });

  it("is still refused where nobody can be asked, and where it is no table", async () => {
    const refused = (promise: Promise<unknown>) =>
      promise.then(
        () => "kept",
        (error: AppError) => error.code,
      );
    expect(await refused(receive("cli.csv", `${MAY}\n;`, { keepsUnknown: false }))).toBe("unknown-format");
    expect(await refused(receive("page.html", "<!doctype html>\n<title>Sign in, please</title>"))).toBe(
      "unknown-format",
    );
    expect(await refused(receive("numbers.csv", "1,2\n3,4\n"))).toBe("unknown-format");
    expect(await refused(receive("letter.txt", "Dear all, hello\nthis is a letter.\n"))).toBe("unknown-format");
  });
});

describe("a mapping given with the file", () => {
  it("may be of energy, for a rig, and is posted", async () => {
    const rig = await createRig({ ...RIG, name: "Given rig" }, "test", NOW);
    const text = ["Stamp,Meter", "2026-06-05 00:00,100", "2026-06-05 01:00,100.5", "2026-06-05 02:00,101.25", ""].join(
      "\n",
    );
    const mapping = checkAnyMapping({
      ...{
        kind: "energy",
        name: "Sub-meter",
        time: { column: "Stamp" },
        unit: "kWh",
        series: "counter",
        scope: "wall",
      },
      layout: { is: "long", valueColumn: "Meter" },
    });
    const done = await ingestFile({
      fileName: "meter.csv",
      bytes: bytesOf(text),
      by: "test",
      nowMs: NOW,
      rig: rig.slug,
      mapping,
    });
    expect(done).toMatchObject({ isPosted: true, summary: { energy: { kWh: "1.25", coverage: 1 } } });
    expect((await verify(NOW)).differences).toEqual([]);
  });

  it("reads it at once and is saved for the next one of its header", async () => {
    const mapping = { ...MAPPING, name: "By hand" };
    const text = MAY.replace("0,44", "0,48");
    const given = await import("../core/mapping.ts").then(({ checkMapping }) => checkMapping(mapping));
    const done = await ingestFile({
      fileName: "hand.csv",
      bytes: bytesOf(text),
      by: "test",
      nowMs: NOW,
      mapping: given,
      account: "hand",
    });
    expect(done).toMatchObject({ summary: { format: "mapped:by-hand" } });
    expect((await listMappings()).map((each) => each.name)).toEqual(["By hand"]);
    expect((await verify(NOW)).differences).toEqual([]);
  });
});

describe("posting everything that is ready", () => {
  it("goes by the order of arrival, and one refusal does not stop the others", async () => {
    const first = await receive("ready-1.csv", JUNE.replace("10,00", "21,00"), { mapping: null });
    await save(first.importId, { ...MAPPING, provider: "ready" });
    const second = await receive("ready-2.csv", JUNE.replace("10,00", "22,00"));
    const done = await postReady({ by: "test", nowMs: NOW });
    expect(done).toEqual({ posted: [first.importId, second.importId], refused: [] });
    expect((await readImport(pool, first.importId))?.state).toBe("superseded");
  });
});
