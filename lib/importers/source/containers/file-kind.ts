import { AppError } from "../../../core/app-error.ts";
import { isGzip } from "../decode.ts";
import type { ByteReader } from "./byte-reader.ts";

/** What the first bytes of a file say it is. `other` names something that holds no table. */
export type FileKind = "text" | "gzip" | "zip" | "xlsx" | "parquet" | "pdf" | { readonly other: string };

/** Enough for the name of an archive's first file. */
const PROBE_BYTES = 512;
const SAVED_ERROR_BYTES = 65_536;

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

/** First bytes of files that people take for exports; each with what to do instead. */
const OTHERS: readonly (readonly [start: string, what: string])[] = [
  ["\xD0\xCF\x11\xE0", "a file of old Excel or another Office program; save it as .xlsx or CSV"],
  ["\x89PNG", "a picture; export the figures themselves"],
  ["\xFF\xD8\xFF", "a picture; export the figures themselves"],
  ["GIF8", "a picture; export the figures themselves"],
  ["7z\xBC\xAF", "a 7-Zip archive; unpack it, or pack it as ZIP"],
  ["Rar!", "a RAR archive; unpack it, or pack it as ZIP"],
  ["BZh", "packed with bzip2; unpack it, or pack it as ZIP or gzip"],
  ["\xFD7zXZ", "packed with xz; unpack it, or pack it as ZIP or gzip"],
  ["\x28\xB5\x2F\xFD", "packed with zstd; unpack it, or pack it as ZIP or gzip"],
  ["Obj\x01", "an Avro file; export CSV, JSON or Parquet"],
  ["ORC", "an ORC file; export CSV, JSON or Parquet"],
  ["SQLite format 3", "a database; export its table as CSV"],
  ["\x7FELF", "a program"],
  ["MZ\x90\x00", "a program"],
];

export async function kindOf(reader: ByteReader): Promise<FileKind> {
  const bytes = await reader.peek(PROBE_BYTES);
  const start = latin(bytes);
  if (isGzip(bytes)) return "gzip";
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) return archiveKind(bytes);
  if (start.startsWith("PAR1")) return "parquet";
  if (start.startsWith("PARE")) return { other: "an encrypted Parquet file; export it without encryption" };
  if (/^[\s\0\xEF\xBB\xBF]{0,64}%PDF-\d/.test(start)) return "pdf";
  const other = OTHERS.find(([mark]) => start.startsWith(mark) && !isProse(start, mark));
  return other ? { other: other[1] } : "text";
}

/** A table may begin with the letters of a mark: a header that starts with ORC. */
const isProse = (start: string, mark: string): boolean => /^\w+$/.test(mark) && /^[\x20-\x7E\r\n\t]*$/.test(start);

/** Office writes the parts of a workbook first; whatever else is packed begins with a file of its own. */
function archiveKind(bytes: Uint8Array): FileKind {
  const length = (bytes[26] ?? 0) + (bytes[27] ?? 0) * 256;
  const first = latin(bytes.subarray(30, 30 + length));
  if (first === "mimetype") return { other: "an OpenDocument file; save it as .xlsx or CSV" };
  return /^(\[Content_Types\]\.xml|_rels\/|xl\/|docProps\/|customXml\/|word\/|ppt\/)/i.test(first) ? "xlsx" : "zip";
}

/**
 * Refuses what holds no text, and a server's error that was saved in the place of a file.
 * @throws AppError unreadable-file
 */
export async function refuseUnreadable(of: { fileName: string; kind: FileKind; reader: ByteReader }): Promise<void> {
  const { fileName, kind, reader } = of;
  if (typeof kind === "object") throw new AppError("unreadable-file", `${fileName} is ${kind.other}.`);
  if (kind === "zip")
    throw new AppError(
      "unreadable-file",
      `${fileName} is an archive inside an archive. Unpack it and upload its files.`,
    );
  if (kind !== "text" || !/\.(zip|gz|xlsx|parquet|pdf|csv|tsv)$/i.test(fileName.replace(/(\.\w+)\.gz$/i, "$1"))) return;
  const bytes = await reader.peek(SAVED_ERROR_BYTES);
  const said = bytes.length < SAVED_ERROR_BYTES ? savedError(Buffer.from(bytes).toString("utf8")) : null;
  if (said !== null)
    throw new AppError(
      "unreadable-file",
      `${fileName} is not the export but a server's answer that was saved in its place: "${said}". Download it again, signed in.`,
    );
}

const ERROR_KEYS = ["message", "msg", "detail", "error_description", "error"] as const;
const LONGEST_SHOWN = 200;

/** The message of a JSON error body; null for anything else. */
function savedError(text: string): string | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    return messageOf(JSON.parse(text));
  } catch {
    return null; // not JSON, so no error body
  }
}

function messageOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (!ERROR_KEYS.some((each) => each === key)) continue;
    const said = typeof inner === "string" ? inner : messageOf(inner);
    if (said) return said.replaceAll(/\p{Cc}/gu, " ").slice(0, LONGEST_SHOWN);
  }
  return null;
}
