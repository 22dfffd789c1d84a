import type { Day } from "../calendar.ts";
import { add, type Decimal, sum, ZERO } from "../decimal.ts";
import { modelKey } from "../price/model-name.ts";
import type { ChargeCategory } from "../usage-line.ts";
import type { ExportCell, ExportExtra } from "./facts.ts";
import { bump } from "./usage-figure.ts";

/** A provider's own cost as it counts in the ledger, looked at from every side a reason may need. */
export type ExportFigure = ExportExtra & {
  readonly total: Decimal;
  readonly byDay: ReadonlyMap<Day, Decimal>;
  /** Days with any line at all, whatever it costs. */
  readonly days: ReadonlySet<Day>;
  readonly byModel: ReadonlyMap<string, Decimal>;
  readonly byCategory: ReadonlyMap<ChargeCategory, Decimal>;
  /** Usage that is not billed by tokens, in an export that tells tokens apart; null where it does not. */
  readonly notTokens: { readonly amount: Decimal; readonly services: readonly string[] } | null;
};

export function exportFigure(cells: readonly ExportCell[], extra: ExportExtra): ExportFigure {
  const byDay = new Map<Day, Decimal>();
  const byModel = new Map<string, Decimal>();
  const byCategory = new Map<ChargeCategory, Decimal>();
  const services = new Map<string, Decimal>();
  for (const cell of cells) {
    bump(byCategory, cell.category, cell.billed);
    if (cell.category !== "usage") continue;
    bump(byDay, cell.day, cell.billed);
    if (cell.model !== "") bump(byModel, modelKey(cell.model), cell.billed);
    if (cell.costKind === "other") bump(services, cell.service || "other charges", cell.billed);
  }
  const tellsTokens = cells.some((cell) => cell.costKind !== "other");
  return {
    ...extra,
    total: cells.reduce((whole, cell) => add(whole, cell.billed), ZERO),
    byDay,
    days: new Set(cells.map((cell) => cell.day)),
    byModel,
    byCategory,
    notTokens:
      tellsTokens && services.size > 0 ? { amount: sum(services.values()), services: [...services.keys()] } : null,
  };
}
