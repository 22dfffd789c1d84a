import type { TableMapping } from "../../lib/core/mapping.ts";
import type { TokenKind } from "../../lib/core/usage-line.ts";

/** The form of a mapping: a text for each part, empty where a part is not named. */
export type Draft = Readonly<Record<DraftField, string>>;
export type DraftField = (typeof FIELDS)[number];

const FIELDS = [
  ...(["name", "provider", "account", "accountColumn", "basis", "dateColumn", "dateFormat", "zone"] as const),
  ...(["amountColumn", "decimal", "unit", "currencyColumn", "currencyCode", "model", "service", "category"] as const),
  ...(["project", "projectName", "workspace", "apiKey", "apiKeyName", "user", "tag1", "tag2", "tag3"] as const),
  ...(["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "inputHoldsCached", "requests"] as const),
] as const;

const KEY_FIELDS = ["project", "projectName", "workspace", "apiKey", "apiKeyName", "user"] as const;
const TAG_FIELDS = ["tag1", "tag2", "tag3"] as const;
const TOKEN_FIELDS: readonly TokenKind[] = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output"];

/** What the columns probably are, as the form's first state. */
export function draftOf(suggestion: Partial<TableMapping>, fileName: string): Draft {
  const { date, amount, keys, tokens } = suggestion;
  const tags = Object.values(keys?.tags ?? {});
  const currency = amount?.currency;
  return {
    ...(Object.fromEntries(FIELDS.map((field) => [field, ""])) as Draft), // every field, each empty
    name: nameOfFile(fileName),
    accountColumn: suggestion.accountColumn ?? "",
    basis: suggestion.basis ?? "billed",
    dateColumn: date?.column ?? "",
    dateFormat: date?.format ?? "iso",
    zone: date?.zone ?? "",
    amountColumn: amount?.column ?? "",
    decimal: amount?.decimal ?? ".",
    unit: amount?.unit ?? "units",
    currencyColumn: currency && "column" in currency ? currency.column : "",
    currencyCode: currency && "code" in currency ? currency.code : "USD",
    model: suggestion.model?.column ?? "",
    service: suggestion.service?.column ?? "",
    category: suggestion.category?.column ?? "",
    requests: suggestion.requests?.column ?? "",
    ...Object.fromEntries(KEY_FIELDS.map((field) => [field, keys?.[field] ?? ""])),
    ...Object.fromEntries(TAG_FIELDS.map((field, index) => [field, tags[index] ?? ""])),
    ...Object.fromEntries(TOKEN_FIELDS.map((field) => [field, tokens?.[field] ?? ""])),
  };
}

/** A file's name without its days and ending: "acme gateway" of "acme_gateway-2026-05.csv". */
export function nameOfFile(fileName: string): string {
  const last = fileName.split("/").at(-1) ?? fileName;
  return last
    .replace(/\.[a-z0-9]{1,8}$/i, "")
    .replaceAll(/\d{4}[-_.]?\d{2}([-_.]?\d{2})?/g, "")
    .replaceAll(/[_\-.\s]+/g, " ")
    .trim();
}

const columnOf = (column: string) => (column === "" ? null : { column });
const named = (draft: Draft, fields: readonly DraftField[]) =>
  Object.fromEntries(fields.flatMap((field) => (draft[field] === "" ? [] : [[field, draft[field]]])));

/** The mapping the form says, as JSON; what it lacks the server says in a sentence. */
export function mappingOf(draft: Draft): Readonly<Record<string, unknown>> {
  const currency = draft.currencyColumn === "" ? { code: draft.currencyCode } : { column: draft.currencyColumn };
  return {
    name: draft.name,
    provider: draft.provider,
    account: draft.account || null,
    accountColumn: draft.accountColumn || null,
    basis: draft.amountColumn === "" ? "quantity" : draft.basis === "quantity" ? "billed" : draft.basis,
    date:
      draft.dateColumn === "" ? null : { column: draft.dateColumn, format: draft.dateFormat, zone: draft.zone || null },
    amount:
      draft.amountColumn === ""
        ? null
        : { column: draft.amountColumn, decimal: draft.decimal, unit: draft.unit, currency },
    model: columnOf(draft.model),
    service: columnOf(draft.service),
    category: columnOf(draft.category),
    keys: {
      ...named(draft, KEY_FIELDS),
      tags: Object.fromEntries(
        TAG_FIELDS.flatMap((field) => (draft[field] === "" ? [] : [[draft[field].toLowerCase(), draft[field]]])),
      ),
    },
    tokens: named(draft, TOKEN_FIELDS),
    inputHoldsCached: draft.inputHoldsCached === "yes" && draft.input !== "" && draft.cacheRead !== "",
    requests: columnOf(draft.requests),
  };
}
