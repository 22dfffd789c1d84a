import { parseDay, utcDay } from "../../core/calendar.ts";
import type { Decimal } from "../../core/decimal.ts";
import { readAmount } from "../source/amount.ts";
import { hasOffset, readIsoMs } from "../source/days.ts";

/** FOCUS knows one null; files write it as nothing or as the word. */
export const isNull = (cell: string): boolean => cell === "" || cell === "NULL" || cell === "null";

const FORMATTED = /^(-?)[$€£¥]?(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$/;

/**
 * An amount as FOCUS writes it, or with a currency sign and thousands commas as spreadsheets do (`$10,000.00 `).
 * `1,234` alone is refused: it may be a decimal comma. @returns null when unreadable.
 */
export function readCost(cell: string): { amount: Decimal; isFormatted: boolean } | null {
  const plain = readAmount(cell);
  if (plain) return { amount: plain, isFormatted: false };
  const match = FORMATTED.exec(cell.replaceAll(" ", ""));
  if (!match) return null;
  const [whole, sign, innerSign, digits = "", fraction = ""] = match;
  const isCertain = fraction !== "" || /[$€£¥]/.test(whole) || digits.split(",").length > 2;
  if (!isCertain || (sign !== "" && innerSign !== "")) return null;
  const amount = readAmount(`${sign}${innerSign}${digits.replaceAll(",", "")}${fraction}`);
  return amount && { amount, isFormatted: true };
}

export type FocusTime = {
  readonly ms: number;
  /** `utc`: as the standard writes it; `zoneless`: read as UTC; `slash`: month/day/year as in the standard's examples. */
  readonly style: "utc" | "zoneless" | "slash";
};

const SLASH = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** A FOCUS date in UTC milliseconds; null when it is none. */
export function readFocusTime(cell: string): FocusTime | null {
  const iso = readIsoMs(cell);
  if (iso !== null) return { ms: iso, style: hasOffset(cell) ? "utc" : "zoneless" };
  const match = SLASH.exec(cell);
  if (!match) return null;
  const [, month = "", day = "", year = "", hour = "0", minute = "0", second = "0"] = match;
  const date = parseDay(`${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  if (!date || Number(hour) > 23 || Number(minute) > 59) return null;
  const ms = Date.parse(`${date}T00:00:00Z`) + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  return { ms, style: "slash" };
}

export type Period = { readonly from: FocusTime; readonly toMs: number | null };

/** The days of a charge period that lie inside its billing period, inclusive; null when none do. */
export function clippedDays(charge: Period, billing: Period) {
  const fromMs = Math.max(charge.from.ms, billing.from.ms);
  const chargeEnd = charge.toMs !== null && charge.toMs > charge.from.ms ? charge.toMs : charge.from.ms + 1;
  const toMs = Math.min(chargeEnd, billing.toMs ?? chargeEnd);
  return toMs > fromMs ? { from: utcDay(fromMs), to: utcDay(toMs - 1) } : null;
}
