import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { pool } from "../db/client.ts";
import { readImport } from "../db/imports.ts";
import { rowsOf, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { ingestFile } from "./ingest.ts";
import { rigCapacity, setRigObjective } from "./rig-capacity.ts";
import { createRig } from "./rigs.ts";
import { undoImport } from "./undo-import.ts";

const BY = "test";
const NOW = Date.parse("2026-10-20T12:00:00Z");
const MODEL = "acme/llm-8b-instruct";

const fixture = (path: string): string => readFileSync(join(import.meta.dirname, "../importers", path), "utf8");
const SWEEP = fixture("vllm-bench-json/fixtures/sweep.json").trim().split("\n");

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const ingest = (fileName: string, text: string, rig: string | null = "Kiln") =>
  ingestFile({ fileName, bytes: bytesOf(text), by: BY, nowMs: NOW, rig });

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  const rig = { name: "Kiln", zone: "Europe/Stockholm", currency: "USD", price: "5500", inService: "2026-01-01" };
  await createRig(rig, BY, NOW);
});
afterAll(() => close());

const WITHIN = { latencyMs: 4500, of: "duration", quantile: 95 } as const;

describe("a rig's capacity", () => {
  it("a load test waits until its rig is named, and posts nothing to the ledger", async () => {
    const waiting = await ingest("nameless.json", SWEEP[0] ?? "", null);
    expect(waiting).toMatchObject({ state: "needs-you", isPosted: false });
    expect((await readImport(pool, waiting.importId))?.message).toBe("Say which rig was tested.");
    expect(await rowsOf(pool, sql`SELECT 1 FROM ledger_entry e JOIN import i ON i.id = e.import_id`)).toEqual([]);
  });

  it("one level is not enough, and several files of one model are one curve", async () => {
    expect((await rigCapacity("kiln", WITHIN)).models).toEqual([]);
    const first = await ingest("c1.json", SWEEP[0] ?? "");
    expect(first).toMatchObject({ isPosted: true, entries: 0 });
    const [one] = (await rigCapacity("kiln", WITHIN)).models;
    expect(one).toMatchObject({ model: MODEL, capacity: { at: null, why: expect.stringContaining("at least two") } });
    for (const [at, line] of SWEEP.slice(1).entries()) await ingest(`more-${at}.json`, line);
    const { models } = await rigCapacity("Kiln", WITHIN);
    expect(models).toHaveLength(1);
    expect(models[0]?.capacity.curve.map((point) => point.concurrency)).toEqual([1, 4, 16, 32]);
    expect(models[0]?.capacity).toMatchObject({ at: { concurrency: 16, outputTokensPerSecond: 960 }, isBounded: true });
    expect(models[0]?.tests.map((test) => test.fileName).sort()).toEqual([
      "c1.json",
      "more-0.json",
      "more-1.json",
      "more-2.json",
    ]);
  });

  it("the same bytes again change nothing", async () => {
    const again = await ingest("again.json", SWEEP[0] ?? "");
    expect(again.sameAs).not.toBeNull();
    expect((await rigCapacity("kiln", WITHIN)).models[0]?.tests).toHaveLength(4);
  });

  it("is read at the rig's own objective once it is kept", async () => {
    expect((await rigCapacity("kiln")).objective).toBeNull();
    await setRigObjective("kiln", { latencyMs: 400, of: "first-token", quantile: 95 }, BY);
    const found = await rigCapacity("kiln");
    expect(found.objective).toEqual({ latencyMs: 400, of: "first-token", quantile: 95 });
    expect(found.models[0]?.capacity.at?.concurrency).toBe(16);
    await expect(setRigObjective("kiln", { ...WITHIN, latencyMs: 0 }, BY)).rejects.toThrow(/whole number/);
    await setRigObjective("kiln", null, BY);
    expect((await rigCapacity("kiln")).objective).toBeNull();
  });

  it("loses what an undone import said", async () => {
    const largest = (await rigCapacity("kiln", WITHIN)).models[0]?.tests.find(
      (test) => test.fileName === "more-1.json",
    );
    await undoImport({ importId: largest?.importId ?? 0, by: BY, nowMs: NOW });
    expect((await rigCapacity("kiln", WITHIN)).models[0]?.capacity.at?.concurrency).toBe(4);
  });

  it("speeds of one stream stand beside it and weigh the tokens", async () => {
    await ingest("bench.csv", fixture("llama-bench-csv/fixtures/two-builds.csv"));
    const { models } = await rigCapacity("kiln", WITHIN);
    const bench = models.find((model) => model.model === "llm-8b-q4_k_m.gguf");
    expect(bench?.capacity).toMatchObject({
      at: null,
      why: expect.stringContaining("one stream only"),
      apart: { prefill: 2401.5, decode: 94.5 },
    });
    expect(bench?.weights.basis).toBe("measured");
  });

  it("comes from text read line by line as from any other", async () => {
    expect(await ingest("printed.md", fixture("llama-bench-md/fixtures/printed.md"))).toMatchObject({ isPosted: true });
    expect(await ingest("points.json", fixture("k6-points-json/fixtures/ramping.json"))).toMatchObject({
      isPosted: true,
    });
    const unnamed = (await rigCapacity("kiln", WITHIN)).models.find((model) => model.model === null);
    expect(unnamed?.capacity).toMatchObject({ at: { concurrency: 2 }, isBounded: true });
  });

  it("keeps no login that a test's setup made", async () => {
    const done = await ingest("summary.json", fixture("k6-summary-json/fixtures/handle-summary.json"));
    const kept = await rowsOf<{ gzip: Buffer }>(
      pool,
      sql`SELECT gzip FROM raw_block WHERE import_id = ${done.importId}`,
    );
    const { gunzipSync } = await import("node:zlib");
    const text = kept.map(({ gzip }) => gunzipSync(gzip).toString("utf8")).join("");
    expect(text).toContain("http_req_duration");
    expect(text).not.toMatch(/setup_data|sk-not-a-real-key|4711/);
  });
});
