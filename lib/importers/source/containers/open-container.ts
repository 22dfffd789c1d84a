import { AppError } from "../../../core/app-error.ts";
import type { Issue } from "../../../core/issue.ts";
import type { Container, Sample } from "../../importer.ts";
import { SAMPLE_CHARACTERS, sampleOf } from "../sample.ts";
import { gunzipped } from "../unpack.ts";
import { ByteReader } from "./byte-reader.ts";
import { kindOf, refuseUnreadable } from "./file-kind.ts";
import { parquetText } from "./parquet.ts";
import { pdfText } from "./pdf.ts";
import { wholeBytes } from "./whole.ts";
import { looksLikeTable, type Sheet, sheetsOf } from "./xlsx.ts";

const MAX_GZIP_LAYERS = 2;

export type OpenedFile = {
  /** What the text was taken out of; null = the file is text itself (after gunzip). */
  readonly container: Container | null;
  /** The text, as UTF-8 unless the file is text itself. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What a reader of the file should know about the taking out: other sheets that were not read. */
  readonly issues: readonly Issue[];
};
type Given = {
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Would some importer take this text? Chooses among the sheets of a workbook. */
  readonly isKnown?: (sample: Sample) => boolean;
};

/**
 * The text inside a file, whatever it came in: plain, gzip, a workbook, a Parquet file, a PDF. A ZIP archive holds
 * files, not text: take them out with `filesOf` first.
 * @throws AppError unreadable-file, too-large
 */
export async function openContainer({ fileName, bytes, isKnown = () => false }: Given): Promise<OpenedFile> {
  let reader = new ByteReader(bytes);
  let kind = await kindOf(reader);
  for (let layer = 0; kind === "gzip"; layer += 1) {
    if (layer === MAX_GZIP_LAYERS)
      throw new AppError(
        "unreadable-file",
        `${fileName} is packed many times over. Unpack it and upload what is inside.`,
      );
    reader = new ByteReader(gunzipped(reader.rest()));
    kind = await kindOf(reader);
  }
  await refuseUnreadable({ fileName, kind, reader });
  switch (kind) {
    case "xlsx":
      return openWorkbook(fileName, { bytes: reader.rest(), isKnown });
    case "parquet":
      return opened(
        "parquet",
        parquetText(await wholeBytes(reader.rest(), { what: "A Parquet file", mebibytes: 128 })),
      );
    case "pdf":
      return opened("pdf", [await pdfText(await wholeBytes(reader.rest(), { what: "A PDF", mebibytes: 64 }))]);
    default:
      return { container: null, bytes: reader.rest(), issues: [] };
  }
}

function opened(container: Container, text: AsyncIterable<string> | Iterable<string>): OpenedFile {
  return { container, bytes: encoded(text), issues: [] };
}

async function* encoded(text: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of text) yield encoder.encode(piece);
}

/** The first sheet that an importer knows, else the first that is a table. */
async function openWorkbook(
  fileName: string,
  { bytes, isKnown }: { bytes: AsyncIterable<Uint8Array>; isKnown: (sample: Sample) => boolean },
): Promise<OpenedFile> {
  const sheets = sheetsOf(await wholeBytes(bytes, { what: "A workbook", mebibytes: 64 }));
  const tables = sheets.filter(looksLikeTable);
  const chosen = tables.find((sheet) => isKnown(sampleOfSheet(fileName, sheet))) ?? tables[0] ?? sheets[0];
  if (!chosen) throw new AppError("unreadable-file", `${fileName} holds no sheet. Save it again.`);
  const others = tables.filter((sheet) => sheet !== chosen).map((sheet) => sheet.name);
  return { ...opened("xlsx", chosen.text()), issues: others.length > 0 ? [otherSheets(chosen.name, others)] : [] };
}

function sampleOfSheet(fileName: string, sheet: Sheet): Sample {
  let text = "";
  let isWhole = true;
  for (const piece of sheet.text()) {
    text += piece;
    isWhole = text.length < SAMPLE_CHARACTERS;
    if (!isWhole) break;
  }
  return sampleOf({ fileName, text, isWhole, container: "xlsx" }).sample;
}

const otherSheets = (chosen: string, others: readonly string[]): Issue => ({
  severity: "warning",
  row: null,
  column: null,
  code: "sheets-not-read",
  message: `The sheet ${chosen} was read. These were not, and what they hold is not counted: ${others.join(", ")}. Save one that matters as a file of its own.`,
});
