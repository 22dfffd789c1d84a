import type { Row } from "./items.ts";
import { CREDIT_NOTE_NUMBER, INVOICE_NUMBER, ITEMS_HEAD, RECEIPT_NUMBER, SELLERS, SUBTOTAL } from "./words.ts";

/** An invoice's text in its parts. Rows keep the numbers of their lines. */
export type Page = {
  readonly text: string;
  readonly seller: { readonly provider: string; readonly name: string } | null;
  readonly numberRow: number;
  readonly items: readonly Row[];
  readonly totals: readonly Row[];
};

const NUMBER = new RegExp(`${INVOICE_NUMBER}|${RECEIPT_NUMBER}|${CREDIT_NOTE_NUMBER}`, "iu");
const AT_LINE_START = new RegExp(`(?:^|\\n)[ \\t]*(?=${SUBTOTAL})`, "giu");
const ANYWHERE = new RegExp(`(?=${SUBTOTAL}\\s+\\S*\\d)`, "giu");

/** Text as extracted, made even: hyphens that came as other characters, blanks of every kind. Length is kept. */
export const evened = (text: string): string =>
  text
    .replaceAll("\u0000", "-")
    .replace(/[\u00AD\u2010-\u2015\u2212\uFFFD\uFFFE]/g, "-")
    .replace(/[\u00A0\u2007\u2009\u202F\u200B\uFEFF]/g, " ");

export function pageOf(lines: readonly string[]): Page {
  const text = evened(lines.join("\n"));
  const head = ITEMS_HEAD.exec(text);
  const itemsAt = head ? head.index + head[0].length : -1;
  const from = Math.max(itemsAt, 0);
  const totalsAt = lastIndex(text, AT_LINE_START, from) ?? lastIndex(text, ANYWHERE, from);
  const rows = (start: number, end: number) => rowsBetween(text, { start, end });
  return {
    text,
    seller: sellerIn(text),
    numberRow: rowAt(text, NUMBER.exec(text)?.index ?? 0),
    items: itemsAt < 0 ? [] : rows(itemsAt, totalsAt ?? text.length),
    totals: rows(totalsAt ?? from, text.length),
  };
}

function lastIndex(text: string, pattern: RegExp, from: number): number | null {
  const found = [...text.matchAll(pattern)].map((match) => match.index + match[0].length).filter((at) => at >= from);
  return found.at(-1) ?? null;
}

const rowAt = (text: string, at: number): number => text.slice(0, at).split("\n").length;

function rowsBetween(text: string, { start, end }: { start: number; end: number }): Row[] {
  const first = rowAt(text, start);
  return text
    .slice(start, end)
    .split("\n")
    .map((line, index) => ({ text: line.trim(), row: first + index }))
    .filter((row) => row.text !== "");
}

/** The seller named first; a customer may be called like the other one. */
function sellerIn(text: string): Page["seller"] {
  const found = SELLERS.flatMap(({ provider, name }) => {
    const match = name.exec(text);
    return match ? [{ provider, name: match[0].replace(/\s+/g, " "), at: match.index }] : [];
  }).sort((a, b) => a.at - b.at);
  const [first] = found;
  return first ? { provider: first.provider, name: first.name } : null;
}
