import type { AttributionRule } from "../core/attribution.ts";
import { providerKey } from "../core/price/model-name.ts";
import type { CoverageRow } from "../db/coverage.ts";
import { importsInOtherCurrencies } from "../db/posting-reads.ts";
import type { Database } from "../db/sql.ts";

/**
 * Which imports a change can reach, by what they speak for: the rest need not be compared. Too many is slow, too few would
 * leave the ledger behind; `tokenwatt verify` compares all.
 */
export type Reach = (row: CoverageRow, rules: readonly AttributionRule[]) => boolean;

/** The one provider a text names; null where it may name several. */
const exactProvider = (text: string | undefined): string | null =>
  text === undefined || text.includes("*") ? null : text.toLowerCase();

const isOf = (provider: string | null, row: CoverageRow): boolean =>
  provider === null || row.provider.toLowerCase() === provider;

/** Is the import divided by usage of one of these providers (null: of any)? */
export function isSplitByUsageOf(
  row: CoverageRow,
  { rules, providers }: { rules: readonly AttributionRule[]; providers: ReadonlySet<string> | null },
): boolean {
  return rules.some(
    (rule) =>
      rule.splitBy != null &&
      isOf(exactProvider(rule.match.provider), row) &&
      (providers === null || providers.has((rule.splitBy.provider ?? row.provider).toLowerCase())),
  );
}

/** A rule added or withdrawn: lines it may match, and bills that are divided by usage it may give to another team. */
export function reachOfRule({ match }: Pick<AttributionRule, "match">): Reach {
  const provider = exactProvider(match.provider);
  const providers = provider === null ? null : new Set([provider]);
  return (row, rules) => isOf(provider, row) || isSplitByUsageOf(row, { rules, providers });
}

/** A price: usage of the provider, and bills that are divided by it. */
export const reachOfPrice =
  (provider: string): Reach =>
  (row, rules) =>
    (row.basis === "quantity" && providerKey(row.provider) === providerKey(provider)) ||
    isSplitByUsageOf(row, { rules, providers: null });

export const reachOfScope =
  ({ provider, format }: { provider: string; format: string }): Reach =>
  (row) =>
    row.format === format && row.provider.toLowerCase() === provider.toLowerCase();

/** A rate: imports with money in another currency, usage whose price may be in one, and bills that are divided by it. */
export async function reachOfRates(database: Database, currency: string): Promise<Reach> {
  const ids = new Set(await importsInOtherCurrencies(database, currency));
  return (row, rules) =>
    ids.has(row.importId) || row.basis === "quantity" || isSplitByUsageOf(row, { rules, providers: null });
}
