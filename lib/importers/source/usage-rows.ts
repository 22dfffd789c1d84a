import { type Decimal, isNegative, isZero, subtract, sum, ZERO } from "../../core/decimal.ts";
import type { Basis, ChargeCategory, Keys, LineScope, TokenKind, UsageLine } from "../../core/usage-line.ts";
import type { Sink } from "../importer.ts";
import type { DayOf } from "./days.ts";

/** Tokens of one kind; null = the file does not say. */
export type TokenCount = readonly [kind: TokenKind, tokens: Decimal | null];

export type UsageRow = {
  readonly row: number;
  readonly at: DayOf;
  readonly provider: string;
  readonly account: string | null;
  readonly basis: Basis;
  readonly category?: ChargeCategory;
  readonly currency: string;
  readonly amount: Decimal;
  readonly effective?: Decimal | null;
  readonly model: string | null;
  readonly service: string;
  readonly tokens: readonly TokenCount[];
  readonly requests: Decimal | null;
  readonly scope?: LineScope;
  readonly keys: Keys;
};

/**
 * A row with one amount and several token kinds as lines: the money and the requests on the first, nothing on the others,
 * so that no money is split by invention. Kinds that are blank or zero yield no line.
 */
export function yieldRow(sink: Sink, given: UsageRow): void {
  let isFirst = true;
  for (const [kind, tokens] of given.tokens) {
    if (tokens === null || isZero(tokens)) continue;
    sink.line(lineOf(given, { costKind: kind, tokens, isFirst }));
    isFirst = false;
  }
  if (isFirst) sink.line(lineOf(given, { costKind: "other", tokens: null, isFirst }));
}

type Part = Pick<UsageLine, "costKind" | "tokens"> & { readonly isFirst: boolean };
type NewLine = { -readonly [Key in keyof UsageLine]: UsageLine[Key] };

function lineOf(given: UsageRow, { costKind, tokens, isFirst }: Part): UsageLine {
  const effective = given.effective ?? null;
  const line: NewLine = {
    row: given.row,
    day: given.at.day,
    billedMonth: given.at.month,
    provider: given.provider,
    account: given.account,
    basis: given.basis,
    category: given.category ?? "usage",
    isCorrection: false,
    currency: given.currency,
    billed: isFirst ? given.amount : ZERO,
    effective: isFirst || effective === null ? effective : ZERO,
    model: given.model,
    service: given.service,
    costKind,
    tokens,
    keys: given.keys,
  };
  // Set only where there is something to say; spreading objects costs more than the rest of a line.
  if (isFirst && given.requests !== null) line.requests = given.requests;
  if (given.scope) line.scope = given.scope;
  return line;
}

export const hasTokens = (tokens: readonly TokenCount[]): boolean =>
  tokens.some(([, count]) => count !== null && !isZero(count));

/**
 * What is left of a count that contains other counts (`prompt_tokens` contains the cached ones).
 * @returns null when the parts are more than the whole: then it does not contain them.
 */
export function withoutParts(whole: Decimal | null, parts: readonly (Decimal | null)[]): Decimal | null {
  if (whole === null) return null;
  const rest = subtract(whole, sum(parts.filter((part) => part !== null)));
  return isNegative(rest) ? null : rest;
}
