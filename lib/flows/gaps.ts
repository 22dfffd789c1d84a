import type { Gap } from "../api/wire/statement.ts";
import { type Principal, readsEverything } from "../auth/principal.ts";
import { add, decimal, format } from "../core/decimal.ts";
import { estimatedWords, scopeWords, unpricedWords } from "../core/statement/gap-words.ts";
import { unpricedModels } from "./prices.ts";
import { scopesOfMonth } from "./scopes.ts";
import type { Cells } from "./statement/cells.ts";
import { hasData, type Statement } from "./statement/load.ts";

/**
 * What the month's figures lack or rest on: money nobody billed, models without a price, lines out of scope. A lead is
 * told of the own teams only. Money without a rate is told apart (`unconverted`).
 */
export async function gapsOf(statement: Statement, cells: Cells, principal: Principal): Promise<Gap[]> {
  if (!hasData(statement, statement.month)) return [];
  const isWhole = readsEverything(principal);
  const [unpriced, sources] = await Promise.all([
    unpricedOf(statement, isWhole),
    isWhole ? scopesOfMonth(statement.month) : [],
  ]);
  const estimated = cells.now
    .filter((row) => row.basis === "estimated")
    .map((row) => ({ provider: row.provider, amount: decimal(row.amount) }));
  return [
    estimatedWords(estimated, statement.organisation.currency),
    unpricedWords(unpriced),
    ...sources.map(({ label, outside }) => scopeWords({ label, outside })),
  ].filter((gap) => gap !== null);
}

/** Each model once, however many spans of days or bearers it has. */
async function unpricedOf(statement: Statement, isWhole: boolean): Promise<{ model: string; tokens: string }[]> {
  const own = new Set(statement.teams.map((team) => team.slug));
  const tokens = new Map<string, string>();
  for (const one of await unpricedModels(statement.month)) {
    if (!isWhole && !one.teams.some((team) => own.has(team.bearer))) continue;
    tokens.set(one.model, format(add(decimal(tokens.get(one.model) ?? "0"), decimal(one.tokens))));
  }
  return [...tokens].map(([model, known]) => ({ model, tokens: known }));
}
