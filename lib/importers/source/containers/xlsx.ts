import { AppError } from "../../../core/app-error.ts";
import {
  attribute,
  elementsOf,
  readPart,
  readWorkbook,
  type SheetPart,
  textOf,
  unescapeXml,
  type Workbook,
} from "./xlsx-parts.ts";

/** What a sheet may hold: Excel's own count of rows, fewer columns. */
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 2_000;
const MAX_CELLS = 40_000_000;
/** A row longer than this is no row. */
const MAX_ROW_CHARACTERS = 4_194_304;
const DECODED_AT_ONCE = 1 << 20;
const PIECE_CHARACTERS = 65_536;
const MS_PER_DAY = 86_400_000;

export type Sheet = { readonly name: string; text(): Generator<string> };

/**
 * The sheets of a workbook as comma separated text: every cell as written in the file, numbers digit by digit, dates as
 * ISO; row N of the text is row N of the sheet. @throws AppError too-large, unreadable-file
 */
export function sheetsOf(file: Uint8Array): Sheet[] {
  const workbook = readWorkbook(file);
  return workbook.sheets.map((part) => ({ name: part.name, text: () => sheetText({ file, part, workbook }) }));
}

/** Rows with text in at least two cells, at most two of them: enough to tell a table from a cover. */
export function looksLikeTable(sheet: Sheet): boolean {
  let rows = 0;
  let text = "";
  for (const piece of sheet.text()) {
    text += piece;
    rows = text.split("\n").filter((line) => /[^,\s"].*,.*[^,\s"]/.test(line)).length;
    if (rows >= 2 || text.length > PIECE_CHARACTERS * 4) break;
  }
  return rows >= 2;
}

function* sheetText(of: { file: Uint8Array; part: SheetPart; workbook: Workbook }): Generator<string> {
  const bytes = readPart(of.file, of.part.path);
  if (!bytes) throw new AppError("unreadable-file", `The workbook lacks its sheet ${of.part.name}. Save it again.`);
  const count = { row: 0, cells: 0, width: 0 };
  let text = "";
  for (const { tag, inner } of rowsOf(bytes)) {
    const row = Number(attribute(tag, "r") ?? count.row + 1);
    if (!Number.isInteger(row) || row <= count.row || row > MAX_ROWS)
      throw new AppError("unreadable-file", "The rows of this sheet are not numbered in order. Save it as CSV.");
    const cells = cellsOf(inner, of.workbook);
    // A workbook leaves out the empty cells at the end of a row; without them the row would look like a cut one.
    while (cells.length > 0 && cells.length < count.width) cells.push("");
    count.width = Math.max(count.width, cells.length);
    count.cells += cells.length;
    if (count.cells > MAX_CELLS)
      throw new AppError("too-large", "This sheet holds more than 40 million cells. Save it as CSV.");
    text += "\n".repeat(row - count.row - 1);
    text += `${cells.map(quoted).join(",")}\n`;
    count.row = row;
    if (text.length < PIECE_CHARACTERS) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

/** Each `<row>` of a sheet, the sheet decoded a part at a time. */
function* rowsOf(bytes: Uint8Array): Generator<{ tag: string; inner: string }> {
  const decoder = new TextDecoder();
  let pending = "";
  for (let at = 0; at < bytes.length; at += DECODED_AT_ONCE) {
    const isLast = at + DECODED_AT_ONCE >= bytes.length;
    pending += decoder.decode(bytes.subarray(at, at + DECODED_AT_ONCE), { stream: !isLast });
    let used = 0;
    for (;;) {
      ROW.lastIndex = used;
      const match = ROW.exec(pending);
      if (!match) break;
      const [, prefix = "", tag = "", selfClosed] = match;
      const start = match.index + match[0].length;
      const close = `</${prefix}row>`;
      const end = selfClosed ? start : pending.indexOf(close, start);
      if (end < 0) break;
      yield { tag, inner: selfClosed ? "" : pending.slice(start, end) };
      used = selfClosed ? end : end + close.length;
    }
    pending = pending.slice(used);
    if (pending.length > MAX_ROW_CHARACTERS + DECODED_AT_ONCE)
      throw new AppError("unreadable-file", "A row of this sheet is too long to be one. Save it as CSV.");
  }
  if (/<(?:\w+:)?row\b/.test(pending))
    throw new AppError("unreadable-file", "This sheet ends in the middle of a row. Download the workbook again.");
}

const ROW = /<(\w+:)?row(?=[\s/>])([^>]*?)(\/)?>/g;
const CELL = /<(\w+:)?(c)(?=[\s/>])([^>]*?)(\/)?>/g;

function cellsOf(inner: string, workbook: Workbook): string[] {
  const cells: string[] = [];
  for (const { tag, inner: content } of elementsOf(inner, CELL)) {
    const reference = attribute(tag, "r");
    const column = reference === null ? cells.length : columnOf(reference);
    if (column >= MAX_COLUMNS)
      throw new AppError("too-large", `This sheet has more than ${MAX_COLUMNS} columns. Keep those of the export.`);
    while (cells.length < column) cells.push("");
    cells[column] = cellText({ tag, content, workbook });
  }
  return cells;
}

/** Column A is 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const character of reference) {
    const code = character.charCodeAt(0) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
    if (column > MAX_COLUMNS) break;
  }
  return Math.max(column - 1, 0);
}

const VALUE = /<(?:\w+:)?v\b[^>]*>([^<]*)/;

function cellText({ tag, content, workbook }: { tag: string; content: string; workbook: Workbook }): string {
  if (content === "") return "";
  const type = attribute(tag, "t") ?? "n";
  if (type === "inlineStr") return textOf(content);
  const value = unescapeXml(VALUE.exec(content)?.[1] ?? "");
  if (type === "s") return workbook.texts[Number(value)] ?? "\uFFFD";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "n" || value === "") return value;
  return workbook.isDate[Number(attribute(tag, "s") ?? "0")] ? dateText(value, workbook.epochDays) : value;
}

/** A serial day as ISO, its time to the millisecond; a number no calendar holds stays as it is. */
function dateText(serial: string, epochDays: number): string {
  const value = Number(serial);
  if (!Number.isFinite(value) || value < 1 || value > 2_958_465) return serial;
  const wholeDays = Math.floor(value);
  const timeMs = Math.round((value - wholeDays) * MS_PER_DAY);
  const iso = new Date((wholeDays - epochDays) * MS_PER_DAY + timeMs).toISOString();
  return timeMs === 0 ? iso.slice(0, 10) : iso.slice(0, iso.endsWith(".000Z") ? 19 : 23);
}

const quoted = (cell: string): string => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
