import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { pool } from "../db/client.ts";
import { rowsOf, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { ingestFile } from "./ingest.ts";
import { createRig } from "./rigs.ts";

const BY = "test";
const NOW = Date.parse("2026-10-20T12:00:00Z");
const fixture = (path: string): string => readFileSync(join(import.meta.dirname, "../importers", path), "utf8");

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const ingest = (fileName: string, text: string, rig: string | null) =>
  ingestFile({ fileName, bytes: bytesOf(text), by: BY, nowMs: NOW, rig });

type Hour = { hour: Date; model: string | null; requests: number; input: string | null; requestMs: string };
const hoursOf = (importId: number): Promise<Hour[]> =>
  rowsOf<Hour>(
    pool,
    sql`SELECT hour, model, requests, trim_scale(input)::text AS input, request_ms::text AS "requestMs" FROM local_use_hour WHERE import_id = ${importId} ORDER BY hour, model, local_use_hour.input DESC`,
  );
type Busy = { endpoint: string; hour: Date; firstMs: number; lastMs: number; busyMs: number };
const busyOf = (importId: number): Promise<Busy[]> =>
  rowsOf<Busy>(
    pool,
    sql`SELECT endpoint, hour, first_ms AS "firstMs", last_ms AS "lastMs", busy_ms AS "busyMs" FROM local_busy_hour WHERE import_id = ${importId} ORDER BY endpoint, hour`,
  );

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  const rig = { name: "Kiln", zone: "Europe/Stockholm", currency: "USD", price: "5500", inService: "2026-01-01" };
  await createRig(rig, BY, NOW);
});
afterAll(() => close());

describe("local use of a file", () => {
  it("is kept by hour, and its server's busy time once for requests at once", async () => {
    const gin = (stamp: string, duration: string) =>
      `[GIN] 2026/05/14 - ${stamp} | 200 | ${duration} | ::1 | POST "/api/chat"`;
    const text = `${[gin("11:00:10", "20s"), gin("11:00:12", "10s"), gin("11:30:00", "1m0s")].join("\n")}\n`;
    const { importId } = await ingest("ollama.log", text, "Kiln");
    // Stamps are the rig's: 11:00 in Stockholm is 09:00 UTC. The first request began ten seconds before the hour.
    expect(
      (await hoursOf(importId)).map(({ hour, requests, requestMs }) => [hour.toISOString(), requests, requestMs]),
    ).toEqual([
      ["2026-05-14T08:00:00.000Z", 1, "10000"],
      ["2026-05-14T09:00:00.000Z", 2, "80000"],
    ]);
    expect((await busyOf(importId)).map(({ firstMs, lastMs, busyMs }) => [firstMs, lastMs, busyMs])).toEqual([
      [3_590_000, 3_600_000, 10_000],
      [0, 1_800_000, 72_000],
    ]);
  });

  it("stands beside the money of a gateway's file, by server", async () => {
    const text = fixture("litellm-spend-logs-csv/fixtures/own-servers.csv");
    const { importId } = await ingest("litellm.csv", text, null);
    expect((await hoursOf(importId)).map(({ model, requests, input }) => [model, requests, input])).toEqual([
      ["llama3.2:3b", 0, "382"],
      ["gpt-4o-clone", 1, "232"],
      ["gpt-4o-clone", 1, "0"],
      ["llama3.2:3b", 1, "818"],
    ]);
    expect((await busyOf(importId)).map(({ endpoint, busyMs }) => [endpoint, busyMs])).toEqual([
      ["10.0.0.7:8000", 61_000],
      ["gpu-box:11434", 1_750],
      ["gpu-box:11434", 3_750],
    ]);
  });
});
