import type { PoolClient } from "pg";
import type { ReasonBody } from "../../api/wire/close.ts";
import { mayKeepBooks, type Principal } from "../../auth/principal.ts";
import { AppError } from "../../core/app-error.ts";
import { month as readMonthText } from "../../core/calendar.ts";
import { add, type Decimal, decimal, equals, format, isZero } from "../../core/decimal.ts";
import { moneyText } from "../../core/display.ts";
import type { ReconciledAccount } from "../../core/reconcile/accounts.ts";
import type { FoundReason } from "../../core/reconcile/facts.ts";
import { isSame } from "../../core/reconcile/reconcile-account.ts";
import { audit } from "../../db/audit.ts";
import { lockPosting } from "../../db/ledger-writes.ts";
import { readMonthState } from "../../db/months.ts";
import { endReason, insertReason } from "../../db/reconciliation-reasons.ts";
import { inTransaction } from "../../db/transaction.ts";
import { reconciledAccounts } from "./reconcile-month.ts";

/**
 * A person stands for a difference: confirms what was suggested, writes another reason with its amount, or writes off
 * what is left with a note. @throws AppError forbidden, invalid-input, not-found (account), conflict, month-closed
 */
export async function addReason(monthText: string, body: ReasonBody, principal: Principal): Promise<{ id: number }> {
  const month = readMonthText(monthText);
  return inTransaction(async ({ client }) => {
    await mustBeOpen(client, { month, principal });
    const row = (await reconciledAccounts(client, month)).find(
      (each) =>
        each.provider === body.provider && each.account === (body.account ?? "") && each.currency === body.currency,
    );
    if (!row) throw new AppError("not-found", `${month} has no account of ${body.provider} in ${body.currency}.`);
    const reason = reasonFor(row, body);
    const key = { provider: row.provider, account: row.account, currency: row.currency };
    const state = body.act === "write-off" ? "written-off" : "confirmed";
    const id = await insertReason(client, { ...key, ...reason, month, state, by: principal.name });
    const done = { confirm: "confirmed", own: "gave", "write-off": "wrote off" }[body.act];
    await audit(client, {
      who: principal.name,
      what: `${done} a difference of ${moneyText(reason.amount)} ${row.currency}, ${row.provider} ${month}`,
      details: { month, ...key, code: reason.code, amount: format(reason.amount), text: reason.text },
    });
    return { id };
  });
}

function reasonFor(row: ReconciledAccount, body: ReasonBody): FoundReason {
  switch (body.act) {
    case "confirm":
      return confirmed(row, body);
    case "own":
      return own(row, body);
    case "write-off":
      if (body.text === "") throw refused("text", "Write why the difference is let go.");
      if (row.difference !== null && isZero(row.rest) && row.reasons.every((reason) => reason.stored))
        throw new AppError("conflict", "Nothing is left to write off.");
      return { code: "other", amount: openOf(row), text: body.text };
    default:
      return body.act satisfies never;
  }
}

/** What no stored reason stands for yet. Suggestions are open until somebody confirms them. */
const openOf = (row: ReconciledAccount): Decimal =>
  row.reasons.filter((reason) => !reason.stored).reduce((open, reason) => add(open, reason.amount), row.rest);

function confirmed(row: ReconciledAccount, { code, amount }: ReasonBody): FoundReason {
  const found = row.reasons.find(
    (reason) =>
      !reason.stored &&
      reason.code === code &&
      (amount === undefined || isSame(reason, { ...reason, amount: decimal(amount) })),
  );
  if (!found)
    throw new AppError("conflict", "This is not what the figures say now. Read the page again, then confirm.");
  return { code: found.code, amount: found.amount, text: found.text };
}

function own(row: ReconciledAccount, { amount, text }: ReasonBody): FoundReason {
  if (text === "") throw refused("text", "Write the reason in a sentence.");
  if (row.difference === null) return { code: "other", amount: decimal("0"), text };
  const given = amount === undefined ? openOf(row) : decimal(amount);
  if (equals(given, decimal("0"))) throw refused("amount", "Say what amount the reason stands for.");
  return { code: "other", amount: given, text };
}

/** Withdraws a reason that a person gave. @throws AppError forbidden, not-found, month-closed */
export async function withdrawReason(
  { month: monthText, id }: { month: string; id: number },
  principal: Principal,
): Promise<void> {
  const month = readMonthText(monthText);
  await inTransaction(async ({ client }) => {
    await mustBeOpen(client, { month, principal });
    const ended = await endReason(client, { id, month });
    if (!ended) throw new AppError("not-found", `${month} has no reason ${id} in force.`);
    await audit(client, { who: principal.name, what: `withdrew a reason, ${ended.provider} ${month}: ${ended.text}` });
  });
}

async function mustBeOpen(client: PoolClient, { month, principal }: { month: string; principal: Principal }) {
  if (!mayKeepBooks(principal)) throw new AppError("forbidden", "Admins and finance reconcile.");
  await lockPosting(client);
  if ((await readMonthState(client, month))?.state === "closed")
    throw new AppError("month-closed", `${month} is closed and signed. Reopen it with a reason to reconcile it anew.`);
}

const refused = (field: string, message: string): AppError => new AppError("invalid-input", message, { field });
