import type { PoolClient } from "pg";
import type { CloseStep, Frozen } from "../../api/wire/close.ts";
import { mayKeepBooks, type Principal } from "../../auth/principal.ts";
import { AppError } from "../../core/app-error.ts";
import { lastDay, type Month, month as readMonthText } from "../../core/calendar.ts";
import { monthName } from "../../core/display-dates.ts";
import { audit } from "../../db/audit.ts";
import { lockPosting } from "../../db/ledger-writes.ts";
import { insertMonthEvent, readMonthState, setMonthState } from "../../db/months.ts";
import { inTransaction } from "../../db/transaction.ts";
import { accrueAllRigs } from "../accrue-rigs.ts";
import { hasData, loadStatement, type Statement } from "../statement/load.ts";
import { checklistOf } from "./checklist.ts";
import type { Snapshot } from "./closing-record.ts";
import { frozenFigures } from "./frozen-figures.ts";

export type Closed = {
  readonly month: string;
  readonly hash: string;
  readonly frozen: Frozen;
  readonly steps: readonly CloseStep[];
};
export type SignOff = { readonly month: string; readonly note: string; readonly reason: string };

/** Why a month cannot be closed whatever its steps say; null when it can. */
export function whyNotClosable(statement: Statement): string | null {
  const { month, today } = statement;
  if (today <= lastDay(month))
    return `${monthName(month)} has not ended yet: it can be closed from the day after ${lastDay(month)} on (${statement.organisation.zone}).`;
  if (!hasData(statement, month)) return `${monthName(month)} holds nothing: there is no figure to sign.`;
  return null;
}

export const openSteps = (steps: readonly CloseStep[]): readonly CloseStep[] => steps.filter((step) => !step.isDone);

/**
 * Signs a month: its figures are frozen with a hash, and nothing can be posted into it any more. With open steps it needs
 * a reason. One transaction under the posting lock.
 * @throws AppError forbidden, invalid-input (no such month, a month that has not ended or is empty, no reason), month-closed
 */
export async function closeMonth(
  { month: monthText, note, reason }: SignOff,
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<Closed> {
  if (!mayKeepBooks(principal)) throw new AppError("forbidden", "Admins and finance close a month.");
  const month = readMonthText(monthText);
  await accrueAllRigs(nowMs, month);
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    if ((await readMonthState(client, month))?.state === "closed")
      throw new AppError("month-closed", `${monthName(month)} is closed already. Nothing was done.`);
    // Read beside the transaction: nobody else writes while the posting lock is held.
    const statement = await loadStatement({ month }, principal, nowMs);
    const whyNot = whyNotClosable(statement);
    if (whyNot !== null) throw new AppError("invalid-input", whyNot, { field: "month" });
    const { steps } = await checklistOf(statement);
    refuseWithoutReason(steps, { month, reason });
    return sign(client, { month, note, reason, steps, statement, by: principal.name });
  });
}

function refuseWithoutReason(steps: readonly CloseStep[], { month, reason }: { month: Month; reason: string }): void {
  const open = openSteps(steps);
  if (open.length === 0 || reason !== "") return;
  const named = open.map((step) => `${step.name}: ${step.text}`).join(" ");
  throw new AppError(
    "invalid-input",
    `${open.length === 1 ? "One step is" : `${open.length} steps are`} open, so closing ${monthName(month)} needs a reason. ${named}`,
    { field: "reason", steps },
  );
}

async function sign(
  client: PoolClient,
  given: { month: Month; note: string; reason: string; steps: readonly CloseStep[]; statement: Statement; by: string },
): Promise<Closed> {
  const { month, note, reason, steps, statement, by } = given;
  const { currency, zone } = statement.organisation;
  const { frozen, references, hash } = await frozenFigures(client, month, { currency, zone });
  const snapshot: Snapshot = { currency, zone, frozen, references, steps: [...steps] };
  const atMs = statement.nowMs;
  await setMonthState(client, { month, state: "closed", atMs, by, hash });
  await insertMonthEvent(client, { month, action: "closed", atMs, by, note, reason, hash, snapshot });
  const details = { hash, total: frozen.total, currency, note, reason, open: openSteps(steps).map((step) => step.id) };
  await audit(client, { who: by, what: `closed ${month}`, details });
  return { month, hash, frozen, steps };
}
