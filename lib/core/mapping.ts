import { asRecord, columnOf, isAbsent, oneOf, textOf, textOrNull, wrong, zoneOrNull } from "./mapping-fields.ts";
import { isCurrencyCode } from "./money.ts";
import { slugOf } from "./slug.ts";
import { TOKEN_KINDS, type TokenKind } from "./usage-line.ts";

/**
 * What an admin said once about the columns of a table that no format of ours claims. Columns are named as in the header;
 * names are compared trimmed and without regard to case. Plain JSON: it is stored and crosses HTTP as it is.
 */
export type TableMapping = {
  /** Absent or "cost": a table of costs. A table of power or energy is an `EnergyMapping`. */
  readonly kind?: "cost";
  /** For people: "Acme gateway, daily costs". */
  readonly name: string;
  /** Lower-case identity of who bills, as in `UsageLine.provider`. */
  readonly provider: string;
  /** The account where no column names it. */
  readonly account: string | null;
  readonly accountColumn: string | null;
  readonly basis: MappedBasis;
  readonly date: MappedDate;
  /** Null: the table holds usage and no money; then the basis is `quantity`. */
  readonly amount: MappedAmount | null;
  readonly model: MappedColumn | null;
  readonly service: MappedColumn | null;
  readonly keys: MappedKeys;
  /** Columns of token counts by kind. */
  readonly tokens: Readonly<Partial<Record<TokenKind, string>>>;
  /** The input column counts the cached tokens too, as OpenAI's does: they are taken out of it. */
  readonly inputHoldsCached: boolean;
  readonly requests: MappedColumn | null;
  /** A column that says tax, credit, refund, purchase or usage; null: everything is usage. */
  readonly category: MappedColumn | null;
};

export type MappedBasis = "billed" | "rated" | "estimated" | "quantity";
export const MAPPED_BASES: readonly MappedBasis[] = ["billed", "rated", "estimated", "quantity"];

/** `iso`: 2026-05-14, with or without a time; `year-first`: 2026/05/14 or 20260514; epochs count from 1970 in UTC. */
export type MappedDateFormat = "iso" | "year-first" | "day-first" | "month-first" | "epoch-seconds" | "epoch-ms";
export const MAPPED_DATE_FORMATS: readonly MappedDateFormat[] = [
  "iso",
  "year-first",
  "day-first",
  "month-first",
  "epoch-seconds",
  "epoch-ms",
];

export type MappedColumn = { readonly column: string };
export type MappedDate = {
  readonly column: string;
  readonly format: MappedDateFormat;
  /** IANA zone of times without an offset; the day is then the UTC day. Null: they are UTC. A date alone stays as it is. */
  readonly zone: string | null;
};
export type MappedAmount = {
  readonly column: string;
  readonly decimal: "." | ",";
  readonly unit: "units" | "cents";
  readonly currency: { readonly column: string } | { readonly code: string };
};
export type MappedKeys = {
  readonly project?: string;
  readonly projectName?: string;
  readonly workspace?: string;
  readonly apiKey?: string;
  readonly apiKeyName?: string;
  /** Always hashed. */
  readonly user?: string;
  /** Tag name to column. */
  readonly tags: Readonly<Record<string, string>>;
};
export const MAPPED_KEYS = ["project", "projectName", "workspace", "apiKey", "apiKeyName", "user"] as const;

const MOST_TAGS = 20;

/** The id that imports read by this mapping carry as their format. */
export const mappedFormat = (name: string): string => `mapped:${slugOf(name)}`;

/**
 * A mapping from JSON of any origin.
 * @throws AppError invalid-input, with a sentence that names the part and says what belongs there
 */
export function checkMapping(json: unknown): TableMapping {
  const given = asRecord(json, "The mapping");
  const name = textOf(given, "name", "a name for this kind of file");
  if (slugOf(name) === "") throw wrong("The mapping's name needs a letter or a digit.");
  const basis = oneOf(given.basis, MAPPED_BASES, "basis");
  const amount = isAbsent(given.amount) ? null : checkAmount(given.amount);
  const tokens = checkTokens(given.tokens);
  const requests = columnOrNull(given.requests, "requests");
  if ((amount === null) !== (basis === "quantity"))
    throw wrong(
      amount === null
        ? 'Without an amount column the basis is "quantity": usage with no money.'
        : 'With an amount column the basis is "billed", "rated" or "estimated", not "quantity".',
    );
  if (!amount && Object.keys(tokens).length === 0 && !requests)
    throw wrong("Name a column with an amount, with tokens or with requests; there is nothing to read otherwise.");
  if (given.inputHoldsCached === true && (!tokens.input || !tokens.cacheRead))
    throw wrong("Cached tokens can only be taken out of the input where both have a column.");
  return {
    name,
    provider: providerOf(given),
    account: textOrNull(given.account, "account"),
    accountColumn: textOrNull(given.accountColumn, "accountColumn"),
    basis,
    date: checkDate(given.date),
    amount,
    model: columnOrNull(given.model, "model"),
    service: columnOrNull(given.service, "service"),
    keys: checkKeys(given.keys),
    tokens,
    inputHoldsCached: given.inputHoldsCached === true,
    requests,
    category: columnOrNull(given.category, "category"),
  };
}

