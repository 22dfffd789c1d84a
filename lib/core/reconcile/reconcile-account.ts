import { absolute, compare, type Decimal, multiply, subtract, sum, ZERO } from "../decimal.ts";
import { moneyText, plural } from "../display.ts";
import { chooseReasons } from "./choose-reasons.ts";
import type { ExportFigure } from "./export-figure.ts";
import { type FoundReason, HALF_A_CENT, MATCHED_WITHIN } from "./facts.ts";
import type { InvoiceFigure } from "./invoice-figure.ts";
import { invoiceCandidates, invoiceNotes } from "./invoice-reasons.ts";
import type { UsageFigure } from "./usage-figure.ts";
import { usageCandidates, usageNotes, zoneReason } from "./usage-reasons.ts";

export type ReconcileState = "unreconciled" | "suggested" | "matched" | "explained" | "written-off";

/** What a person stood for: a reason the product suggested, one in own words, or a difference let go. */
export type StoredReason = FoundReason & {
  readonly id: number;
  readonly state: "confirmed" | "written-off";
  readonly by: string;
  readonly at: string;
};
export type Reason = FoundReason & {
  /** Null: found by the product, nobody has confirmed it. */
  readonly stored: StoredReason | null;
};

export type AccountFigures = {
  readonly usage: UsageFigure | null;
  readonly cost: ExportFigure | null;
  readonly invoice: InvoiceFigure | null;
};

export type Reconciled = {
  readonly usage: Decimal | null;
  readonly cost: Decimal | null;
  readonly invoice: Decimal | null;
  /** The last known of usage, export and invoice, less the first; null where only one is known. */
  readonly difference: Decimal | null;
  readonly state: ReconcileState;
  /** With `rest` they sum to the difference, to the last digit. */
  readonly reasons: readonly Reason[];
  readonly rest: Decimal;
  /** What no amount can be put to. */
  readonly notes: readonly string[];
};

const isWithin = (amount: Decimal): boolean => compare(absolute(amount), MATCHED_WITHIN) <= 0;

/** Holds an account's three figures against each other and names the differences. */
export function reconcileAccount(figures: AccountFigures, stored: readonly StoredReason[]): Reconciled {
  const usage = figures.usage?.total ?? null;
  const cost = figures.cost?.total ?? null;
  const invoice = figures.invoice?.total ?? null;
  const known = [usage, cost, invoice].filter((amount) => amount !== null);
  const [first, last] = [known[0], known.at(-1)];
  const difference = known.length < 2 || !first || !last ? null : subtract(last, first);
  const steps = known.slice(1).map((amount, index) => subtract(amount, known[index] ?? ZERO));
  const notes = [
    ...(figures.usage ? usageNotes(figures.usage, figures.cost) : []),
    ...invoiceNotes(figures.invoice),
    ...aloneNotes({ usage, cost, invoice }),
  ];
  const base = { usage, cost, invoice, difference, notes };
  if (difference === null) return { ...base, ...withoutDifference(stored) };
  const found = foundReasons(figures, { usage, cost, invoice });
  const named = withStored(difference, { found, stored });
  const isMatched = steps.every(isWithin);
  return { ...base, ...named, notes: [...notes, ...named.notes], state: isMatched ? "matched" : named.state };
}

type Known = Readonly<Record<"usage" | "cost" | "invoice", Decimal | null>>;

/** Reasons of each step, usage to export and export to invoice, as far as both ends are known. */
function foundReasons({ usage, cost, invoice }: AccountFigures, known: Known): FoundReason[] {
  const found: FoundReason[] = [];
  if (usage && cost && known.usage && known.cost) {
    const { reasons, rest } = chooseReasons(subtract(known.cost, known.usage), usageCandidates(usage, cost));
    found.push(...reasons, ...fillers(rest, { usage, cost, lines: cost.roundedRows }));
  }
  const before = known.cost ?? known.usage;
  if (invoice && known.invoice && before) {
    const { reasons, rest } = chooseReasons(subtract(known.invoice, before), invoiceCandidates(invoice, cost));
    found.push(
      ...reasons,
      ...fillers(rest, { usage: null, cost: null, lines: invoice.lines + (cost?.roundedRows ?? 0) }),
    );
  }
  return found;
}

