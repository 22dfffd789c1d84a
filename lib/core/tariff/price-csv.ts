/**
 * Prices by time as CSV: Octopus' own columns, or any table of `from` (or time), optionally `to`, and a price. The unit
 * is read from the price's header (`price_eur_mwh`, `p/kWh`, `ct/kWh`) or given; a time without offset is local.
 */
import type { Temporal } from "temporal-polyfill";
import { decimal, multiply, normalise, parseDecimal } from "../decimal.ts";
import { readOctopusRows } from "./octopus.ts";
import {
  IssueList,
  inOrder,
  MOST_PRICES,
  type PriceFile,
  type PriceFileOptions,
  type PriceUnit,
  type TimedPrice,
} from "./price-file.ts";
import { instantAfter, readPriceTime } from "./price-time.ts";

const FROM =
  /^(from|valid[_ ]?from|start|start[_ ]?time|begin|time|timestamp|datetime|date[_ ]?time|interval[_ ]?start|hour|mtu.*)$/i;
const TO = /^(to|until|valid[_ ]?to|end|end[_ ]?time|interval[_ ]?end)$/i;
const PRICE = /price|rate|cost|value|\/ ?k?m?wh/i;
const PER: Readonly<Record<PriceUnit, string>> = { kWh: "1", cent: "0.01", MWh: "0.001" };

export function readPriceCsv(text: string, options: PriceFileOptions): PriceFile {
  const [header = [], ...lines] = cellsOf(text);
  const names = header.map((name) => name.toLowerCase());
  if (names.includes("valid_from") && (names.includes("value_inc_vat") || names.includes("value_exc_vat"))) {
    const rows = lines.map((cells, index) => ({
      row: index + 2,
      cells: Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""])),
    }));
    return readOctopusRows(rows.filter(isFilled), options);
  }
  return readTable({ header, lines }, options);
}

const isFilled = ({ cells }: { cells: Readonly<Record<string, string>> }): boolean =>
  Object.values(cells).some((cell) => cell !== "");

/** Comma, semicolon or tab, whichever the header has most of; quotes round a cell are taken off. */
function cellsOf(text: string): string[][] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  while (lines.at(-1)?.trim() === "") lines.pop();
  const first = lines[0] ?? "";
  const by = [",", ";", "\t"].reduce((best, each) =>
    first.split(each).length > first.split(best).length ? each : best,
  );
  return lines.map((line) =>
    line.split(by).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .trim(),
    ),
  );
}

type Table = { readonly header: readonly string[]; readonly lines: readonly (readonly string[])[] };
type Columns = { readonly from: number; readonly to: number; readonly price: number; readonly factor: string };

function readTable(table: Table, options: PriceFileOptions): PriceFile {
  const issues = new IssueList();
  const columns = columnsOf(table, options, issues);
  const rows = columns ? readRows(table, columns, issues) : [];
  const prices = columns ? withEnds(placed(rows, options.zone, issues)) : [];
  if (columns && rows.length === 0)
    issues.add("blocking", "no-prices", { row: null, column: null }, "The file holds no price that could be read.");
  const currency = columns ? currencyOf(table.header[columns.price] ?? "") : null;
  return { prices: inOrder(prices, issues), issues: issues.result(), choice: options.choice, currency };
}

function columnsOf({ header, lines }: Table, options: PriceFileOptions, issues: IssueList): Columns | null {
  const refuse = (code: string, column: string | null, message: string) => {
    issues.add("blocking", code, { row: 1, column }, message);
    return null;
  };
  if (lines.length > MOST_PRICES) return refuse("too-many", null, `The file has more than ${MOST_PRICES} rows.`);
  const from = header.findIndex((name) => FROM.test(name));
  const to = header.findIndex((name) => TO.test(name));
  const priced = header.flatMap((name, index) => (index !== from && index !== to && PRICE.test(name) ? [index] : []));
  const [price, ...others] = priced;
  if (from < 0 || price === undefined)
    return refuse(
      "not-prices",
      null,
      "This is no table of prices. Its first row names a time column `from`, optionally `to`, and `price`.",
    );
  if (others.length > 0) {
    const names = priced.map((index) => header[index]).join(", ");
    return refuse(
      "several-prices",
      header[others[0] ?? 0] ?? null,
      `${names} could each be the price. Keep one of them.`,
    );
  }
  const name = header[price] ?? "";
  const unit = options.unit ?? unitOf(name);
  if (unit === null)
    return refuse(
      "unit-unknown",
      name,
      `Is “${name}” per kWh, in cents per kWh, or per MWh? Say so with --unit kWh, cent or MWh, or name the column price_per_kwh.`,
    );
  return { from, to, price, factor: PER[unit] };
}

