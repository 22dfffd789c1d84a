import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AppError } from "../core/app-error.ts";
import { openAndReadFile, readFile } from "./read-file.ts";
import { importers } from "./registry.ts";
import { Summary } from "./summarise.ts";
import { TEST_NOW_MS } from "./testing/read-whole.ts";

/** Numbers that come in the same order every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const OPTIONS = { account: null, zone: "Europe/Berlin", nowMs: TEST_NOW_MS };
const EXACT = /^-?\d+(\.\d+)?$/;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Reads whatever it is given: totals that are numbers, or an AppError; anything else fails the test. */
async function survives(bytes: Uint8Array, file: { name: string; container: "pdf" | null }): Promise<void> {
  const sink = new Summary();
  const input = { fileName: file.name, bytes: once(bytes), sink, options: OPTIONS };
  try {
    const { importer } = file.container
      ? await readFile({ ...input, container: file.container })
      : await openAndReadFile(input);
    const result = sink.result({ file: file.name, importer });
    for (const { amount } of [...result.totals, ...(result.effectiveTotals ?? [])]) expect(amount).toMatch(EXACT);
    for (const tokens of Object.values(result.tokens ?? {})) expect(tokens).toMatch(EXACT);
    expect(
      /.{0,60}(?:\b(?:NaN|Infinity|undefined)\b|\[object ).{0,60}/.exec(JSON.stringify(result))?.[0] ?? null,
    ).toBeNull();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.message.length).toBeLessThan(40_000);
  }
}

const fixtures = importers.flatMap((importer) => {
  const folder = join(import.meta.dirname, importer.id, "fixtures");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith(".expected.json")) : [];
  // The largest says most.
  const [name] = names.sort((a, b) => readFileSync(join(folder, b)).length - readFileSync(join(folder, a)).length);
  if (!name) return [];
  const container = name.endsWith(".pdf.txt") ? ("pdf" as const) : null;
  return [{ id: importer.id, name, container, bytes: new Uint8Array(readFileSync(join(folder, name))) }];
});

const ROUNDS = 9;

describe.each(fixtures)("a damaged $id file", (file) => {
  it("that was cut anywhere is read or refused", async () => {
    const random = seeded(file.bytes.length);
    for (let round = 0; round < ROUNDS; round += 1)
      await survives(file.bytes.slice(0, random(file.bytes.length)), file);
  });

  it("with flipped bits is read or refused", async () => {
    const random = seeded(file.bytes.length + 7);
    for (let round = 0; round < ROUNDS; round += 1) {
      const bytes = file.bytes.slice();
      for (let flips = 0; flips <= round; flips += 1) {
        const at = random(bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      }
      await survives(bytes, file);
    }
  });

  it("with NULs, with parts twice or missing, is read or refused", async () => {
    const random = seeded(file.bytes.length + 13);
    for (let round = 0; round < ROUNDS; round += 1) {
      const bytes = file.bytes.slice();
      const from = random(bytes.length);
      const to = Math.min(bytes.length, from + random(400));
      if (round % 3 === 0) await survives(bytes.fill(0, from, to), file);
      else if (round % 3 === 1)
        await survives(new Uint8Array(Buffer.concat([bytes.slice(0, to), bytes.slice(from)])), file);
      else await survives(new Uint8Array(Buffer.concat([bytes.slice(0, from), bytes.slice(to)])), file);
    }
  });

  it("with ten thousand more columns or keys is read or refused", async () => {
    const lines = new TextDecoder().decode(file.bytes).split("\n");
    const more = Array.from({ length: 10_000 }, (_, at) => `extra_${at}`);
    const text = /^\s*[[{]/.test(lines.join("\n"))
      ? lines.join("\n").replace("{", `{${more.map((key) => `"${key}":1`).join(",")},`)
      : lines
          .map((line, at) =>
            line.trim() === "" ? line : `${line.trimEnd()},${at === 0 ? more.join(",") : ",".repeat(9_999)}`,
          )
          .join("\n");
    await survives(new TextEncoder().encode(text), file);
  });
});
