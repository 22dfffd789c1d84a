import type { Importer, JsonValue } from "./importer.ts";
import { withoutEmails } from "./person.ts";
import { isNumber, isObject, jsonText, readJsonValues } from "./source/json.ts";
import type { TableShape } from "./source/table.ts";

/** Stands in a row that has more cells than its header, where a secret may have been shifted to. */
const REMOVED = "[removed]";
/** A header is among the first records or nowhere. */
const HEADER_WITHIN = 50;
/** A figure, a date or a time: below a header, not in it. */
const DATA = /^[-+($€£]?\d[\d.,:/\sTZ+-]*[)%]?$/;

/**
 * The text of a table as it is kept: e-mail addresses hashed, cells of the importer's secret columns blank. Records and
 * their numbers stay what they were, so reading it again gives the same money.
 */
export class KeptRecords {
  readonly #names: ReadonlySet<string>;
  readonly #shape: TableShape;
  readonly #keptLine: ((text: string) => string) | null;
  #positions: readonly number[] | null = null;
  #width = 0;
  #seen = 0;
  #sawNames = false;
  #lines: string[] = [];

  constructor(importer: Importer, shape: TableShape) {
    this.#names = new Set((importer.secrets ?? []).map((name) => name.toLowerCase()));
    this.#shape = shape;
    this.#keptLine = importer.shape === "lines" ? (importer.keptLine?.bind(importer) ?? null) : null;
  }

  /** Are records written anew? Known from the importer and, once it was seen, the header. */
  get #isRewriting(): boolean {
    return (
      this.#keptLine !== null || (this.#names.size > 0 && (this.#positions !== null || this.#seen < HEADER_WITHIN))
    );
  }

  record(cells: readonly string[]): void {
    if (!this.#isRewriting) return;
    if (this.#keptLine) {
      this.#lines.push(this.#keptLine(cells[0] ?? ""));
      return;
    }
    this.#seen += 1;
    if (this.#positions === null) this.#findHeader(cells);
    this.#lines.push(this.#written(cells));
  }

  /** The block's text as it is kept; `text` is what its records were read from. */
  block(text: string): string {
    const lines = this.#lines;
    this.#lines = [];
    // A block whose records were written only in part has no header in it, so it holds no secret column either.
    const isWritten = lines.length > 0 && (this.#positions !== null || this.#isRewriting);
    return withoutEmails(isWritten ? `${lines.join(this.#shape.newline)}${this.#shape.newline}` : text);
  }

  /** The header is the first record of several names; titles may stand above it, and no row of figures. */
  #findHeader(cells: readonly string[]): void {
    const filled = cells.filter((cell) => cell.trim() !== "");
    if (filled.length < 2) return;
    const isFirst = !this.#sawNames;
    this.#sawNames = true;
    const found = cells.flatMap((cell, position) => (this.#names.has(cell.trim().toLowerCase()) ? [position] : []));
    const isData = filled.some((cell) => DATA.test(cell.trim()));
    if (found.length > 0 && (isFirst || !isData)) {
      this.#positions = found;
      this.#width = cells.length;
    } else if (isData) this.#seen = HEADER_WITHIN;
  }

  #written(cells: readonly string[]): string {
    const [first = cells.length] = this.#positions ?? [];
    const isShifted = this.#positions !== null && cells.length > this.#width;
    return cells
      .map((cell, position) => {
        const isSecret = isShifted ? position >= first : this.#positions?.includes(position) === true;
        if (!isSecret || cell.trim() === "" || this.#names.has(cell.trim().toLowerCase())) return this.#quoted(cell);
        return isShifted ? REMOVED : this.#quoted(numbersInCell(cell));
      })
      .join(this.#shape.delimiter);
  }

  #quoted(cell: string): string {
    if (this.#shape.isUnquoted) return cell;
    const isPlain = !cell.includes('"') && !cell.includes(this.#shape.delimiter) && !/[\r\n]/.test(cell);
    return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
  }
}

/** JSON as it is kept: values of the importer's secret keys blank at any depth, e-mail addresses hashed. */
export function keptJson(text: string, values: readonly JsonValue[], { secrets = [], dropped = [] }: Importer): string {
  const lowered = (all: readonly string[]) => new Set(all.map((name) => name.toLowerCase()));
  const names: Secrets = { emptied: lowered(secrets), dropped: lowered(dropped) };
  // An escaped character may hide an address or a key from a look at the text.
  const hasNone = secrets.length === 0 && dropped.length === 0;
  if (hasNone && !text.includes("@") && !/\\u00/i.test(text)) return text;
  return values.map((value) => jsonText(withoutSecrets(value, names))).join("\n");
}

type Secrets = { readonly emptied: ReadonlySet<string>; readonly dropped: ReadonlySet<string> };

function withoutSecrets(value: JsonValue, names: Secrets): JsonValue {
  if (typeof value === "string") return withoutEmails(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => withoutSecrets(item, names));
  if (!isObject(value) || isNumber(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !names.dropped.has(key.toLowerCase()))
      .map(([key, inner]) => [
        withoutEmails(key),
        names.emptied.has(key.toLowerCase()) && !isCount(key, inner) ? emptied(inner) : withoutSecrets(inner, names),
      ]),
  );
}

/** What is kept of a secret: of a map its numbers, which may be the tokens a row is read by; of everything else nothing. */
const emptied = (value: JsonValue): JsonValue => (typeof value === "string" ? numbersInCell(value) : numbersOf(value));

function numbersInCell(cell: string): string {
  if (!cell.trimStart().startsWith("{")) return "";
  const { values, issue } = readJsonValues(cell);
  const numbers = issue || values.length !== 1 ? null : numbersOf(values[0] ?? null);
  return numbers === null ? "" : jsonText(numbers);
}

/** Lists are left out whole: a list of numbers may be an embedding, which tells of its text. */
function numbersOf(value: JsonValue): JsonValue {
  if (!isObject(value) || isNumber(value)) return null;
  const kept = Object.entries(value).flatMap(([key, inner]): [string, JsonValue][] => {
    const number = isNumber(inner) ? inner : numbersOf(inner);
    return number === null ? [] : [[withoutEmails(key), number]];
  });
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

/** Maps of tokens and costs name their kinds as prompts are named (`{"input": 1200, "output": 80}`): a number is no prompt. */
function isCount(key: string, value: JsonValue): boolean {
  if (!/^(?:input|output)$/i.test(key)) return false;
  return isNumber(value) || (typeof value === "string" && /^\d+(?:\.\d+)?(?:e-?\d+)?$/i.test(value));
}

/** Lines of a printed page as they are kept: without what the importer knows to be people, and without addresses. */
export function keptLines(lines: readonly string[], importer: Importer): string {
  const kept = importer.shape === "text" && importer.withoutPeople ? importer.withoutPeople(lines) : lines;
  return withoutEmails(kept.join("\n"));
}