/** `price_eur_mwh`, `EUR/MWh`, `p/kWh`, `ct/kWh`, `pence_per_kwh`, `price_per_kwh`. */
function unitOf(name: string): PriceUnit | null {
  const lower = name.toLowerCase();
  if (lower.includes("mwh")) return "MWh";
  if (!lower.includes("kwh")) return null;
  return /(^|[^a-z])(p|ct|c|cents?|pence|öre|øre|ore)([^a-z]|$)/.test(lower) ? "cent" : "kWh";
}
const currencyOf = (name: string): string | null =>
  /(?:^|[^a-z])(eur|usd|gbp|sek|nok|dkk|chf|pln|czk|inr|aud|cad|jpy)(?:[^a-z]|$)/i.exec(name)?.[1]?.toUpperCase() ??
  null;

type Read = NonNullable<ReturnType<typeof readPriceTime>>;
type Row = { readonly row: number; readonly from: Read; readonly to: Read | null; readonly price: TimedPrice["price"] };

function readRows({ header, lines }: Table, columns: Columns, issues: IssueList): Row[] {
  return lines.flatMap((cells, index): Row[] => {
    const row = index + 2;
    if (cells.every((cell) => cell === "")) return [];
    const refuse = (column: number, message: string) => {
      issues.add("blocking", "unreadable-price", { row, column: header[column] ?? null }, message);
      return [];
    };
    const [fromText = "", toText = "", priceText = ""] = [columns.from, columns.to, columns.price].map(
      (at) => cells[at],
    );
    const from = readPriceTime(fromText);
    const to = toText === "" ? null : readPriceTime(toText);
    if (!from) return refuse(columns.from, `“${fromText.slice(0, 40)}” is not a time. Write it as 2026-05-14T13:00Z.`);
    if (toText !== "" && !to) return refuse(columns.to, `“${toText.slice(0, 40)}” is not a time.`);
    const price = parseDecimal(/^[+-]?\d+,\d+$/.test(priceText) ? priceText.replace(",", ".") : priceText);
    if (!price) return refuse(columns.price, `“${priceText.slice(0, 40)}” is not a price. Mend or delete the row.`);
    return [{ row, from, to, price: normalise(multiply(price, decimal(columns.factor))) }];
  });
}

type Placed = TimedPrice & { readonly row: number };

/** Local times become instants in the order of time: newest first is turned round, so that autumn's double hour is told apart. */
function placed(rows: readonly Row[], zone: string, issues: IssueList): Placed[] {
  const first = rows[0];
  const last = rows.at(-1);
  const isNewestFirst = first && last && roughly(first.from) > roughly(last.from);
  let before = Number.NEGATIVE_INFINITY;
  return (isNewestFirst ? [...rows].reverse() : rows).flatMap(({ row, from, to, price }): Placed[] => {
    const fromMs = "ms" in from ? from.ms : instantAfter(from.local, zone, before);
    before = fromMs;
    const toMs = to === null ? null : "ms" in to ? to.ms : instantAfter(to.local, zone, fromMs);
    if (toMs === null || toMs > fromMs) return [{ row, fromMs, toMs, price }];
    issues.add(
      "blocking",
      "ends-before",
      { row, column: null },
      "This price ends before it begins. Mend or delete the row.",
    );
    return [];
  });
}

const roughly = (time: Read): number => ("ms" in time ? time.ms : plainMs(time.local));
const plainMs = (local: Temporal.PlainDateTime): number => local.toZonedDateTime("UTC").epochMilliseconds;

/** A price without an end lasts to the next one; the last as long as the one before it. */
function withEnds(prices: readonly Placed[]): Placed[] {
  const sorted = [...prices].sort((one, other) => one.fromMs - other.fromMs);
  const later = (after: number): number | undefined => sorted.find((each) => each.fromMs > after)?.fromMs;
  const last = sorted.at(-1);
  const previous = sorted.filter((each) => last && each.fromMs < last.fromMs).at(-1);
  const step = last && previous ? last.fromMs - previous.fromMs : null;
  return sorted.map((each, index) => {
    if (each.toMs !== null) return each;
    const next = sorted[index + 1];
    const end = next && next.fromMs > each.fromMs ? next.fromMs : next ? later(each.fromMs) : undefined;
    return { ...each, toMs: end ?? (step === null ? null : each.fromMs + step) };
  });
}
