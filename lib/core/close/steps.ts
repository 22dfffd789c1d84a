import { compare, decimal } from "../decimal.ts";
import { fixed, moneyText, percentText, plural } from "../display.ts";
import { daySpan } from "../display-dates.ts";
import type { ReconcileState } from "../reconcile/reconcile-account.ts";
import { providerName } from "../statement/names.ts";
import type { ExpectedFile } from "./expected-files.ts";

export type Step = {
  readonly id: "files" | "accounts" | "meters" | "teams";
  readonly name: string;
  readonly isDone: boolean;
  readonly text: string;
};

const NAMED = 4;
const sentence = (parts: readonly string[]): string => parts.filter((part) => part !== "").join(" ");
const listed = (items: readonly string[]): string =>
  items.length <= NAMED ? items.join("; ") : `${items.slice(0, NAMED).join("; ")}; and ${items.length - NAMED} more`;

const nameOf = (file: ExpectedFile): string =>
  [file.label, file.account === "" || file.kind === "power" ? "" : `of ${file.account}`].filter(Boolean).join(" ");

/** @param openPeriods days that a provider says it may still change */
export function filesStep(
  files: readonly ExpectedFile[],
  openPeriods: readonly { issuer: string; from: string; to: string }[],
): Step {
  const waiting = [...new Set(files.flatMap((file) => file.waiting))];
  const here = files.filter((file) => file.state === "posted" || file.state === "incomplete").length;
  const missing = files.filter((file) => file.state === "missing").map(nameOf);
  const partial = files.filter((file) => file.state === "incomplete").map((file) => `${nameOf(file)}: ${file.text}`);
  const open = openPeriods.map(({ issuer, from, to }) => `${issuer} may still change ${daySpan(from, to)}`);
  const isDone = waiting.length === 0 && missing.length === 0 && partial.length === 0 && open.length === 0;
  return {
    id: "files",
    name: "Files",
    isDone,
    text: sentence([
      files.length === 0 ? "No file of this month is known or expected." : `${here} of ${files.length} are here.`,
      missing.length === 0 ? "" : `Missing: ${listed(missing)}.`,
      partial.length === 0 ? "" : `Not whole: ${listed(partial)}.`,
      waiting.length === 0
        ? ""
        : `${waiting.length === 1 ? `Import ${waiting[0]} waits` : `Imports ${listed(waiting.map(String))} wait`} for review.`,
      open.length === 0 ? "" : `${listed(open)}.`,
    ]),
  };
}

export type AccountState = {
  readonly provider: string;
  readonly account: string;
  readonly currency: string;
  readonly state: ReconcileState;
  readonly difference: string | null;
};

/** @param unconverted money that no rate brings into the reporting currency: it is in no total */
export function accountsStep(
  accounts: readonly AccountState[],
  unconverted: readonly { currency: string; amount: string }[],
): Step {
  const open = accounts.filter(({ state }) => state === "unreconciled" || state === "suggested");
  const named = open.map(({ provider, account, currency, state, difference }) => {
    const name = [providerName(provider), account].filter(Boolean).join(" ");
    if (difference === null) return `${name}: nothing to hold it against`;
    return `${name}: ${moneyText(difference)} ${currency} ${state === "suggested" ? "is suggested" : "is unreconciled"}`;
  });
  const waiting = unconverted.map(({ currency, amount }) => `${moneyText(amount)} ${currency}`);
  return {
    id: "accounts",
    name: "Accounts",
    isDone: open.length === 0 && waiting.length === 0,
    text: sentence([
      accounts.length === 0
        ? "No provider account has a figure in this month."
        : `${accounts.length - open.length} of ${accounts.length} ${accounts.length === 1 ? "is" : "are"} reconciled.`,
      named.length === 0 ? "" : `${listed(named)}.`,
      waiting.length === 0
        ? ""
        : `${listed(waiting)} ${waiting.length === 1 ? "has" : "have"} no rate and are in no total.`,
    ]),
  };
}

/** @param metered null without rigs */
export function metersStep(
  metered: { measuredHours: string; rigHours: string; percent: string | null; note: string } | null,
  limit: string,
): Step {
  const base = { id: "meters", name: "Meters" } as const;
  if (metered === null) return { ...base, isDone: true, text: "No rig was in service: nothing to measure." };
  const { percent, rigHours, note } = metered;
  if (percent === null) return { ...base, isDone: true, text: "The rigs were in service for no hour of the month." };
  const hours = fixed(rigHours, 0);
  return {
    ...base,
    isDone: compare(decimal(percent), decimal(limit)) >= 0,
    text: `${percentText(percent)} % of ${hours} rig hours are measured; the limit is ${limit} %. ${note}.`,
  };
}

/** @param share of the month in percent; null when the month comes to nothing */
export function teamsStep(
  unassigned: { amount: string; share: string | null; currency: string },
  { limit, unpriced }: { limit: string; unpriced: readonly string[] },
): Step {
  const isDone = unassigned.share === null || compare(decimal(unassigned.share), decimal(limit)) <= 0;
  const models = unpriced.length;
  return {
    id: "teams",
    name: "Teams",
    isDone,
    text: sentence([
      unassigned.share === null
        ? `${moneyText(unassigned.amount)} ${unassigned.currency} is unassigned.`
        : `${moneyText(unassigned.amount)} ${unassigned.currency} is unassigned, ${percentText(unassigned.share)} % of the month; the limit is ${limit} %.`,
      models === 0 ? "" : `${plural(models, "model")} ${models === 1 ? "has" : "have"} no price.`,
    ]),
  };
}
