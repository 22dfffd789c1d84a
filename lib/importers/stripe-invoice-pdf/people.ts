import { MONEY } from "./money.ts";
import { evened } from "./page.ts";
import {
  BILL_TO,
  CREDIT_NOTE_NUMBER,
  DUE,
  INVOICE_NUMBER,
  ISSUED,
  ITEMS_HEAD,
  PAID,
  RECEIPT_NUMBER,
  SELLERS,
  SUBTOTAL,
} from "./words.ts";

const LABEL = new RegExp(`${INVOICE_NUMBER}|${RECEIPT_NUMBER}|${CREDIT_NOTE_NUMBER}|${ISSUED}|${DUE}|${PAID}`, "iu");
const AMOUNT = new RegExp(MONEY, "u");
/** From who it is billed to, up to the amount due or the items. */
const CUSTOMER = new RegExp(`${BILL_TO}[^\\n]*?(?=${MONEY}\\s?[A-Z]{3}\\s|Pay online|${ITEMS_HEAD.source})`, "giu");
const CARD = /(visa|mastercard|amex|american express|discover|maestro|link|bank)(\s*[-*•·.]+\s*)\d{4}/giu;

/**
 * The lines of an invoice without its customer: above the items only the seller, numbers, dates and amounts are kept.
 * Line N stays line N.
 */
export function withoutPeople(lines: readonly string[]): string[] {
  const even = lines.map(evened);
  const boundary = itemsBegin(even);
  return lines.map((line, index) => {
    const shown = even[index] ?? "";
    const withoutCard = line.replace(CARD, "$1$2----");
    if (index >= boundary) return withoutCard;
    if (ITEMS_HEAD.test(shown) || new RegExp(SUBTOTAL, "iu").test(shown)) return shown.replace(CUSTOMER, "");
    return keptCells(shown);
  });
}

/** The first line after the one that holds the head of the items (a text on one line has none). */
function itemsBegin(lines: readonly string[]): number {
  const at = lines.findIndex((line) => ITEMS_HEAD.test(line) || new RegExp(`^\\s*${SUBTOTAL}`, "iu").test(line));
  return at < 0 ? lines.length : at + 1;
}

function keptCells(line: string): string {
  return line
    .split("\t")
    .map((cell, at, cells) => {
      const isLabelled = LABEL.test(cell) || (at > 0 && LABEL.test(cells[at - 1] ?? ""));
      return isLabelled ||
        AMOUNT.test(cell) ||
        SELLERS.some(({ name }) => name.test(cell)) ||
        /^(invoice|receipt)$/i.test(cell.trim())
        ? cell.replace(CUSTOMER, "")
        : "";
    })
    .join("\t")
    .trimEnd();
}
