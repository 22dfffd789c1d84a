import type { PoolClient } from "pg";
import { decide } from "../core/attribution.ts";
import type { Day } from "../core/calendar.ts";
import { format } from "../core/decimal.ts";
import { type Aside, asidesOf } from "../core/standing/standing.ts";
import { TOKEN_KINDS } from "../core/usage-line.ts";
import { coverageOf } from "../db/coverage.ts";
import type { ImportRow } from "../db/imports.ts";
import { currencyDays, lineTraits, quantityDays, scopedServices } from "../db/posting-reads.ts";
import {
  type AttributionRow,
  type ListPriceRow,
  type OutOfScopeRow,
  type PostingPlan,
  stageAsides,
  stageAttribution,
  stageListPrices,
  stageOutOfScope,
  stageRates,
} from "../db/ready-lines.ts";
import { readImportKeys } from "../db/rules.ts";
import { becauseOf, type PostingContext } from "./posting-context.ts";

/** A date column comes as its text, which is a day's. */
const storedDay = (text: string): Day => text as Day;

export type StagedPlan = { readonly plan: PostingPlan; readonly asides: readonly Aside[] };

/** Stages all that decides how the lines of an import are posted: bearers, what stands before it, scope, prices, rates. */
export async function stagePlan(client: PoolClient, row: ImportRow, context: PostingContext): Promise<StagedPlan> {
  await stageAttribution(client, await decisions(client, row.id, context));
  const traits = await lineTraits(client, row.id);
  const asides = asidesOf(await coverageOf(client, row.id), { others: context.coverage, choices: context.choices });
  if (asides.length > 0) await stageAsides(client, asides);
  const out = traits.scopes.length > 0 ? await outOfScope(client, row, context) : [];
  if (out.length > 0) await stageOutOfScope(client, out);
  const prices = traits.hasQuantities ? await listPrices(client, row.id, context) : [];
  if (traits.hasQuantities) await stageListPrices(client, prices);
  const hasForeign = [...traits.currencies, ...prices.map((price) => price.currency)].some(
    (currency) => currency !== context.currency,
  );
  if (hasForeign) await stageRates(client, await ratesFor(client, { row, prices, context }));
  return {
    asides,
    plan: {
      importId: row.id,
      needsRounding: row.needsRounding,
      currency: context.currency,
      hasAsides: asides.length > 0,
      hasOutOfScope: out.length > 0,
      hasQuantities: traits.hasQuantities,
      hasRates: hasForeign,
      hasClosedMonths: context.closed.size > 0,
    },
  };
}

async function decisions(client: PoolClient, importId: number, { rules }: PostingContext): Promise<AttributionRow[]> {
  const rows: AttributionRow[] = [];
  for (const key of await readImportKeys(client, importId)) {
    for (const { from, to, rule } of decide(key, rules)) {
      const isSplit = rule !== null && (rule.splitBy != null || rule.shares.length > 1);
      const only = isSplit ? undefined : rule?.shares[0];
      rows.push({
        keyNo: key.no,
        from,
        to,
        ruleId: rule?.id ?? null,
        because: becauseOf(rule),
        bearer: only ? "team" : "unassigned",
        teamId: only?.teamId ?? null,
        isSplit,
      });
    }
  }
  return rows;
}

async function outOfScope(client: PoolClient, row: ImportRow, { scopes }: PostingContext): Promise<OutOfScopeRow[]> {
  const services = await scopedServices(client, row.id);
  // What a seat or subscription pays for is no money to leave out; its tokens explain.
  return services.filter(
    (each) => each.scope !== "included" && !scopes.countsInScope({ format: row.format ?? "", ...each }),
  );
}

async function listPrices(client: PoolClient, importId: number, { prices }: PostingContext): Promise<ListPriceRow[]> {
  const rows: ListPriceRow[] = [];
  for (const { keyNo, provider, model, day } of await quantityDays(client, importId)) {
    const price = prices.priceOf({ provider, model, day: storedDay(day) });
    if (!price) continue;
    for (const costKind of TOKEN_KINDS) {
      const perMillion = price.perMillion[costKind];
      if (perMillion)
        rows.push({ keyNo, day, costKind, perMillion: format(perMillion), currency: price.currency, ref: price.ref });
    }
  }
  return rows;
}

async function ratesFor(
  client: PoolClient,
  { row, prices, context }: { row: ImportRow; prices: readonly ListPriceRow[]; context: PostingContext },
) {
  const wanted = new Map<string, { currency: string; day: string }>();
  const days = await currencyDays(client, { importId: row.id, except: context.currency });
  for (const { currency, day } of [...days, ...prices]) {
    if (currency !== context.currency) wanted.set(`${currency} ${day}`, { currency, day });
  }
  const rates = await context.ratesFor([...wanted.values()].map(({ currency }) => currency));
  return [...wanted.values()].flatMap(({ currency, day }) => {
    const found = rates.rateFor({ from: currency, day: storedDay(day), importId: row.id });
    return found
      ? [{ currency, day, rate: format(found.rate), rateId: found.rateId, rateDay: found.day, text: found.text }]
      : [];
  });
}
