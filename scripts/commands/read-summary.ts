import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { AnyMapping } from "../../lib/core/any-mapping.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { mappedImporter } from "../../lib/importers/mapped-importer.ts";
import { openAndReadFile } from "../../lib/importers/read-file.ts";
import { type FileSummary, Summary } from "../../lib/importers/summarise.ts";
import type { HashedBytes } from "./files-at.ts";
import { typedPath } from "./output.ts";

export type DetectOptions = {
  readonly account: string | null;
  readonly zone: string | null;
  /** Read as this table, without asking which format it is. */
  readonly mapping: AnyMapping | null;
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

/** What a file is and says, without a database. @throws AppError unknown-format, ambiguous-format, unreadable-file, too-large */
export async function detectFile(
  { fileName, bytes }: { fileName: string; bytes: HashedBytes },
  { account, zone, mapping }: DetectOptions,
): Promise<Detected> {
  const summary = new Summary();
  try {
    const { importer } = await openAndReadFile({
      fileName,
      bytes,
      sink: summary,
      options: { account, zone, nowMs: Date.now() },
      ...(mapping ? { importer: mappedImporter(mapping, "") } : {}),
    });
    const { file: _file, ...rest } = summary.result({ file: fileName, importer });
    return { file: fileName, sha256: (await bytes.digest()) ?? "", ...rest };
  } catch (error) {
    if (error instanceof AppError)
      throw new AppError(error.code, error.message, { ...error.details, sha256: await bytes.digest() });
    throw error;
  }
}

/** A file that could not be read as any format, in the shape of one that could. */
export const unread = (fileName: string, error: AppError) => ({
  file: fileName,
  sha256: typeof error.details.sha256 === "string" ? error.details.sha256 : null,
  format: null,
  label: null,
  basis: null,
  coverage: null,
  lines: 0,
  totals: [],
  issues: [{ severity: "blocking" as const, row: null, column: null, code: error.code, message: error.message }],
});
