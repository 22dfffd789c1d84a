import type { HashCheck } from "../../api/wire/close.ts";
import { mayKeepBooks, type Principal } from "../../auth/principal.ts";
import { AppError } from "../../core/app-error.ts";
import { month as readMonthText } from "../../core/calendar.ts";
import { monthName } from "../../core/display-dates.ts";
import { pool } from "../../db/client.ts";
import { readClosedStates, readMonthEvents, readMonthState } from "../../db/months.ts";
import type { Database } from "../../db/sql.ts";
import { lastClosing } from "./closing-record.ts";
import { hashNow } from "./frozen-figures.ts";

/** Reckons the hash of a closed month anew. Null when the month is not closed. */
async function checkMonth(database: Database, month: string): Promise<HashCheck | null> {
  const state = await readMonthState(database, month);
  if (state?.state !== "closed" || state.hash === null) return null;
  const closing = lastClosing(await readMonthEvents(database, month));
  const now = closing === null ? "" : await hashNow(database, { month, ...closing.snapshot });
  return { month, signed: state.hash, now, holds: now === state.hash && closing?.hash === state.hash };
}

/** @throws AppError forbidden, invalid-input, conflict (not closed) */
export async function checkHash(monthText: string, principal: Principal): Promise<HashCheck> {
  if (!mayKeepBooks(principal)) throw new AppError("forbidden", "Closed months are checked by admins and finance.");
  const month = readMonthText(monthText);
  const checked = await checkMonth(pool, month);
  if (!checked) throw new AppError("conflict", `${monthName(month)} is not closed, so there is no hash to check.`);
  return checked;
}

/** Closed months whose figures are not those that were signed. */
export async function brokenHashes(database: Database): Promise<HashCheck[]> {
  const broken: HashCheck[] = [];
  for (const { month, state } of await readClosedStates(database)) {
    const checked = state === "closed" ? await checkMonth(database, month) : null;
    if (checked && !checked.holds) broken.push(checked);
  }
  return broken;
}
