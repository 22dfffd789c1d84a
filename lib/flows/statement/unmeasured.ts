import { addDays, type Day, firstDay, lastDay, type Month } from "../../core/calendar.ts";
import type { SourceRow } from "../../db/ledger-reads.ts";

type Source = Pick<SourceRow, "provider" | "account" | "basis" | "hasTokens" | "from" | "to">;

const speaksFor = (source: Source, day: Day): boolean => source.from <= day && day <= source.to;
const isSameAccount = (a: Source, b: Source): boolean =>
  a.account === b.account || a.account === "" || b.account === "";

/** Days of a month for which a bill of the provider gives money only and no file gives the account's usage. */
export function unmeasuredDays(
  sources: readonly Source[],
  { provider, month }: { provider: string; month: Month },
): Day[] {
  const own = sources.filter((source) => source.provider === provider);
  const bills = own.filter((source) => source.basis !== "quantity" && !source.hasTokens);
  const usage = own.filter((source) => source.basis === "quantity" || source.hasTokens);
  const days: Day[] = [];
  for (let day = firstDay(month); day <= lastDay(month); day = addDays(day, 1)) {
    const spoken = usage.filter((source) => speaksFor(source, day));
    const isMissing = bills.some(
      (bill) => speaksFor(bill, day) && !spoken.some((source) => isSameAccount(source, bill)),
    );
    if (isMissing) days.push(day);
  }
  return days;
}
