import { createReadStream, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { pool } from "../lib/db/client.ts";

/** Files of a benchmark, made once and kept beside it. */
export const DATA = "bench/.data";

/** Writes a file line by line unless it is there already. @returns its path. */
export async function fileOf(name: string, lines: () => Generator<string>): Promise<string> {
  mkdirSync(DATA, { recursive: true });
  const path = join(DATA, name);
  if (existsSync(path)) return path;
  const file = await open(`${path}.part`, "w");
  let text = "";
  for (const line of lines()) {
    text += `${line}\n`;
    if (text.length > 1 << 20) {
      await file.write(text);
      text = "";
    }
  }
  await file.write(text);
  await file.close();
  renameSync(`${path}.part`, path);
  return path;
}

/** The baseline: the same bytes through COPY into a table of text columns, committed. Milliseconds. */
export async function copyBaseline(path: string, columns: number): Promise<number> {
  const client = await pool.connect();
  try {
    const names = Array.from({ length: columns }, (_, index) => `c${index} text`).join(", ");
    await client.query(`DROP TABLE IF EXISTS bench_copy; CREATE TABLE bench_copy (${names})`);
    const begun = performance.now();
    await pipeline(
      createReadStream(path, { highWaterMark: 1 << 20 }),
      client.query(copyFrom("COPY bench_copy FROM STDIN WITH (FORMAT csv, HEADER true)")),
    );
    const took = performance.now() - begun;
    await client.query("DROP TABLE bench_copy");
    return took;
  } finally {
    client.release();
  }
}

export const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(0)} MB`;
export const sizeOf = (path: string): number => statSync(path).size;
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
/** The most memory this process ever held. */
export const peakMemory = (): string => megabytes(process.resourceUsage().maxRSS * 1024);

export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** A seeded generator of [0, 1): mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
