/**
 * Unit rates of Octopus Energy (and others who run its platform): pages of `{count, next, previous, results:
 * [{value_exc_vat, value_inc_vat, valid_from, valid_to, payment_method}]}`, newest first, or the same as CSV. Pence per
 * kWh. `valid_to` empty: until another. With and without tax are two prices of one thing: one of them is chosen.
 */
import { type Decimal, decimal, multiply, normalise, parseDecimal } from "../decimal.ts";
import {
  IssueList,
  inOrder,
  MOST_PRICES,
  type PriceChoice,
  type PriceFile,
  type PriceFileOptions,
  type TimedPrice,
} from "./price-file.ts";
import { readPriceTime } from "./price-time.ts";

export const OCTOPUS_CURRENCY = "GBP";
const PENNY = decimal("0.01");
const FIELDS: Readonly<Record<PriceChoice, string>> = { "inc-vat": "value_inc_vat", "exc-vat": "value_exc_vat" };

/** One result, its cells as text. */
export type OctopusRow = { readonly row: number; readonly cells: Readonly<Record<string, string>> };

type Page = { readonly results: readonly unknown[]; readonly count: number | null; readonly next: unknown };

/** Is this JSON a page of rates, a list of pages, or a list of results? */
export const isOctopus = (json: unknown): boolean => pagesOf(json) !== null;

function pagesOf(json: unknown): Page[] | null {
  if (Array.isArray(json)) {
    if (json.length > 0 && json.every(isResult)) return [{ results: json, count: null, next: null }];
    const pages = json.map(pageOf);
    return json.length > 0 && pages.every((page) => page !== null) ? pages : null;
  }
  const page = pageOf(json);
  return page && [page];
}

function pageOf(json: unknown): Page | null {
  if (typeof json !== "object" || json === null || !("results" in json) || !Array.isArray(json.results)) return null;
  if (json.results.length > 0 && !json.results.some(isResult)) return null;
  const count = "count" in json && typeof json.count === "number" ? json.count : null;
  return { results: json.results, count, next: "next" in json ? json.next : null };
}

const isResult = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "valid_from" in value &&
  ("value_inc_vat" in value || "value_exc_vat" in value);

export function readOctopusJson(json: unknown, options: PriceFileOptions): PriceFile {
  const pages = pagesOf(json) ?? [];
  const issues = new IssueList();
  const results = pages.flatMap((page) => page.results);
  const count = Math.max(0, ...pages.map((page) => page.count ?? 0));
  if (count > results.length) {
    const message = `The file holds ${results.length} of ${count} prices. Save the other pages too, or ask for page_size=1500.`;
    issues.add("warning", "more-pages", { row: null, column: "next" }, message);
  }
  const rows = results.map((result, index) => ({ row: index + 1, cells: textsOf(result) }));
  return readOctopusRows(rows, options, issues);
}

function textsOf(result: unknown): Record<string, string> {
  if (typeof result !== "object" || result === null) return {};
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => [name, value === null || value === undefined ? "" : String(value)]),
  );
}

export function readOctopusRows(
  rows: readonly OctopusRow[],
  options: PriceFileOptions,
  issues: IssueList = new IssueList(),
): PriceFile {
  const choice = options.choice ?? "inc-vat";
  const currency = OCTOPUS_CURRENCY;
  if (rows.length > MOST_PRICES)
    issues.add("blocking", "too-many", { row: null, column: null }, `The file has more than ${MOST_PRICES} prices.`);
  const chosen = ofOnePayment(rows, options.payment, issues);
  const prices = chosen.flatMap((each) => priceOf(each, FIELDS[choice], issues));
  if (rows.length === 0) issues.add("blocking", "no-prices", { row: null, column: null }, "The file holds no price.");
  return { prices: inOrder(prices, issues), issues: issues.result(), choice, currency };
}

/** Fixed tariffs list a price for each payment method over the same time: only one can be the organisation's. */
function ofOnePayment(rows: readonly OctopusRow[], payment: string | null, issues: IssueList): readonly OctopusRow[] {
  const methods = [...new Set(rows.map(({ cells }) => cells.payment_method ?? "").filter((method) => method !== ""))];
  if (payment !== null) {
    const ofIt = rows.filter(({ cells }) => (cells.payment_method ?? "") === "" || cells.payment_method === payment);
    if (methods.includes(payment)) return ofIt;
    const message = `The file has no prices for the payment method ${payment}; it has ${methods.join(", ") || "none"}.`;
    issues.add("blocking", "no-such-payment", { row: null, column: "payment_method" }, message);
    return [];
  }
  if (methods.length <= 1) return rows;
  const message = `The file has prices for ${methods.join(" and ")}. Say which is yours, such as --payment ${methods[0]}.`;
  issues.add("blocking", "several-payments", { row: null, column: "payment_method" }, message);
  return [];
}

function priceOf({ row, cells }: OctopusRow, field: string, issues: IssueList): (TimedPrice & { row: number })[] {
  const from = readPriceTime(cells.valid_from ?? "");
  const toText = cells.valid_to ?? "";
  const to = toText === "" ? null : readPriceTime(toText);
  const pence = parseDecimal(cells[field] ?? "");
  const refuse = (column: string, message: string) => {
    issues.add("blocking", "unreadable-price", { row, column }, message);
    return [];
  };
  if (!from || !("ms" in from))
    return refuse("valid_from", `“${cut(cells.valid_from)}” is not a time with its offset.`);
  if (toText !== "" && (!to || !("ms" in to) || to.ms <= from.ms))
    return refuse("valid_to", `“${cut(toText)}” is not a time after ${cells.valid_from}. Mend or delete the row.`);
  if (!pence) return refuse(field, `“${cut(cells[field])}” is not a price in pence. Mend or delete the row.`);
  return [{ row, fromMs: from.ms, toMs: to && "ms" in to ? to.ms : null, price: inPounds(pence) }];
}

const inPounds = (pence: Decimal): Decimal => normalise(multiply(pence, PENNY));
const cut = (text: string | undefined): string => (text ?? "").slice(0, 40);
