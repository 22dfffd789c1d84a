import type { PoolClient } from "pg";
import { decide, type SplitBy } from "../core/attribution.ts";
import { type Day, firstDay, lastDay, monthOf } from "../core/calendar.ts";
import { type Decimal, decimal, isZero, multiply } from "../core/decimal.ts";
import { modelKey } from "../core/price/model-name.ts";
import { asidesOf, RESTATED } from "../core/standing/standing.ts";
import type { TokenKind } from "../core/usage-line.ts";
import { UsageWeights, type UsageWorking } from "../core/usage-split.ts";
import { type UsageLineRow, usageLines } from "../db/posting-reads.ts";
import { type KeyRow, readImportKeys } from "../db/rules.ts";
import type { PostingContext } from "./posting-context.ts";

const MILLIONTH: Decimal = { units: 1n, scale: 6 };

export type SplitOf = {
  readonly provider: string;
  readonly account: string;
  readonly day: string;
  readonly model: string;
  /** The import that is split: never by its own lines. */
  readonly importId: number;
};
export type UsageSplits = { workingFor(by: SplitBy, line: SplitOf): Promise<UsageWorking | null> };

/**
 * Divides billed lines by measured usage: tokens x price of a usage feed, or a gateway's own money, by day and model. The
 * usage goes to teams by the other rules; usage that no rule catches keeps its part Unassigned.
 */
export function usageSplits(client: PoolClient, context: PostingContext): UsageSplits {
  const kept = new Map<string, Promise<UsageWeights>>();
  return {
    async workingFor(by, line) {
      const month = line.day.slice(0, 7);
      const key = JSON.stringify([by.family ?? "", by.provider ?? line.provider, line.account, month, line.importId]);
      let weights = kept.get(key);
      if (!weights) {
        weights = weightsOf(client, { context, by, line, month });
        kept.set(key, weights);
      }
      return (await weights).workingFor(line);
    },
  };
}

type Wanted = { context: PostingContext; by: SplitBy; line: SplitOf; month: string };

async function weightsOf(client: PoolClient, { context, by, line, month }: Wanted): Promise<UsageWeights> {
  const weights = new UsageWeights();
  const feed = feedFor({ context, by, line, month });
  const from = firstDay(monthOf(`${month}-01` as Parameters<typeof monthOf>[0])); // a month of a stored day
  const rows = await usageLines(client, { importIds: feed, from, to: lastDay(monthOf(from)) });
  const keys = new Map<number, Map<number, KeyRow>>();
  for (const importId of feed)
    keys.set(importId, new Map((await readImportKeys(client, importId)).map((key) => [key.no, key])));
  const rules = context.rules.filter((rule) => rule.splitBy == null);
  const keyOf = (row: UsageLineRow) => keys.get(row.importId)?.get(row.keyNo);
  const inOneCurrency = await comparable(
    context,
    rows.map((row) => moneyOf(context, row, keyOf(row))),
  );
  for (const row of rows) {
    const key = keyOf(row);
    if (!key || key.provider !== (by.provider ?? line.provider) || isRestated(context, row, key)) continue;
    const tokens = row.tokens === null ? null : decimal(row.tokens);
    const decided = decide(key, rules).find(
      (each) => (each.from === null || each.from <= row.day) && (each.to === null || row.day <= each.to),
    );
    const shares = decided?.rule?.shares ?? [];
    const money = inOneCurrency(moneyOf(context, row, key), row.day);
    const model = key.model ? modelKey(key.model) : "";
    for (const share of shares.length > 0 ? shares : [{ teamId: null, percent: decimal(100) }]) {
      const scaled = (value: Decimal | null) =>
        value && multiply(value, multiply(share.percent, { units: 1n, scale: 2 }));
      weights.add({
        teamId: share.teamId,
        day: row.day,
        model,
        money: scaled(money),
        tokens: scaled(tokens) ?? decimal(0),
      });
    }
  }
  return weights;
}

