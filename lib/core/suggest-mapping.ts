import type { MappedAmount, MappedDate, MappedKeys, TableMapping } from "./mapping.ts";
import { formatOfDates } from "./suggest-time.ts";
import type { TokenKind } from "./usage-line.ts";

/** Usual names of columns, squeezed to letters and digits; earlier ones are surer. */
const DATE = [
  "date",
  "day",
  "usagedate",
  "usageday",
  "starttime",
  "usagestarttime",
  "timestamp",
  "createdat",
  "time",
  "datum",
  "tag",
  "fecha",
  "period",
  "chargeperiodstart",
];
const AMOUNT = [
  "cost",
  "amount",
  "costusd",
  "amountusd",
  "totalcost",
  "spend",
  "charge",
  "price",
  "total",
  "usd",
  "billedcost",
  "netamount",
  "kosten",
  "betrag",
  "costcents",
  "amountcents",
  "eur",
  "coste",
  "importe",
  "montant",
];
const CURRENCY = [
  "currency",
  "currencycode",
  "billingcurrency",
  "amountcurrency",
  "costcurrency",
  "währung",
  "waehrung",
  "moneda",
  "devise",
];
const MODEL = ["model", "modelname", "modelid", "modell", "modelo", "modèle", "deployment", "engine"];
const SERVICE = [
  "service",
  "servicename",
  "product",
  "lineitem",
  "description",
  "sku",
  "item",
  "operation",
  "endpoint",
  "category",
];
const ACCOUNT = [
  "account",
  "accountid",
  "organization",
  "organizationid",
  "organisation",
  "org",
  "orgid",
  "subscription",
  "accountname",
];
const REQUESTS = [
  "requests",
  "requestcount",
  "numrequests",
  "nummodelrequests",
  "calls",
  "apicalls",
  "numberofrequests",
  "count",
];
const CATEGORY = ["chargecategory", "chargetype", "type", "transactiontype"];

const KEYS: Readonly<Record<Exclude<keyof MappedKeys, "tags">, readonly string[]>> = {
  project: ["projectid", "project"],
  projectName: ["projectname"],
  workspace: ["workspace", "workspaceid", "workspacename"],
  apiKey: ["apikeyid", "apikey", "keyid", "key", "tokenid"],
  apiKeyName: ["apikeyname", "keyname", "keyalias", "apikeyalias", "tokenname"],
  user: ["userid", "user", "useremail", "email", "username", "member", "enduser"],
};
const TAGS = [
  "team",
  "teamid",
  "teamname",
  "department",
  "costcentre",
  "costcenter",
  "environment",
  "env",
  "application",
  "app",
  "kostenstelle",
];

const TOKENS: Readonly<Record<TokenKind, readonly string[]>> = {
  input: [
    "inputtokens",
    "prompttokens",
    "tokensin",
    "tokensprompt",
    "input",
    "uncachedinputtokens",
    "inputtokencount",
    "tokensinput",
  ],
  cacheRead: [
    "cachereadtokens",
    "cachedtokens",
    "cachedinputtokens",
    "inputcachedtokens",
    "cachereadinputtokens",
    "tokenscached",
  ],
  cacheWrite5m: ["cachewritetokens", "cachewrite5mtokens", "cachecreationinputtokens", "cachecreationtokens"],
  cacheWrite1h: ["cachewrite1htokens"],
  output: [
    "outputtokens",
    "completiontokens",
    "tokensout",
    "tokenscompletion",
    "output",
    "outputtokencount",
    "tokensoutput",
  ],
};

const squeezed = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * What the columns of a table probably are, by their usual names and by the first rows; a start for the form and never
 * more than that. `rows` are data rows, without the header.
 */
export function suggestMapping(header: readonly string[], rows: readonly (readonly string[])[]): Partial<TableMapping> {
  const table = new Guess(header, rows);
  const date = table.find(DATE);
  const amount = table.find(AMOUNT, (cell) => NUMBER_LIKE.test(cell));
  const model = table.find(MODEL);
  const service = table.find(SERVICE);
  const account = table.find(ACCOUNT);
  const requests = table.find(REQUESTS, (cell) => /^\d+$/.test(cell));
  const category = table.find(CATEGORY, (cell) => /^(usage|tax|credit|refund|purchase|adjustment)$/i.test(cell));
  return {
    basis: amount ? "billed" : "quantity",
    ...(date ? { date: dateOf(date, table.cells(date)) } : {}),
    amount: amount ? amountOf(amount, table) : null,
    accountColumn: account,
    model: model ? { column: model } : null,
    service: service ? { column: service } : null,
    keys: keysOf(table),
    tokens: tokensOf(table),
    requests: requests ? { column: requests } : null,
    category: category ? { column: category } : null,
  };
}

const NUMBER_LIKE = /^[($€£¥\s+-]*\d[\d.,'\s]*(?:e[+-]?\d+)?[)$€£¥\sA-Za-z-]*$/i;

class Guess {
  readonly #header: readonly string[];
  readonly #rows: readonly (readonly string[])[];
  constructor(header: readonly string[], rows: readonly (readonly string[])[]) {
    this.#header = header.map((name) => name.trim());
    this.#rows = rows;
  }

  /** The column with the surest of `names` whose filled cells all look right. */
  find(names: readonly string[], looksRight: (cell: string) => boolean = () => true): string | null {
    for (const name of names) {
      const column = this.#header.find((each) => squeezed(each) === name);
      if (column !== undefined && this.cells(column).every(looksRight)) return column;
    }
    return null;
  }

  /** The filled cells of a column in the first rows. */
  cells(column: string): string[] {
    const at = this.#header.indexOf(column);
    return this.#rows.map((row) => row[at]?.trim() ?? "").filter((cell) => cell !== "");
  }
}

function dateOf(column: string, cells: readonly string[]): MappedDate {
  return { column, format: formatOfDates(cells), zone: null };
}

function amountOf(column: string, table: Guess): MappedAmount {
  const cells = table.cells(column);
  const currency = table.find(CURRENCY, (cell) => /^[A-Za-z]{3}$/.test(cell));
  const isComma =
    cells.some((cell) => /,\d{1,2}(?!\d)|\d\.\d{3},|,\d{4,}/.test(cell)) &&
    !cells.some((cell) => /,\d{3}\./.test(cell));
  return {
    column,
    decimal: isComma ? "," : ".",
    unit: /cents?$/.test(squeezed(column)) ? "cents" : "units",
    currency: currency ? { column: currency } : { code: codeIn([column, ...cells].join(" ")) },
  };
}

const codeIn = (text: string): string =>
  /€|eur/i.test(text) ? "EUR" : /£|gbp/i.test(text) ? "GBP" : /cny|rmb/i.test(text) ? "CNY" : "USD";

function keysOf(table: Guess): MappedKeys {
  const keys = Object.entries(KEYS).map(([key, names]) => [key, table.find(names)]);
  const tags = TAGS.map((name) => table.find([name])).filter((column) => column !== null);
  return {
    ...Object.fromEntries(keys.filter(([, column]) => column !== null)),
    tags: Object.fromEntries(tags.map((column) => [column.toLowerCase(), column])),
  };
}

function tokensOf(table: Guess): Partial<Record<TokenKind, string>> {
  const found = Object.entries(TOKENS).map(([kind, names]) => [
    kind,
    table.find(names, (cell) => /^[\d.,'\s]+$/.test(cell)),
  ]);
  return Object.fromEntries(found.filter(([, column]) => column !== null));
}