/** What takes the rest whole, where its size and the days allow it. */
function fillers(
  rest: Decimal,
  { usage, cost, lines }: { usage: UsageFigure | null; cost: ExportFigure | null; lines: number },
): FoundReason[] {
  if (compare(absolute(rest), HALF_A_CENT) < 0 || lines === 0) return zoneFiller(rest, { usage, cost });
  const most = multiply(HALF_A_CENT, { units: BigInt(lines), scale: 0 });
  if (compare(absolute(rest), most) > 0) return zoneFiller(rest, { usage, cost });
  const text = cost
    ? `The export rounds each of its ${plural(lines, "row")} to the cent: up to ${moneyText(most)} in all.`
    : `Lines are rounded to the cent: up to ${moneyText(most)} on ${plural(lines, "line")}.`;
  return [{ code: "rounding", amount: rest, text }];
}

function zoneFiller(rest: Decimal, { usage, cost }: { usage: UsageFigure | null; cost: ExportFigure | null }) {
  if (isWithin(rest) || !usage || !cost) return [];
  const reason = zoneReason(rest, { usage, cost });
  return reason ? [reason] : [];
}

const ALONE: Readonly<Record<keyof Known, string>> = {
  usage: "Only usage is known: there is no cost export and no invoice of this account.",
  cost: "Only the cost export is known: there is no usage file and no invoice to hold it against.",
  invoice: "Only an invoice is known: no cost export of this account is posted, so the ledger does not count it.",
};
function aloneNotes(known: Known): string[] {
  const here = (["usage", "cost", "invoice"] as const).filter((name) => known[name] !== null);
  return here.length === 1 && here[0] ? [ALONE[here[0]]] : [];
}

function withoutDifference(stored: readonly StoredReason[]) {
  const reasons = stored.map((reason) => ({ ...pick(reason), stored: reason }));
  const state: ReconcileState =
    stored.length === 0 ? "unreconciled" : stored.some(isWrittenOff) ? "written-off" : "explained";
  // Nothing to sum to: what a person wrote of such an account carries no amount.
  return { reasons, rest: ZERO, state };
}

const isWrittenOff = (reason: StoredReason): boolean => reason.state === "written-off";
const pick = ({ code, amount, text }: FoundReason): FoundReason => ({ code, amount, text });

/** What persons stood for first; of what was found, what still makes the rest smaller. */
function withStored(
  difference: Decimal,
  { found, stored }: { found: readonly FoundReason[]; stored: readonly StoredReason[] },
): Pick<Reconciled, "reasons" | "rest" | "state" | "notes"> {
  const open = subtract(difference, sum(stored.map((reason) => reason.amount)));
  const confirmed = stored.map((reason) => ({ ...pick(reason), stored: reason }));
  if (stored.length > 0 && isWithin(open)) {
    return {
      reasons: confirmed,
      rest: open,
      state: stored.some(isWrittenOff) ? "written-off" : "explained",
      notes: [],
    };
  }
  const left = found.filter((reason) => !stored.some((each) => isSame(each, reason)));
  const rest = subtract(open, sum(left.map((reason) => reason.amount)));
  const helps = compare(absolute(rest), absolute(open)) < 0 || stored.length === 0;
  const suggested = helps ? left.map((reason) => ({ ...reason, stored: null })) : [];
  const reasons = [...confirmed, ...suggested];
  const finalRest = helps ? rest : open;
  const notes =
    stored.length === 0 || (suggested.length > 0 && isWithin(finalRest))
      ? []
      : [
          `What is confirmed comes to ${moneyText(sum(stored.map((reason) => reason.amount)))}, the difference is ${moneyText(difference)} now.`,
        ];
  return {
    reasons,
    rest: finalRest,
    state: suggested.length > 0 && isWithin(finalRest) ? "suggested" : "unreconciled",
    notes,
  };
}

/** A confirmed reason stands for the same finding while its amount is the same to the cent. */
export const isSame = (stored: FoundReason, found: FoundReason): boolean =>
  stored.code === found.code && compare(absolute(subtract(stored.amount, found.amount)), HALF_A_CENT) < 0;
