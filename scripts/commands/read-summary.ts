import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { AppError } from "../../lib/core/app-error.ts";
import type { TableMapping } from "../../lib/core/mapping.ts";
import { mappedTable } from "../../lib/importers/mapped-table/index.ts";
import { readFile } from "../../lib/importers/read-file.ts";
import { unpacked } from "../../lib/importers/source/unpack.ts";
import { type FileSummary, Summary } from "../../lib/importers/summarise.ts";
import { typedPath } from "./output.ts";

export type DetectOptions = {
  readonly account: string | null;
  readonly zone: string | null;
  /** Read as this table, without asking which format it is. */
  readonly mapping: TableMapping | null;
};
export type Detected = FileSummary & { readonly sha256: string };

/** A readable file's stream and name. @throws AppError not-found */
export async function openFile(path: string): Promise<{ bytes: AsyncIterable<Uint8Array>; fileName: string }> {
  const full = typedPath(path);
  const found = await stat(full).catch(() => null);
  if (!found) throw new AppError("not-found", `There is no file ${path}.`);
  if (!found.isFile()) throw new AppError("invalid-input", `${path} is a folder; name its files.`);
  return { bytes: createReadStream(full, { highWaterMark: 1 << 20 }), fileName: basename(full) };
}

/** What a file is and says, without a database. @throws AppError unknown-format, ambiguous-format, not-found */
export async function detectFile(path: string, { account, zone, mapping }: DetectOptions): Promise<Detected> {
  const { bytes, fileName } = await openFile(path);
  const hash = createHash("sha256");
  const summary = new Summary();
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      hash.update(piece);
      yield piece;
    }
  }
  try {
    const { importer } = await readFile({
      fileName: fileName.replace(/\.gz$/i, ""),
      bytes: unpacked(hashed()),
      sink: summary,
      options: { account, zone, nowMs: Date.now() },
      ...(mapping ? { importer: mappedTable(mapping, "") } : {}),
    });
    const { file: _file, ...rest } = summary.result({ file: fileName, importer });
    return { file: fileName, sha256: hash.digest("hex"), ...rest };
  } catch (error) {
    if (error instanceof AppError)
      throw new AppError(error.code, error.message, { ...error.details, sha256: await hashFile(path) });
    throw error;
  }
}

/** SHA-256 of a file as it lies on the disk. @throws AppError not-found */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of (await openFile(path)).bytes) hash.update(piece);
  return hash.digest("hex");
}

/** A file that could not be read as any format, in the shape of one that could. */
export const unread = (path: string, error: AppError) => ({
  file: basename(path),
  sha256: typeof error.details.sha256 === "string" ? error.details.sha256 : null,
  format: null,
  label: null,
  basis: null,
  coverage: null,
  lines: 0,
  totals: [],
  issues: [{ severity: "blocking" as const, row: null, column: null, code: error.code, message: error.message }],
});
