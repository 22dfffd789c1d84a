import { crc32 } from "node:zlib";
import { unzipSync } from "fflate";
import { AppError } from "../../../core/app-error.ts";
import { zipChecksums } from "./zip-checksums.ts";

/** Unpacked bytes of one part of a workbook, and of its list of shared texts. */
const MAX_PART_BYTES = 256 * 1024 ** 2;
const MAX_TEXTS_BYTES = 64 * 1024 ** 2;

export type SheetPart = { readonly name: string; readonly path: string };
export type Workbook = {
  readonly sheets: readonly SheetPart[];
  readonly texts: readonly string[];
  /** For each cell format, whether its numbers are dates. */
  readonly isDate: readonly boolean[];
  /** Days between Excel's day 0 and 1970-01-01: two calendars are in use. */
  readonly epochDays: number;
};

/** Reads one part of the package; null when there is none. @throws AppError too-large, unreadable-file */
export function readPart(file: Uint8Array, path: string, most: number = MAX_PART_BYTES): Uint8Array | null {
  let isTooLarge = false;
  try {
    const found = unzipSync(file, {
      filter(part) {
        if (part.name.toLowerCase() !== path.toLowerCase()) return false;
        isTooLarge ||= part.originalSize > most;
        return !isTooLarge;
      },
    });
    if (isTooLarge)
      throw new AppError(
        "too-large",
        "A sheet of this workbook is too large. Save it as CSV, or export shorter periods.",
      );
    const [part] = Object.values(found);
    if (part && crc32(part) !== zipChecksums(file).get(path.toLowerCase())) throw new Error("the checksum differs");
    return part ?? null;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("unreadable-file", "This workbook is cut off or damaged. Download it again.", {
      cause: String(error),
    });
  }
}

/** What a workbook says before its sheets: their names and order, its texts, which formats are dates. */
export function readWorkbook(file: Uint8Array): Workbook {
  const rels = textPart(file, "_rels/.rels");
  const target = /<Relationship\b[^>]*officeDocument"[^>]*>/.exec(rels)?.[0] ?? "";
  const main = (attribute(target, "Target") ?? "xl/workbook.xml").replace(/^\//, "");
  const book = textPart(file, main);
  if (book === "")
    throw new AppError(
      "unreadable-file",
      "This file is packed like a spreadsheet and holds no workbook. Save it as .xlsx or CSV.",
    );
  const folder = main.slice(0, main.lastIndexOf("/") + 1);
  const paths = relationships(textPart(file, `${folder}_rels/${main.slice(folder.length)}.rels`), folder);
  const sheets = [...book.matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)].flatMap(([tag]) => {
    const path = paths.get(attribute(tag, "r:id") ?? attribute(tag, "\\w+:id") ?? "");
    return path === undefined ? [] : [{ name: attribute(tag, "name") ?? "", path }];
  });
  return {
    sheets,
    texts: sharedTexts(file, `${folder}sharedStrings.xml`),
    isDate: dateFormats(textPart(file, `${folder}styles.xml`)),
    epochDays: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"/.test(book) ? 24_107 : 25_569,
  };
}

const textPart = (file: Uint8Array, path: string): string =>
  new TextDecoder().decode(readPart(file, path, MAX_TEXTS_BYTES) ?? new Uint8Array(0));

export function attribute(tag: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? new RegExp(`\\s${name}='([^']*)'`).exec(tag)?.[1];
  return value === undefined ? null : unescapeXml(value);
}

function relationships(xml: string, folder: string): Map<string, string> {
  const paths = new Map<string, string>();
  for (const [tag] of xml.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)) {
    const target = attribute(tag, "Target") ?? "";
    paths.set(attribute(tag, "Id") ?? "", target.startsWith("/") ? target.slice(1) : `${folder}${target}`);
  }
  return paths;
}

/** The texts that cells point to; phonetic readings beside them are left out. */
const sharedTexts = (file: Uint8Array, path: string): string[] =>
  [...elementsOf(textPart(file, path), SHARED_TEXT)].map(({ inner }) => textOf(inner));

const SHARED_TEXT = /<(\w+:)?(si)(?=[\s/>])([^>]*?)(\/)?>/g;

/**
 * Every element that `opening` finds (groups: prefix, name, attributes, a slash when it is empty), none inside another.
 * @throws AppError unreadable-file when one is not closed
 */
export function* elementsOf(xml: string, opening: RegExp): Generator<{ tag: string; inner: string }> {
  for (let at = 0; ; ) {
    opening.lastIndex = at;
    const match = opening.exec(xml);
    if (!match) return;
    const [whole, prefix = "", name = "", tag = "", isEmpty] = match;
    const start = match.index + whole.length;
    const close = `</${prefix}${name}>`;
    const end = isEmpty ? start : xml.indexOf(close, start);
    if (end < 0)
      throw new AppError("unreadable-file", "This workbook ends in the middle of a cell. Download it again.");
    yield { tag, inner: xml.slice(start, end) };
    at = isEmpty ? end : end + close.length;
  }
}

/** The text of a string item: its runs joined. */
export function textOf(xml: string): string {
  const plain = xml.includes("rPh") ? xml.replace(/<(?:\w+:)?rPh\b[\s\S]*?<\/(?:\w+:)?rPh>/g, "") : xml;
  let text = "";
  for (const [, run = ""] of plain.matchAll(/<(?:\w+:)?t\b[^>]*?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?t>)/g))
    text += unescapeXml(run);
  return text;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Entities, and Excel's own `_x000D_` for characters XML cannot hold. */
export function unescapeXml(text: string): string {
  let plain = text;
  if (plain.includes("&"))
    plain = plain.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, digits, name) => {
      if (name) return ENTITIES[name] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(digits);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD";
    });
  return plain.includes("_x")
    ? plain.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : plain;
}

/** Built-in number formats that show dates. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

function dateFormats(xml: string): boolean[] {
  const own = new Map<number, boolean>();
  for (const [tag] of xml.matchAll(/<(?:\w+:)?numFmt\b[^>]*>/g))
    own.set(Number(attribute(tag, "numFmtId")), showsDate(attribute(tag, "formatCode") ?? ""));
  const cells = /<(?:\w+:)?cellXfs\b[\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(xml)?.[0] ?? "";
  return [...cells.matchAll(/<(?:\w+:)?xf\b[^>]*>/g)].map(([tag]) => {
    const id = Number(attribute(tag, "numFmtId") ?? "0");
    return own.get(id) ?? DATE_FORMATS.has(id);
  });
}

/** Does a format like `dd/mm/yyyy hh:mm` show a day? Times alone and elapsed hours stay numbers. */
function showsDate(format: string): boolean {
  const bare = format.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, "").split(";")[0] ?? "";
  return /[yd]/i.test(bare) && !/General/i.test(bare);
}