/** Every column the mapping reads, each once, as it names them. */
export function mappedColumns(mapping: TableMapping): string[] {
  const { amount, keys } = mapping;
  const named = [
    mapping.date.column,
    amount?.column,
    amount && "column" in amount.currency ? amount.currency.column : null,
    mapping.accountColumn,
    mapping.model?.column,
    mapping.service?.column,
    ...MAPPED_KEYS.map((key) => keys[key]),
    ...Object.values(keys.tags),
    ...TOKEN_KINDS.map((kind) => mapping.tokens[kind]),
    mapping.requests?.column,
    mapping.category?.column,
  ];
  return [...new Set(named.filter((column) => column !== null && column !== undefined))];
}

/**
 * What a header is recognised by: its names trimmed, lower-cased and sorted, blank ones left out, as 16 hex digits
 * (FNV-1a, 64 bits). The order of columns does not matter; a column added or renamed makes another header.
 */
export function headerSignature(header: readonly string[]): string {
  const names = header
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "")
    .sort();
  let hash = 0xcbf29ce484222325n;
  for (const unit of names.join("\u001F")) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}

function providerOf(given: Readonly<Record<string, unknown>>): string {
  return textOf(given, "provider", "who bills, as openai or anthropic").toLowerCase();
}

const columnOrNull = (value: unknown, key: string): MappedColumn | null =>
  isAbsent(value) ? null : { column: columnOf(value, key) };

function checkDate(value: unknown): MappedDate {
  if (isAbsent(value)) throw wrong("The mapping names no column with the date.");
  const given = asRecord(value, '"date" of the mapping');
  const format = oneOf(given.format, MAPPED_DATE_FORMATS, "date.format");
  return { column: columnOf(value, "date"), format, zone: zoneOrNull(given.zone) };
}

function checkAmount(value: unknown): MappedAmount {
  const given = asRecord(value, '"amount" of the mapping');
  return {
    column: columnOf(value, "amount"),
    decimal: oneOf(given.decimal, [".", ","], "amount.decimal"),
    unit: oneOf(given.unit, ["units", "cents"], "amount.unit"),
    currency: checkCurrency(given.currency),
  };
}

function checkCurrency(value: unknown): MappedAmount["currency"] {
  if (isAbsent(value)) throw wrong("The mapping does not say which currency its amounts are in.");
  const given = asRecord(value, '"amount.currency" of the mapping');
  if (!isAbsent(given.column)) return { column: columnOf(value, "amount.currency") };
  const code = textOrNull(given.code, "amount.currency.code") ?? "";
  if (!isCurrencyCode(code)) throw wrong(`"${code}" is not a currency. Write it as USD.`);
  return { code: code.toUpperCase() };
}

function checkKeys(value: unknown): MappedKeys {
  const given = isAbsent(value) ? {} : asRecord(value, '"keys" of the mapping');
  const tags = isAbsent(given.tags) ? {} : asRecord(given.tags, '"keys.tags" of the mapping');
  if (Object.keys(tags).length > MOST_TAGS) throw wrong(`A mapping may name ${MOST_TAGS} tags at most.`);
  const named = MAPPED_KEYS.map((key) => [key, textOrNull(given[key], "column")]).filter(
    ([, column]) => column !== null,
  );
  return {
    ...Object.fromEntries(named),
    tags: Object.fromEntries(
      Object.entries(tags).flatMap(([name, column]) => {
        const text = textOrNull(column, "column");
        return text === null || name.trim() === "" ? [] : [[name.trim().toLowerCase(), text]];
      }),
    ),
  };
}

function checkTokens(value: unknown): Partial<Record<TokenKind, string>> {
  const given = isAbsent(value) ? {} : asRecord(value, '"tokens" of the mapping');
  const unknown = Object.keys(given).find((kind) => !TOKEN_KINDS.some((each) => each === kind));
  if (unknown !== undefined) throw wrong(`"${unknown}" is no kind of token. Kinds are: ${TOKEN_KINDS.join(", ")}.`);
  return Object.fromEntries(
    TOKEN_KINDS.flatMap((kind) => {
      const column = textOrNull(given[kind], "column");
      return column === null ? [] : [[kind, column]];
    }),
  );
}
