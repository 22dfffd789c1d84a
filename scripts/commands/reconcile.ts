import { parseArgs } from "node:util";
import type { ReconciledAccountWire, Reconciliation } from "../../lib/api/wire/close.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { DASH, moneyText } from "../../lib/core/display.ts";
import { monthName } from "../../lib/core/display-dates.ts";
import { providerName } from "../../lib/core/statement/names.ts";
import { reconciliationFor } from "../../lib/flows/reconcile/reconcile-month.ts";
import { OPERATOR } from "../../lib/flows/report.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable } from "./output.ts";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: words, options: { month: { type: "string" } } });
  if (!values.month) throw new AppError("invalid-input", "Name the month: reconcile --month 2026-05.");
  const reconciliation = await reconciliationFor(values.month, OPERATOR);
  if (wantsJson) printJson(reconciliation);
  else print(reconciliation);
  return 0;
}

const amount = (text: string | null): string => (text === null ? DASH : moneyText(text));
const nameOf = ({ provider, account }: ReconciledAccountWire): string =>
  [providerName(provider), account].filter(Boolean).join(" ");

function print({ month, currency, accounts, parts }: Reconciliation): void {
  console.log(`${monthName(month)}, billed, by provider account; the ledger in ${currency}\n`);
  if (accounts.length === 0) console.log("No provider account has a figure in this month.");
  else {
    const head = ["Account", "", "Usage x price", "Cost export", "Invoice", "Difference", "In the ledger", "State"];
    const rows = accounts.map((row) => [
      nameOf(row),
      row.currency,
      amount(row.usageTimesPrice),
      amount(row.costExport),
      amount(row.invoice),
      amount(row.difference),
      moneyText(row.ledger),
      row.state,
    ]);
    printTable([head, ...rows], [2, 3, 4, 5, 6]);
  }
  for (const row of accounts) printReasons(row);
  console.log(
    `\nAccounts ${moneyText(parts.accounts)} + late lines of other months ${moneyText(parts.late)} + own rigs ${moneyText(parts.rigs)} = ledger ${moneyText(parts.ledger)} ${currency}`,
  );
}

function printReasons(row: ReconciledAccountWire): void {
  if (row.reasons.length === 0 && row.notes.length === 0) return;
  console.log(`\n${nameOf(row)}`);
  for (const reason of row.reasons) {
    const by = reason.by === null ? reason.state : `${reason.state}, ${reason.by}`;
    console.log(`  ${moneyText(reason.amount).padStart(12)}  ${reason.text} (${by})`);
  }
  for (const note of row.notes) console.log(`  ${DASH.padStart(12)}  ${note}`);
}
