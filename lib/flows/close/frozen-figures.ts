import { createHash } from "node:crypto";
import type { Frozen } from "../../api/wire/close.ts";
import { firstDay, lastDay, type Month } from "../../core/calendar.ts";
import { canonicalMonth, type FrozenCell, type References } from "../../core/close/canonical-month.ts";
import { add, type Decimal, decimal, format, isZero, sum, ZERO } from "../../core/decimal.ts";
import { CATALOGUE } from "../../core/price/list-price.ts";
import { readInForce, readMonthCells } from "../../db/months.ts";
import type { OrganisationRow } from "../../db/organisation.ts";
import type { Database } from "../../db/sql.ts";

/** What a month comes to and rests on, and the SHA-256 over all of it. */
export type FrozenFigures = { readonly frozen: Frozen; readonly references: References; readonly hash: string };

export async function frozenFigures(
  database: Database,
  month: Month,
  organisation: Pick<OrganisationRow, "currency" | "zone">,
): Promise<FrozenFigures> {
  const cells = await readMonthCells(database, month);
  const inForce = await readInForce(database, { month, from: firstDay(month), to: lastDay(month) });
  const references = { ...inForce, catalogue: CATALOGUE };
  return {
    frozen: frozenOf(cells, { month, currency: organisation.currency, inForce }),
    references: {
      catalogue: CATALOGUE,
      prices: inForce.prices,
      rules: inForce.rules,
      rates: inForce.rates,
      rigs: inForce.rigs,
    },
    hash: hashOf(cells, { month, ...organisation, references }),
  };
}

/** The hash of a month's figures as they stand now, resting on what was in force when it was signed. */
export async function hashNow(
  database: Database,
  { month, references, currency, zone }: { month: string; references: References; currency: string; zone: string },
): Promise<string> {
  return hashOf(await readMonthCells(database, month), { month, references, currency, zone });
}

const hashOf = (
  cells: readonly FrozenCell[],
  of: { month: string; references: References; currency: string; zone: string },
): string =>
  createHash("sha256")
    .update(canonicalMonth({ ...of, cells }), "utf8")
    .digest("hex");

function frozenOf(
  cells: readonly FrozenCell[],
  { month, currency, inForce }: { month: string; currency: string; inForce: Awaited<ReturnType<typeof readInForce>> },
): Frozen {
  const own = cells.filter((cell) => cell.billedMonth === month);
  const counted = own.filter((cell) => cell.currency === currency);
  const waiting = new Map<string, Decimal>();
  for (const cell of own)
    if (cell.currency !== currency)
      waiting.set(cell.currency, add(waiting.get(cell.currency) ?? ZERO, decimal(cell.effective)));
  return {
    total: format(sum(counted.map((cell) => decimal(cell.effective)))),
    billed: format(sum(counted.map((cell) => decimal(cell.billed)))),
    currency,
    unconverted: [...waiting]
      .filter(([, amount]) => !isZero(amount))
      .map(([each, amount]) => ({ currency: each, amount: format(amount) })),
    entries: own.reduce((count, cell) => count + cell.entries, 0),
    prices: inForce.prices.length,
    rules: inForce.rules.length,
    rates: inForce.rates.length,
    rateCurrencies: [...inForce.rateCurrencies].sort(),
    rigs: inForce.rigs.length,
  };
}
