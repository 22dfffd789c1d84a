import type { InvoiceLine } from "../../core/invoice.ts";
import { readLocalNumber } from "../source/local-number.ts";
import { periodIn } from "./dates.ts";
import { MONEY, type Printed, readMoney } from "./money.ts";

/** `25%`, `%20`, `25% incl. (on €20.00)`. */
const RATE = "(?:%\\s?\\d[\\d.,]*|\\d[\\d.,]*\\s?%)(?:\\s*incl\\.?)?(?:\\s*\\([^)]*\\))?";
const ITEM = `(.*?)\\s+(\\d[\\d.,]*)\\s+(${MONEY})\\s+(?:${RATE}\\s+)?(${MONEY})(?!\\S)`;
const BARE_ITEM = `^(.*\\S)\\s+(?:${RATE}\\s+)?(${MONEY})$`;

export type Row = { readonly text: string; readonly row: number };

/**
 * The items of an invoice. A line that holds no amount goes on with the item before it: its period, or more of its
 * description. Where the extraction lost all line endings, items end with their amounts.
 */
export function readItems(rows: readonly Row[], printed: Printed): InvoiceLine[] {
  const items: InvoiceLine[] = [];
  for (const { text, row } of rows) {
    const found = [...text.matchAll(new RegExp(ITEM, "gu"))];
    for (const match of found) {
      const item = itemOf(
        { description: match[1] ?? "", quantity: match[2], unitPrice: match[3], amount: match[4] ?? "" },
        { row, printed },
      );
      if (item) items.push(item);
    }
    if (found.length > 0) continue;
    const bare = new RegExp(BARE_ITEM, "u").exec(text.trim());
    const item = bare && itemOf({ description: bare[1] ?? "", amount: bare[2] ?? "" }, { row, printed });
    if (item) items.push(item);
    else continueLast(items, text.trim());
  }
  return items;
}

type Cells = { description: string; quantity?: string | undefined; unitPrice?: string | undefined; amount: string };

function itemOf(cells: Cells, { row, printed }: { row: number; printed: Printed }): InvoiceLine | null {
  const amount = readMoney(cells.amount, printed);
  if (!amount) return null;
  const period = periodIn(cells.description);
  return {
    row,
    description: descriptionOf(cells.description, period?.text),
    quantity: cells.quantity === undefined ? null : readLocalNumber(cells.quantity, printed.decimal),
    unitPrice: cells.unitPrice === undefined ? null : readMoney(cells.unitPrice, printed),
    amount,
    from: period?.from ?? null,
    to: period?.to ?? null,
  };
}

function continueLast(items: InvoiceLine[], text: string): void {
  const last = items.at(-1);
  if (!last || text === "") return;
  const period = last.from === null ? periodIn(text) : null;
  const more = descriptionOf(text, period?.text);
  items[items.length - 1] = {
    ...last,
    description: more === "" ? last.description : `${last.description} ${more}`,
    ...(period ? { from: period.from, to: period.to } : {}),
  };
}

const descriptionOf = (text: string, period: string | undefined): string =>
  (period === undefined ? text : text.replace(period, " ")).replace(/\s+/g, " ").trim();
