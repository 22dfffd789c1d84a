import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  equals,
  isNegative,
  subtract,
  sum,
  ZERO,
} from "../../core/decimal.ts";
import type { JsonValue } from "../importer.ts";
import { readAmount } from "../source/amount.ts";
import { type Count, readCount } from "../source/count-columns.ts";
import { asArray, asText, isObject, type JsonObject } from "../source/json.ts";
import { field } from "../source/pages.ts";

export type Tokens = {
  readonly input: Count;
  readonly write: Count;
  readonly read: Count;
  readonly output: Count;
  readonly total: Count;
};
export type Figures = { readonly model: string | null; readonly tokens: Tokens; readonly cost: Decimal | null };
export type Unreadable = { readonly column: string; readonly text: string; readonly isCost: boolean };

const isUnreadable = (value: Figures | Unreadable): value is Unreadable => "column" in value;

/** What an entry, or one model of it, counts and costs. */
export function figuresOf(value: JsonObject, model: string | null): Figures | Unreadable {
  // A block keeps its counts one level deeper, under other names.
  const nested: JsonObject = isObject(value.tokenCounts) ? value.tokenCounts : {};
  const unreadable: Unreadable[] = [];
  const count = (...names: readonly string[]): Count => {
    const name = names.find((one) => (value[one] ?? nested[one] ?? null) !== null);
    if (name === undefined) return null;
    const text = asText(value[name] ?? nested[name])?.trim() ?? "";
    const found = readCount(text === "" ? "?" : text);
    if (found !== undefined) return found;
    unreadable.push({ column: name, text, isCost: false });
    return null;
  };
  const input = count("inputTokens");
  const cached = count("cachedInputTokens");
  const tokens = {
    input,
    write: count("cacheCreationTokens", "cacheCreationInputTokens"),
    read: cached ?? count("cacheReadTokens", "cacheReadInputTokens"),
    output: count("outputTokens"),
    total: count("totalTokens"),
  };
  const costName = ["totalCost", "costUSD", "cost"].find((name) => (value[name] ?? null) !== null);
  const cost = costName === undefined ? null : readAmount(asText(value[costName]) ?? "");
  if (costName !== undefined && !cost)
    unreadable.push({ column: costName, text: asText(value[costName]) ?? "", isCost: true });
  return unreadable[0] ?? { model, tokens: cached ? apart(tokens) : tokens, cost };
}

/** OpenAI's tools count the cached tokens inside the input: the total tells. */
function apart(tokens: Tokens): Tokens {
  const { input, read, write, output, total } = tokens;
  if (!input || !read || !total) return tokens;
  const isInside = equals(total, add(add(input, write ?? ZERO), output ?? ZERO));
  const rest = subtract(input, read);
  return isInside && !isNegative(rest) ? { ...tokens, input: rest } : tokens;
}

/** An entry's models, each with its figures: an array, or a map by name. Empty where it gives none. */
export function modelsOf(value: JsonObject): (Figures | Unreadable)[] {
  const listed = asArray(value.modelBreakdowns).filter(isObject);
  if (listed.length > 0)
    return listed.map((one) => figuresOf(one, field(one, "modelName") ?? field(one, "model") ?? null));
  const map = [value.breakdown, value.models].find((candidate) => isObject(candidate));
  if (!isObject(map)) return [];
  return Object.entries(map).flatMap(([name, one]: [string, JsonValue]) =>
    isObject(one) ? [figuresOf(one, name)] : [],
  );
}

/** The models an entry names without figures. */
export const namesOf = (value: JsonObject): string[] =>
  [...asArray(value.modelsUsed), ...asArray(value.models)].filter((name): name is string => typeof name === "string");

/** Floats that were summed differ after the twelfth digit or so: a ten-millionth of a dollar is no difference. */
const FLOAT_NOISE = decimal("0.0000001");
export const isNear = (a: Decimal, b: Decimal): boolean => compare(absolute(subtract(a, b)), FLOAT_NOISE) <= 0;

const KINDS = ["input", "write", "read", "output"] as const;

/** All tokens that are told apart. */
export const countedOf = (parts: readonly Figures[]): Decimal =>
  sum(parts.flatMap(({ tokens }) => KINDS.map((kind) => tokens[kind] ?? ZERO)));

/** Do the models sum to what the entry says, in tokens exactly and in money but for the noise of floats? */
export function areWhole(models: readonly (Figures | Unreadable)[], whole: Figures): models is readonly Figures[] {
  const readable = models.filter((model): model is Figures => !isUnreadable(model));
  if (readable.length < models.length) return false;
  const isSame = KINDS.every((kind) => {
    const stated = whole.tokens[kind];
    return stated === null || equals(sum(readable.map(({ tokens }) => tokens[kind] ?? ZERO)), stated);
  });
  const hasCosts = readable.every(({ cost }) => (cost === null) === (whole.cost === null));
  return isSame && hasCosts && isNear(sum(readable.map(({ cost }) => cost ?? ZERO)), whole.cost ?? ZERO);
}
