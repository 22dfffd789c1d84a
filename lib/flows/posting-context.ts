import { type AttributionRule, inOrder } from "../core/attribution.ts";
import type { RateBook } from "../core/fx/rates.ts";
import type { PriceBook } from "../core/price/price-book.ts";
import type { Scopes } from "../core/source-scope.ts";
import type { Choice } from "../core/standing/standing.ts";
import { type CoverageRow, postedCoverage, readChoices } from "../db/coverage.ts";
import { closedMonths } from "../db/ledger-writes.ts";
import { readOrganisation } from "../db/organisation.ts";
import { readRules } from "../db/rules.ts";
import type { Database } from "../db/sql.ts";
import { loadPriceBook } from "./price-book.ts";
import { loadRates } from "./rate-book.ts";
import { loadScopes } from "./scope-book.ts";

/** Everything that decides how lines are posted, read once a transaction. */
export type PostingContext = {
  readonly currency: string;
  /** In the order in which they are asked. */
  readonly rules: readonly AttributionRule[];
  readonly ruleOf: ReadonlyMap<number, AttributionRule>;
  readonly prices: PriceBook;
  /** Asked for only where a foreign currency is posted: the history of a central bank is long. */
  ratesFor(currencies: readonly string[]): Promise<RateBook>;
  readonly scopes: Scopes;
  readonly coverage: readonly CoverageRow[];
  readonly choices: readonly Choice[];
  readonly closed: ReadonlyMap<string, string>;
};

export async function postingContext(database: Database): Promise<PostingContext> {
  const { currency } = await readOrganisation(database);
  const rules = inOrder(await readRules(database));
  return {
    currency,
    rules,
    ruleOf: new Map(rules.map((rule) => [rule.id, rule])),
    prices: await loadPriceBook(database),
    ratesFor: kept((currencies) => loadRates(database, { quote: currency, currencies })),
    scopes: await loadScopes(database),
    coverage: await postedCoverage(database),
    choices: await readChoices(database),
    closed: await closedMonths(database),
  };
}

function kept(load: (currencies: readonly string[]) => Promise<RateBook>) {
  const books = new Map<string, Promise<RateBook>>();
  return (currencies: readonly string[]): Promise<RateBook> => {
    const sorted = [...new Set(currencies)].sort();
    const key = sorted.join(" ");
    const book = books.get(key) ?? load(sorted);
    books.set(key, book);
    return book;
  };
}

export const becauseOf = (rule: AttributionRule | null): string =>
  rule ? `Rule ${rule.number}, version ${rule.version}` : "No rule matches";
