import { parseArgs } from "node:util";
import type { CloseStep } from "../../lib/api/wire/close.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { moneyText } from "../../lib/core/display.ts";
import { monthName } from "../../lib/core/display-dates.ts";
import { closeMonth, openSteps } from "../../lib/flows/close/close-month.ts";
import { monthCloseOf } from "../../lib/flows/close/month-close.ts";
import { reopenMonth } from "../../lib/flows/close/reopen-month.ts";
import { OPERATOR } from "../../lib/flows/report.ts";
import type { CommandContext } from "./index.ts";
import { printJson } from "./output.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: { month: text, by: text, note: text, reason: text, check: flag, reopen: flag },
  });
  // Without a page to show the open steps on, a note to the signature is taken as the reason for them too.
  const { month, note = "", reason = note } = values;
  if (!month) throw new AppError("invalid-input", "Name the month: close --month 2026-05.");
  const who = { ...OPERATOR, name: values.by ?? OPERATOR.name };
  if (values.check) return check(month, wantsJson);
  if (values.reopen) {
    await reopenMonth({ month, reason: values.reason ?? "" }, who);
    if (wantsJson) printJson({ month, closed: false });
    else console.log(`${monthName(month)} is open again. It shows "Reopened" until it is closed anew.`);
    return 0;
  }
  return close({ month, note, reason, who, wantsJson });
}

async function check(month: string, wantsJson: boolean): Promise<number> {
  const page = await monthCloseOf({ month }, OPERATOR);
  const isReady = page.mayClose && openSteps(page.steps).length === 0;
  if (wantsJson) {
    const { state, steps, whyNot } = page;
    printJson({ month, closed: state === "closed", state, total: page.freezes.total, steps, whyNot });
  } else {
    if (page.whyNot !== null) console.log(page.whyNot);
    printSteps(page.steps);
  }
  return isReady || page.state === "closed" ? 0 : 1;
}

async function close(given: {
  month: string;
  note: string;
  reason: string;
  who: typeof OPERATOR;
  wantsJson: boolean;
}): Promise<number> {
  const { month, note, reason, who, wantsJson } = given;
  try {
    const { hash, frozen, steps } = await closeMonth({ month, note, reason: reason.trim() }, who);
    if (wantsJson) printJson({ month, closed: true, hash, total: frozen.total, currency: frozen.currency, steps });
    else {
      console.log(`${monthName(month)} is closed: ${moneyText(frozen.total)} ${frozen.currency}, signed ${who.name}.`);
      console.log(`SHA-256 ${hash}`);
    }
    return 0;
  } catch (error) {
    const steps = error instanceof AppError ? error.details.steps : undefined;
    if (!(error instanceof AppError) || !Array.isArray(steps)) throw error;
    // closeMonth puts the checklist there
    const open = openSteps(steps as CloseStep[]);
    if (wantsJson) printJson({ month, closed: false, steps, error: { code: error.code, message: error.message } });
    else {
      printSteps(open);
      console.error(`${monthName(month)} is not closed. Mend what is open, or say why: --reason "..."`);
    }
    return 1;
  }
}

function printSteps(steps: readonly CloseStep[]): void {
  for (const step of steps) console.log(`${step.isDone ? "done" : "open"}  ${step.name.padEnd(8)}  ${step.text}`);
}