/** Imports of the named feed; without a name, of the one feed that explains this provider best: its own usage, then rated, then a gateway's. */
function feedFor({ context, by, line, month }: Wanted): number[] {
  const provider = by.provider ?? line.provider;
  const from = `${month}-01`;
  const candidates = context.coverage.filter(
    (each) =>
      each.importId !== line.importId &&
      each.provider === provider &&
      (each.account === line.account || each.account === "" || line.account === "") &&
      each.from.slice(0, 7) <= month &&
      each.to >= from &&
      each.basis !== "billed",
  );
  const named = by.family
    ? candidates.filter((each) => familyOf(each.family) === by.family || each.format === by.family)
    : candidates;
  const order = ["quantity", "rated", "estimated"];
  const best = order.find((basis) => named.some((each) => each.basis === basis));
  const chosen = by.family ? named : named.filter((each) => each.basis === best);
  return [...new Set(chosen.map((each) => each.importId))];
}
const familyOf = (family: string): string => family.split("/")[0] ?? family;

/** A newer export of the same feed speaks for this day. */
function isRestated(context: PostingContext, row: UsageLineRow, key: KeyRow): boolean {
  const own = context.coverage.filter(
    (each) => each.importId === row.importId && each.provider === key.provider && each.account === (key.account ?? ""),
  );
  return asidesCached(context, row.importId, own).some(
    (aside) =>
      aside.overRank === RESTATED &&
      aside.provider === key.provider &&
      aside.account === (key.account ?? "") &&
      aside.from <= row.day &&
      row.day <= aside.to,
  );
}

const asideCache = new WeakMap<PostingContext, Map<number, ReturnType<typeof asidesOf>>>();
function asidesCached(context: PostingContext, importId: number, own: PostingContext["coverage"]) {
  let cache = asideCache.get(context);
  if (!cache) {
    cache = new Map();
    asideCache.set(context, cache);
  }
  let asides = cache.get(importId);
  if (!asides) {
    const all = context.coverage.filter((each) => each.importId === importId);
    asides = asidesOf(all.length > 0 ? all : own, { others: context.coverage, choices: context.choices });
    cache.set(importId, asides);
  }
  return asides;
}

type Worth = { readonly money: Decimal; readonly currency: string };

/** The feed's own money, else tokens x price; null where the model has no price. */
function moneyOf({ prices, currency }: PostingContext, row: UsageLineRow, key: KeyRow | undefined): Worth | null {
  if (row.basis !== "quantity") return { money: decimal(row.billed), currency: row.currency };
  if (row.tokens === null) return { money: decimal(0), currency };
  if (!key?.model) return null;
  const price = prices.priceOf({ provider: key.provider, model: key.model, day: dayOf(row) });
  const perMillion = price?.perMillion[row.costKind as TokenKind]; // a cost kind other than tokens has no price
  return price && perMillion
    ? { money: multiply(multiply(decimal(row.tokens), perMillion), MILLIONTH), currency: price.currency }
    : null;
}

const dayOf = (row: UsageLineRow): Day => row.day as Day; // a date column as text

/**
 * Weights of one currency weigh as they are. Of several, each is converted at its day's rate; one that has no rate cannot
 * be compared with the others, and tokens weigh instead.
 */
async function comparable(
  context: PostingContext,
  worths: readonly (Worth | null)[],
): Promise<(worth: Worth | null, day: string) => Decimal | null> {
  const currencies = [...new Set(worths.flatMap((worth) => (worth && !isZero(worth.money) ? [worth.currency] : [])))];
  if (currencies.length < 2) return (worth) => worth?.money ?? null;
  const rates = await context.ratesFor(currencies);
  return (worth, day) => {
    if (!worth || isZero(worth.money)) return worth?.money ?? null;
    const rate = rates.rateFor({ from: worth.currency, day: day as Day, importId: null }); // a date column as text
    return rate && multiply(worth.money, rate.rate);
  };
}
