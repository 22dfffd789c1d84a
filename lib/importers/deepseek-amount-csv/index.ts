import { parseDay } from "../../core/calendar.ts";
import { compare, type Decimal, decimal, isZero, multiply, ZERO } from "../../core/decimal.ts";
import { isCurrencyCode } from "../../core/money.ts";
import type { TokenKind } from "../../core/usage-line.ts";
import type { Sample, TableImporter } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { readAmount } from "../source/amount.ts";
import { DEEPSEEK_DATES, deepseekDays } from "../source/deepseek.ts";
import { Columns } from "../source/headed-table.ts";
import { keysWith, Memo, TupleMemo } from "../source/keys.ts";
import { RowCells } from "../source/row-cells.ts";
import { type OpenRows, tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";
import { Tally } from "../source/tally.ts";
import { yieldRow } from "../source/usage-rows.ts";
import { currencyOfPrice, type WalletCurrency } from "./currency.ts";

const KNOWN = new Set(
  "user_id,utc_date,start_time_iso,end_time_iso,model,api_key_name,api_key,type,price,amount,currency".split(","),
);
const KINDS: ReadonlyMap<string, TokenKind> = new Map(
  Object.entries<TokenKind>({
    input_cache_hit_tokens: "cacheRead",
    input_cache_miss_tokens: "input",
    input_tokens: "input",
    prompt_tokens: "input",
    output_tokens: "output",
    completion_tokens: "output",
  }),
);
const REQUESTS = /^(?:request_count|requests)$/;
/** Above it a price is for a million tokens: no token costs a tenth of a cent. */
const PER_TOKEN_LIMIT = decimal("0.001");
const MILLION = decimal(1_000_000);
const PER_MILLION = { units: 1n, scale: 6 };

/** Tokens by day, key, model and kind with the price of one token: what was rated, before anything was granted. */
const open: OpenRows = (source, sink, options, sample) => {
  const cells = new RowCells(sink, options);
  const days = deepseekDays(source, sink, cells);
  const tally = new Tally(sink);
  const texts = new Memo((text) => textOrNull(text));
  const keys = new Memo((name) => keysWith({ apiKeyName: textOrNull(name) }));
  const prices = new TupleMemo(readPrice);
  const ofFile = sample ? currencyOfSample(sample) : null;
  const user = source.column("user_id");
  const model = source.column("model");
  const keyName = source.column("api_key_name");
  const type = source.column("type");
  const price = source.column("price");
  const amount = source.column("amount");
  const currencyCell = source.column("currency");
  return {
    read(row) {
      const at = days.read(row);
      const count = at && cells.count({ row, column: "amount", text: amount() });
      const written = at && cells.money({ row, column: "price", text: price() });
      if (!at || count === undefined || written === undefined) return;
      const kindText = type().toLowerCase();
      if (count === null || kindText === "") {
        const column = count === null ? "amount" : "type";
        sink.issue({
          severity: "blocking",
          row,
          column,
          code: `${column}-empty`,
          message: `The row does not say ${column === "amount" ? "how many" : "of what"}. Mend the row or leave it out.`,
        });
        return;
      }
      if (isZero(count)) {
        sink.speaksFor({ from: at.day, to: at.day });
        return;
      }
      const shared = {
        row,
        at,
        provider: "deepseek",
        account: texts.get(user()) ?? options.account,
        model: texts.get(model()),
        keys: keys.get(keyName()),
      };
      if (REQUESTS.test(kindText)) {
        const nothing = { basis: "quantity", currency: ofFile ?? "CNY", amount: ZERO, tokens: [] } as const;
        yieldRow(sink, { ...shared, ...nothing, service: "DeepSeek API requests", requests: count });
        return;
      }
      const kind = KINDS.get(kindText);
      if (!kind) tally.note(KIND_UNKNOWN, row);
      const stated = currencyCell().toUpperCase();
      const priced = prices.get(model(), kindText, price(), at.day, stated);
      const { perToken } = priced;
      const found = priced.currency ?? ofFile;
      if (priced.isPerMillion) tally.note(PER_MILLION_SEEN, row);
      if (!perToken) tally.note(PRICE_MISSING, row);
      else if (!found) tally.note(CURRENCY_UNKNOWN, row);
      else if (stated === "") tally.note(found === "CNY" ? BY_LIST_CNY : BY_LIST_USD, row);
      const isRated = perToken !== null && found !== null;
      yieldRow(sink, {
        ...shared,
        basis: isRated ? "rated" : "quantity",
        currency: found ?? "CNY",
        amount: isRated ? multiply(perToken, count) : ZERO,
        service: kind ? "DeepSeek API" : `DeepSeek API, ${kindText}`,
        tokens: kind ? [[kind, count]] : [],
        requests: null,
      });
    },
    end() {
      days.end();
      tally.report();
      sink.partOfFeed("amount");
      sink.groupedBy(["API key", "model", "token kind"]);
    },
  };
};

const deepseekAmountCsv: TableImporter = {
  id: "deepseek-amount-csv",
  label: "DeepSeek usage amounts, CSV",
  lookedFor: "a header with model, type, price and amount",
  yields: "cost",
  basis: "rated",
  family: "deepseek",
  secrets: ["api_key"],
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    const isDated = DEEPSEEK_DATES.some((name) => header.includes(name));
    return isDated && ["model", "type", "price", "amount"].every((name) => header.includes(name));
  },
  open: tableOf(
    {
      required: ["model", "type", "price", "amount"],
      known: KNOWN,
      amount: "amount",
      date: DEEPSEEK_DATES,
      currency: "",
      basis: "rated",
    },
    open,
  ),
};
export default deepseekAmountCsv;

