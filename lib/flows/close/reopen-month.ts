import { mayKeepBooks, type Principal } from "../../auth/principal.ts";
import { AppError } from "../../core/app-error.ts";
import { month as readMonthText } from "../../core/calendar.ts";
import { monthName } from "../../core/display-dates.ts";
import { audit } from "../../db/audit.ts";
import { lockPosting } from "../../db/ledger-writes.ts";
import { insertMonthEvent, readMonthState, setMonthState } from "../../db/months.ts";
import { inTransaction } from "../../db/transaction.ts";

/**
 * Opens a closed month again, with a reason. What came late meanwhile stays where it was posted.
 * @throws AppError forbidden, invalid-input, conflict (not closed)
 */
export async function reopenMonth(
  { month: monthText, reason }: { month: string; reason: string },
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<void> {
  if (!mayKeepBooks(principal)) throw new AppError("forbidden", "Admins and finance reopen a month.");
  const month = readMonthText(monthText);
  const why = reason.trim();
  if (why === "") throw new AppError("invalid-input", "Write why the month is reopened.", { field: "reason" });
  await inTransaction(async ({ client }) => {
    await lockPosting(client);
    const state = await readMonthState(client, month);
    if (state?.state !== "closed") throw new AppError("conflict", `${monthName(month)} is not closed.`);
    const by = principal.name;
    await setMonthState(client, { month, state: "reopened", atMs: nowMs, by, hash: null });
    const event = { month, action: "reopened", atMs: nowMs, by, note: "", reason: why, hash: state.hash } as const;
    await insertMonthEvent(client, { ...event, snapshot: {} });
    await audit(client, { who: by, what: `reopened ${month}: ${why}`, details: { hash: state.hash } });
  });
}
