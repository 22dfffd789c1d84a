import type { PoolClient } from "pg";
import type { AttributionRule } from "../core/attribution.ts";
import { allocate, type Decimal, decimal, format, isZero, round, STORED_SCALE, ZERO } from "../core/decimal.ts";
import { modelKey } from "../core/price/model-name.ts";
import { divideBy, type UsageWorking } from "../core/usage-split.ts";
import type { ImportRow } from "../db/imports.ts";
import { insertEntries, type NewEntry, postLines, type SplitLine, splitLines } from "../db/ledger-writes.ts";
import type { PostingPlan } from "../db/ready-lines.ts";
import type { PostingContext } from "./posting-context.ts";
import { type UsageSplits, usageSplits } from "./usage-splits.ts";

const SPLIT_PAGE = 5_000;
const TOKEN_SCALE = 6;

type Posting = {
  readonly row: ImportRow;
  readonly plan: PostingPlan;
  readonly context: PostingContext;
  readonly onlyChanged: boolean;
};

/**
 * Posts the lines of an import (all, or those staged as changed) by the staged plan. Lines that a rule splits become one
 * entry a team, parts summing to the line exactly (largest remainder).
 * @returns how many entries were written.
 */
export async function postAttributed(client: PoolClient, posting: Posting): Promise<number> {
  const { plan, onlyChanged, context, row } = posting;
  let written = await postLines(client, { plan, onlyChanged });
  if (!context.rules.some(isSplitRule)) return written;
  const splits = usageSplits(client, context);
  for await (const lines of splitPages(client, { plan, onlyChanged, ruleIds: null })) {
    const entries: NewEntry[] = [];
    for (const line of lines) entries.push(...(await partsOf(line, { row, context, splits })));
    await insertEntries(client, entries);
    written += entries.length;
  }
  return written;
}

const isSplitRule = (rule: AttributionRule): boolean => rule.splitBy != null || rule.shares.length > 1;

type Pages = { plan: PostingPlan; onlyChanged: boolean; ruleIds: readonly number[] | null };

export async function* splitPages(client: PoolClient, pages: Pages): AsyncGenerator<SplitLine[]> {
  let afterId = "0";
  for (;;) {
    const page = await splitLines(client, { ...pages, afterId, limit: SPLIT_PAGE });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (!last || page.length < SPLIT_PAGE) return;
    afterId = last.id;
  }
}

type Splitting = { readonly row: ImportRow; readonly context: PostingContext; readonly splits: UsageSplits };

/** The entries of a line that a rule splits. */
export async function partsOf(line: SplitLine, { row, context, splits }: Splitting): Promise<NewEntry[]> {
  const rule = context.ruleOf.get(line.ruleId);
  if (!rule) throw new Error(`Rule ${line.ruleId} decided a line but was not read`);
  if (!rule.splitBy) return fixedParts(line, row.id, rule);
  const working = await splits.workingFor(rule.splitBy, {
    provider: line.provider,
    account: line.account ?? "",
    day: line.day,
    model: line.model ? modelKey(line.model) : "",
    importId: row.id,
  });
  return measuredParts(line, row.id, working);
}

function fixedParts(line: SplitLine, importId: number, rule: AttributionRule): NewEntry[] {
  const weights = rule.shares.map((share) => share.percent);
  const parts = dividedBy(line, (amount, scale) => allocate(amount, weights, scale));
  return rule.shares.map((share, index) => ({
    ...entryOf(line, importId),
    ...parts(index),
    class: "shared",
    bearer: "team",
    teamId: share.teamId,
    working: line.working,
  }));
}

/** By measured usage; where none was measured the whole line stays Unassigned and says why. */
function measuredParts(line: SplitLine, importId: number, working: UsageWorking | null): NewEntry[] {
  if (!working) {
    const whole = dividedBy(line, (amount) => [amount]);
    const because = `${line.because}: no usage was measured in ${line.day.slice(0, 7)}`;
    return [
      { ...entryOf(line, importId), ...whole(0), bearer: "unassigned", teamId: null, because, working: line.working },
    ];
  }
  const parts = dividedBy(line, (amount, scale) => divideBy(amount, working, scale));
  return working.weights.map(({ teamId }, index) => ({
    ...entryOf(line, importId),
    ...parts(index),
    bearer: teamId === null ? "unassigned" : "team",
    teamId,
    because: `${line.because}: by usage of the ${working.over}`,
    working: { ...line.working, usage: working },
  }));
}

type Parts = Pick<NewEntry, "billed" | "effective" | "tokens" | "originalBilled" | "originalEffective">;

function dividedBy(line: SplitLine, divide: (amount: Decimal, scale: number) => Decimal[]): (index: number) => Parts {
  const of = (text: string | null, scale = STORED_SCALE): string[] | null =>
    text === null ? null : divide(round(decimal(text), scale), scale).map(format);
  const billed = of(line.billed);
  const effective = of(line.effective);
  const tokens = of(line.tokens, TOKEN_SCALE);
  const originalBilled = of(line.originalBilled);
  const originalEffective = of(line.originalEffective);
  return (index) => ({
    billed: part(billed, index) ?? "0",
    effective: part(effective, index) ?? "0",
    tokens: part(tokens, index),
    originalBilled: part(originalBilled, index),
    originalEffective: part(originalEffective, index),
  });
}

function part(parts: readonly string[] | null, index: number): string | null {
  if (parts === null) return null;
  const value = parts[index];
  if (value === undefined) throw new Error("A split has fewer parts than shares");
  return value;
}

const entryOf = (line: SplitLine, importId: number): Omit<NewEntry, "bearer" | "teamId"> => ({
  importId,
  lineId: line.id,
  day: line.day,
  billedMonth: line.billedMonth,
  usedMonth: line.usedMonth,
  ofMonth: line.ofMonth,
  class: "cloud",
  provider: line.provider,
  account: line.account,
  model: line.model,
  service: line.service,
  costKind: line.costKind,
  category: line.category,
  isCorrection: line.isCorrection,
  basis: line.basis,
  rigId: null,
  rigPart: null,
  currency: line.currency,
  billed: line.billed,
  effective: line.effective,
  tokens: line.tokens,
  ruleId: line.ruleId,
  because: line.because,
  originalCurrency: line.originalCurrency,
  rateId: line.rateId,
});

/** What `liveParts` says of a line, of entries not yet written. */
export const partsText = (entries: readonly NewEntry[]): string =>
  [...entries]
    .sort((a, b) => (a.teamId ?? 0) - (b.teamId ?? 0))
    .map((entry) => [entry.teamId ?? 0, plain(entry.billed), plain(entry.effective)].join("/"))
    .join(" ");
const plain = (text: string): string => {
  const value = decimal(text);
  return isZero(value) ? format(ZERO) : format(value);
};
