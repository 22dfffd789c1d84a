import type { Decimal } from "../../core/decimal.ts";
import { readLocalNumber } from "../source/local-number.ts";

/** Codes that Stripe bills in; any other three letters beside an amount are a word, as in `$2.50 VAT`. */
const CODE =
  "(?:USD|EUR|GBP|CAD|AUD|NZD|JPY|CNY|SEK|NOK|DKK|ISK|CHF|TRY|INR|BRL|MXN|PLN|CZK|HUF|RON|BGN|SGD|HKD|KRW|TWD|THB|IDR|MYR|PHP|VND|ZAR|ILS|AED|SAR|CLP|COP|PEN|ARS|UAH|KES|NGN|EGP)";
const SYMBOL = `(?:(?:US|CA|AU|NZ|HK|SG|MX|A|C|R|S)?[$€£¥₺₹₩]|kr\\.?|zł|${CODE})`;
const FIGURE = "\\d(?:[\\d.,'’]|[ \\u00A0\\u202F](?=\\d{3}(?!\\d)))*";
/** An amount as printed, with its currency before or after it; a minus or brackets around either. */
export const MONEY = `[-(]?(?:${SYMBOL}\\s?-?${FIGURE}|-?${FIGURE}\\s?${SYMBOL}(?![\\p{L}\\d]))\\)?`;

export type Printed = { readonly decimal: "." | ","; readonly currency: string | null };

const SYMBOLS: Readonly<Record<string, string>> = {
  ...{
    $: "USD",
    US$: "USD",
    CA$: "CAD",
    C$: "CAD",
    AU$: "AUD",
    A$: "AUD",
    NZ$: "NZD",
    HK$: "HKD",
    SG$: "SGD",
    S$: "SGD",
    MX$: "MXN",
    R$: "BRL",
  },
  ...{ "€": "EUR", "£": "GBP", "₺": "TRY", "₹": "INR", "₩": "KRW", zł: "PLN" },
};

/**
 * How a document prints amounts: its decimal sign, told by an amount with two decimals; its currency, by the code beside
 * the amount due, else by the sign. `kr` and `¥` are several currencies' and tell none.
 */
export function printedMoney(text: string): Printed {
  const amounts = [...text.matchAll(new RegExp(MONEY, "gu"))].map(([amount]) => amount);
  const withCents = amounts.find((amount) => /[.,]\d{2}(?!\d)/.test(amount));
  const decimal = withCents && /,\d{2}(?!\d)/.test(withCents) ? "," : ".";
  const code = new RegExp(`(?:${MONEY})[ \\t]{0,3}(${CODE})(?![\\p{L}\\d])`, "u").exec(text)?.[1];
  const first = amounts
    .map((amount) => new RegExp(SYMBOL, "u").exec(amount)?.[0] ?? "")
    .find((symbol) => symbol !== "");
  const bySign = first === undefined ? null : (SYMBOLS[first] ?? (/^[A-Z]{3}$/.test(first) ? first : null));
  return { decimal, currency: code ?? bySign };
}

export function readMoney(text: string, { decimal }: Printed): Decimal | null {
  const bare = text.replace(/^([-(]?)(?:US|CA|AU|NZ|HK|SG|MX)(?=[$])/u, "$1").trim();
  return readLocalNumber(bare, decimal);
}
