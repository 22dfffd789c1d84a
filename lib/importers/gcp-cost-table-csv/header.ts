import { isCurrencyCode } from "../../core/money.ts";
import { Columns } from "../source/headed-table.ts";

/** Unrounded amounts first: the others are rounded to cents row by row. */
const UNROUNDED = /^unrounded (?:subtotal|cost)\s*\((.+)\)$/i;
const ROUNDED = /^(?:subtotal|cost)\s*\((.+)\)$/i;
const NAMED = ["service description", "sku description", "project name", "project id", "service id"];

const SYMBOLS: Readonly<Record<string, string>> = {
  $: "USD",
  US$: "USD",
  NT$: "TWD",
  HK$: "HKD",
  A$: "AUD",
  AU$: "AUD",
  C$: "CAD",
  CA$: "CAD",
  NZ$: "NZD",
  S$: "SGD",
  SG$: "SGD",
  R$: "BRL",
  MX$: "MXN",
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  "￥": "JPY",
  "JP¥": "JPY",
  "CN¥": "CNY",
  "₹": "INR",
  "₩": "KRW",
  "₪": "ILS",
  "₫": "VND",
  "฿": "THB",
  "₺": "TRY",
  zł: "PLN",
  Kč: "CZK",
};
/** Signs that several currencies share: what they are read as is said. */
const SHARED = new Set(["$", "¥", "￥"]);

export type MoneyColumn = {
  /** As in the header, lower-case. */
  readonly name: string;
  /** What stands in the brackets. */
  readonly sign: string;
  readonly currency: string | null;
  readonly isShared: boolean;
  readonly isUnrounded: boolean;
};

/** The column that holds the money, and its currency, which is in its name only; null when this is no such header. */
export function moneyColumn(header: readonly string[]): MoneyColumn | null {
  for (const [pattern, isUnrounded] of [
    [UNROUNDED, true],
    [ROUNDED, false],
  ] as const) {
    for (const cell of header) {
      const sign = pattern.exec(cell.trim())?.[1]?.trim();
      if (!sign) continue;
      const currency = Object.hasOwn(SYMBOLS, sign)
        ? (SYMBOLS[sign] ?? null)
        : isCurrencyCode(sign)
          ? sign.toUpperCase()
          : null;
      return { name: cell.trim().toLowerCase(), sign, currency, isShared: SHARED.has(sign), isUnrounded };
    }
  }
  return null;
}

/** Is the record the header of a cost table: it may stand below a few rows about the invoice. */
export function isHeader(cells: readonly string[]): boolean {
  const money = moneyColumn(cells);
  const columns = new Columns(cells);
  const isNamed = NAMED.some((name) => columns.has(name));
  const isGoogles = columns.names.some((name) =>
    /^list cost\b|^negotiated savings\b|^cost type$|^credit type$/i.test(name),
  );
  return money !== null && isNamed && (money.isUnrounded || isGoogles);
}

export type TablePositions = ReturnType<typeof positionsOf>;

export function positionsOf(columns: Columns, money: MoneyColumn) {
  const at = (...names: string[]) => columns.position(...names);
  const rounded = columns.names.find((name) => ROUNDED.test(name)) ?? "";
  return {
    date: at("Date", "Usage start date", "Day", "Month", "Invoice month"),
    endDate: at("Usage end date"),
    money: at(money.name),
    rounded: rounded === "" ? -1 : at(rounded),
    account: at("Billing account ID"),
    project: at("Project ID", "Project number"),
    projectName: at("Project name"),
    service: at("Service description", "Service"),
    sku: at("SKU description", "SKU"),
    amount: at("Usage amount"),
    unit: at("Usage unit"),
    costType: at("Cost type"),
    creditType: at("Credit type"),
  };
}
