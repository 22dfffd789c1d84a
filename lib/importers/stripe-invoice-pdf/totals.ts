import { add, type Decimal, equals, subtract, sum } from "../../core/decimal.ts";
import type { Row } from "./items.ts";
import { MONEY, type Printed, readMoney } from "./money.ts";
import { AMOUNT_DUE, AMOUNT_PAID, BEFORE_TAX, SUBTOTAL, TAX, TOTAL } from "./words.ts";

export type Totals = {
  /** What the items sum to, as printed. */
  readonly subtotal: Decimal | null;
  /** Before tax: printed as such, else the subtotal, else (tax included) the total less its tax. */
  readonly beforeTax: Decimal | null;
  readonly tax: Decimal | null;
  readonly total: Decimal | null;
  readonly totalRow: number | null;
  /** The words where the total should be read from, when they hold no amount. */
  readonly totalText: string | null;
  readonly amountDue: Decimal | null;
  readonly amountPaid: Decimal | null;
};

type Found = {
  subtotal: Decimal | null;
  beforeTax: Decimal | null;
  taxes: Decimal[];
  isInclusive: boolean;
  total: Decimal | null;
  totalRow: number | null;
  totalText: string | null;
  amountDue: Decimal | null;
  amountPaid: Decimal | null;
};

const starts = (text: string, words: string): boolean => new RegExp(`^${words}(?![\\p{L}])`, "iu").test(text);

/** Reads what stands under the items. Labels count at the start of a line only: a description may contain "Total". */
export function readTotals(rows: readonly Row[], printed: Printed): Totals {
  const found: Found = {
    subtotal: null,
    beforeTax: null,
    taxes: [],
    isInclusive: false,
    total: null,
    totalRow: null,
    totalText: null,
    amountDue: null,
    amountPaid: null,
  };
  for (const { text, row } of rows.flatMap(splitAfterAmounts)) readOne(found, { text: text.trim(), row }, printed);
  const tax = found.taxes.length > 0 ? sum(found.taxes) : null;
  return { ...found, tax, beforeTax: found.beforeTax ?? withoutIncluded(found, tax) };
}

function withoutIncluded({ subtotal, total, isInclusive }: Found, tax: Decimal | null): Decimal | null {
  if (!tax || !total || !subtotal) return subtotal;
  const isIncluded = isInclusive || (equals(subtotal, total) && !equals(add(subtotal, tax), total));
  return isIncluded ? subtract(total, tax) : subtotal;
}

function readOne(found: Found, { text, row }: Row, printed: Printed): void {
  // What a tax was charged on stands in brackets: `VAT - Sweden (25% on $10.00) $2.50`.
  const outside = text.replace(/\([^)]*%[^)]*\)/gu, " ");
  const printedAmount = [...outside.matchAll(new RegExp(MONEY, "gu"))].at(-1)?.[0];
  const amount = printedAmount === undefined ? null : readMoney(printedAmount, printed);
  if (starts(text, BEFORE_TAX)) found.beforeTax ??= amount;
  else if (starts(text, SUBTOTAL)) found.subtotal ??= amount;
  else if (starts(text, AMOUNT_DUE)) found.amountDue ??= amount;
  else if (starts(text, AMOUNT_PAID)) found.amountPaid ??= amount;
  else if (amount !== null && isTax(text)) {
    found.taxes.push(amount);
    if (/\d\s*%\s*incl|%\s*\d[\d.,]*\s*incl/iu.test(text)) found.isInclusive = true;
  } else if (starts(text, TOTAL) && found.total === null) {
    found.total = amount;
    found.totalRow = row;
    found.totalText = amount === null ? text : null;
  }
}

const isTax = (text: string): boolean =>
  !starts(text, TOTAL) &&
  (new RegExp(`(?<![\\p{L}])${TAX}(?![\\p{L}])`, "iu").test(text) || /\([^)]*%[^)]*\)/u.test(text));

/** Where line endings were lost, each amount (and the code after it) ends a line. */
function splitAfterAmounts({ text, row }: Row): Row[] {
  const cut = new RegExp(`(\\([^)]*%[^)]*\\))|(${MONEY}(?:\\s?[A-Z]{3}(?![\\p{L}\\d]))?)\\s+(?=\\p{L})`, "gu");
  return text
    .replace(cut, (whole, bracket, amount) => (bracket ? whole : `${amount}\n`))
    .split("\n")
    .map((each) => ({ text: each, row }));
}