type Priced = { readonly perToken: Decimal | null; readonly isPerMillion: boolean; readonly currency: string | null };

/** What a price cell means for its model and kind; the currency is the one stated, else by the list. */
function readPrice([model = "", kindText = "", text = "", dayText = "", stated = ""]: readonly string[]): Priced {
  const written = readAmount(text);
  const currency = stated === "RMB" ? "CNY" : isCurrencyCode(stated) ? stated : null;
  if (!written) return { perToken: null, isPerMillion: false, currency };
  const isPerMillion = compare(written, PER_TOKEN_LIMIT) >= 0;
  const perToken = isPerMillion ? multiply(written, PER_MILLION) : written;
  const kind = KINDS.get(kindText);
  const day = parseDay(dayText);
  if (currency !== null || !kind || !day) return { perToken, isPerMillion, currency };
  return {
    perToken,
    isPerMillion,
    currency: currencyOfPrice({ model, kind, perMillion: multiply(perToken, MILLION), day }),
  };
}

/** What the first rows of the file agree on; null when no price can be placed, or they disagree. */
function currencyOfSample(sample: Sample): WalletCurrency | null {
  const [header, ...rows] = sample.records.filter((cells) => cells.some((cell) => cell !== ""));
  const columns = new Columns(header ?? []);
  const at = (cells: readonly string[], ...names: string[]) => cells[columns.position(...names)] ?? "";
  const found = new Set<WalletCurrency>();
  for (const cells of rows) {
    const kind = KINDS.get(at(cells, "type").toLowerCase());
    const price = readAmount(at(cells, "price"));
    const digits = at(cells, ...DEEPSEEK_DATES).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
    const day = parseDay(digits.slice(0, 10));
    if (!kind || !price || !day) continue;
    const perMillion = compare(price, PER_TOKEN_LIMIT) < 0 ? multiply(price, MILLION) : price;
    const currency = currencyOfPrice({ model: at(cells, "model"), kind, perMillion, day });
    if (currency) found.add(currency);
  }
  const [only] = found;
  return found.size === 1 && only ? only : null;
}

const PER_MILLION_SEEN = {
  severity: "notice",
  code: "price-per-million",
  column: "price",
  message: "These prices are too high for one token and were read as prices of a million tokens.",
} as const;

const KIND_UNKNOWN = {
  severity: "warning",
  code: "token-type-unknown",
  column: "type",
  message: "A type that is new to this format; its cost counts, without a token kind.",
} as const;

const PRICE_MISSING = {
  severity: "warning",
  code: "price-missing",
  column: "price",
  message: "Tokens without a price; they count as usage without money, which is not zero.",
} as const;

const CURRENCY_UNKNOWN = {
  severity: "warning",
  code: "currency-not-stated",
  column: "price",
  message:
    "The file names no currency and the prices are on no list we know, so the tokens count and the money does not. The cost file of the same download has both.",
} as const;

const byList = (currency: WalletCurrency) =>
  ({
    severity: "notice",
    code: `currency-by-list-${currency.toLowerCase()}`,
    column: "price",
    message: `The file names no currency; its prices are those of DeepSeek's list in ${currency}.`,
  }) as const;
const BY_LIST_CNY = byList("CNY");
const BY_LIST_USD = byList("USD");
