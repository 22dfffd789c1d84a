import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freshDatabase } from "../db/test-database.ts";
import { previewOf } from "./imports.ts";
import { postImport } from "./post-import.ts";
import { readImportAgain } from "./read-again.ts";
import { receiveFile } from "./receive-file.ts";
import { OPERATOR } from "./report.ts";
import { createRig } from "./rigs.ts";
import { verify } from "./verify.ts";

const BY = "test";
const NOW = Date.parse("2026-10-20T12:00:00Z");
const ADMIN = OPERATOR;
const fixture = (path: string): string => readFileSync(join(import.meta.dirname, "../importers", path), "utf8");

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const receive = async (fileName: string, text: string, rig: string | null = null): Promise<number> =>
  (await receiveFile({ fileName, bytes: bytesOf(text), by: BY, rig, nowMs: NOW })).importId;
const again = (importId: number, given: { rig?: string; zone?: string }) =>
  readImportAgain({ importId, rig: given.rig ?? null, zone: given.zone ?? null, by: BY });

const row = (minute: number, watts: number): string =>
  `2026/05/14 11:${String(minute).padStart(2, "0")}:00.000, 0, ${watts}.00 W`;
const LOG = ["timestamp, index, power.draw [W]", ...Array.from({ length: 31 }, (_, minute) => row(minute, 120))].join(
  "\n",
);

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  const rig = { currency: "USD", price: "5500", inService: "2026-01-01", tariffPerKwh: "0.2" };
  await createRig({ ...rig, name: "Kiln", zone: "Europe/Stockholm" }, BY, NOW);
  await createRig({ ...rig, name: "Forge", zone: "UTC" }, BY, NOW);
});
afterAll(() => close());

describe("a file that lacks its rig or its zone", () => {
  it("is read again with the rig a person names, on that rig's clock, and then posts", async () => {
    const id = await receive("power.csv", LOG);
    const before = await previewOf(id, ADMIN);
    expect(before).toMatchObject({ state: "needs-you", whyNot: "Say which rig drew this power.", isOfRig: true });
    expect(before.series[0]?.from).toBe("2026-05-14T11:00:00.000Z");

    await again(id, { rig: "Kiln" });
    const after = await previewOf(id, ADMIN);
    expect(after).toMatchObject({ state: "ready", canPost: true, rigSlug: "kiln", zone: "Europe/Stockholm" });
    expect(after.series).toMatchObject([
      { scope: "gpu", kWh: "0.06", from: "2026-05-14T09:00:00.000Z", isBilled: true, gapCount: 0 },
    ]);
    await postImport({ importId: id, by: BY, nowMs: NOW });
    expect((await verify(NOW)).differences).toEqual([]);
    await expect(again(id, { rig: "Forge" })).rejects.toThrow(/is posted; it cannot be read again/);
  });

  it("is read again in another zone, and asks about its rows anew", async () => {
    const id = await receive(
      "broken.csv",
      `${LOG}\n2026/05/14 11:31:00.000, 0, about 90 W\n2026/05/14 11:32:00.000, 0, 90.00 W\n`,
      "Forge",
    );
    const before = await previewOf(id, ADMIN);
    await again(id, { zone: "America/New_York" });
    const after = await previewOf(id, ADMIN);
    expect(after.series[0]?.from).toBe("2026-05-14T15:00:00.000Z");
    expect(after.zone).toBe("America/New_York");
    expect(before.issues.length).toBeGreaterThan(0);
    expect(after.issues.map(({ code, row: at }) => [code, at])).toEqual(
      before.issues.map(({ code, row: at }) => [code, at]),
    );
    await expect(again(id, { zone: "Mars/Olympus" })).rejects.toThrow(/zone/);
  });

  it("is refused for a rig that holds the same bytes already", async () => {
    const id = await receive("copy.csv", LOG);
    await expect(again(id, { rig: "Kiln" })).rejects.toThrow(/same bytes for that rig/);
    expect((await previewOf(id, ADMIN)).state).toBe("needs-you");
    await again(id, { rig: "Forge" });
    expect((await previewOf(id, ADMIN)).rigSlug).toBe("forge");
  });

  it("shows use by model and who asked, and keeps it over another reading", async () => {
    const text = fixture("ollama-responses/fixtures/stream.jsonl");
    const id = await receive("stream.jsonl", text);
    const before = await previewOf(id, ADMIN);
    expect(before.localUse?.uses.length).toBeGreaterThan(0);
    await again(id, { rig: "Forge" });
    const after = await previewOf(id, ADMIN);
    expect(after.localUse).toEqual(before.localUse);
    expect(after.whyNot).toBeNull();
  });

  it("shows the levels of a load test, and keeps them for the rig that was tested", async () => {
    const id = await receive("bench.csv", fixture("llama-bench-csv/fixtures/two-builds.csv"));
    const before = await previewOf(id, ADMIN);
    expect(before.loadTests[0]?.levels.length).toBeGreaterThan(0);
    await again(id, { rig: "Forge" });
    const after = await previewOf(id, ADMIN);
    expect(after).toMatchObject({ canPost: true, loadTests: before.loadTests });
  });

  it("is nothing that costs: money is of no rig", async () => {
    const id = await receive("costs.csv", "date,model,cost\n2026-05-01,x,1\n").catch(() => null);
    if (id !== null) await expect(again(id, { rig: "Forge" })).rejects.toThrow();
    await expect(again(999_999, { rig: "Forge" })).rejects.toThrow(/no import 999999/);
  });
});
