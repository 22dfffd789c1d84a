import type { LateLine, MonthClose } from "../../api/wire/close.ts";
import { add, decimal, format, isZero, sum } from "../../core/decimal.ts";
import { providerName } from "../../core/statement/names.ts";
import { pool } from "../../db/client.ts";
import { type LateRow, readLateLines, readLateTotals } from "../../db/months.ts";

const LINES_SHOWN = 200;
const BEARERS: Readonly<Record<string, string>> = { unassigned: "Unassigned", idle: "Idle" };

/** What came after a month was closed and is about it; counted in the months it was posted to. */
export async function lateLinesOf(month: string, currency: string): Promise<MonthClose["late"]> {
  const rows = await readLateLines(pool, month, LINES_SHOWN);
  const totals = (await readLateTotals(pool)).filter((each) => each.ofMonth === month && each.currency === currency);
  return {
    lines: rows.map(toWire),
    sum: format(sum(totals.map((each) => decimal(each.effective)))),
    months: [...new Set(totals.filter((each) => !isZero(decimal(each.effective))).map((each) => each.postedTo))].sort(),
  };
}

const toWire = (row: LateRow): LateLine => ({
  at: row.at.toISOString(),
  entry: row.entry,
  entries: row.entries,
  postedTo: row.postedTo,
  provider: row.rig === null ? row.provider : "",
  what: whatOf(row),
  importId: row.importId,
  bearer: row.teamSlug ?? row.bearer,
  bearerName: row.teamName ?? BEARERS[row.bearer] ?? row.bearer,
  currency: row.currency,
  amount: format(decimal(row.effective)),
});

function whatOf({ rig, provider, importId, fileName, because }: LateRow): string {
  const who = rig ?? providerName(provider);
  return importId === null ? `${who}: ${because}` : `${who}, import ${importId}, ${fileName}`;
}

export type LateTotal = { readonly lines: number; readonly sum: string };

/** Late lines and what they come to, by the month they are about; reporting currency. */
export async function lateTotals(currency: string): Promise<ReadonlyMap<string, LateTotal>> {
  const totals = new Map<string, LateTotal>();
  for (const row of await readLateTotals(pool)) {
    const known = totals.get(row.ofMonth) ?? { lines: 0, sum: "0" };
    const isCounted = row.currency === currency;
    totals.set(row.ofMonth, {
      lines: known.lines + row.lines,
      sum: isCounted ? format(add(decimal(known.sum), decimal(row.effective))) : known.sum,
    });
  }
  return totals;
}
