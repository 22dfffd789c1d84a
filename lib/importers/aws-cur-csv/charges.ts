import { add, type Decimal, subtract, ZERO } from "../../core/decimal.ts";
import type { ChargeCategory } from "../../core/usage-line.ts";
import type { CurPositions, NetAndGross } from "./columns.ts";

const CATEGORIES: Readonly<Record<string, ChargeCategory>> = {
  usage: "usage",
  discountedusage: "usage",
  savingsplancoveredusage: "usage",
  savingsplannegation: "usage",
  fee: "purchase",
  rifee: "purchase",
  savingsplanrecurringfee: "purchase",
  savingsplanupfrontfee: "purchase",
  credit: "credit",
  edpdiscount: "credit",
  sppdiscount: "credit",
  bundleddiscount: "credit",
  privateratediscount: "credit",
  distributordiscount: "credit",
  discount: "credit",
  refund: "adjustment",
  tax: "tax",
};

export type LineType = {
  /** Lower-case, as compared. */
  readonly name: string;
  readonly category: ChargeCategory;
  readonly isKnown: boolean;
  /** A discount as a line of its own: inside the net amounts of the lines it belongs to. */
  readonly isDiscount: boolean;
  /** Whose usage is counted in tokens: not the negation, which takes the same usage's on-demand price back. */
  readonly isUse: boolean;
};

export function readLineType(text: string): LineType {
  const name = text.trim().toLowerCase();
  const category = Object.hasOwn(CATEGORIES, name) ? CATEGORIES[name] : undefined;
  return {
    name,
    category: category ?? "adjustment",
    isKnown: category !== undefined,
    isDiscount: /discount$/.test(name),
    isUse: category === "usage" && name !== "savingsplannegation",
  };
}

/** Reads a cell of money: undefined when it is blank or not an amount. */
type ReadCell = (column: NetAndGross) => Decimal | undefined;

export type Amortisation = { readonly hasPlans: boolean; readonly hasReservations: boolean };

/** Amortised cost of one kind is taken only where the report has every column of it: half of it would not sum up. */
export function amortisationOf({ amortised }: CurPositions): Amortisation {
  const has = (...columns: NetAndGross[]) => columns.every(({ net, gross }) => net >= 0 || gross >= 0);
  return {
    hasPlans: has(amortised.plan, amortised.commitment, amortised.usedCommitment),
    hasReservations: has(amortised.reserved, amortised.unusedUpfront, amortised.unusedRecurring),
  };
}

type Charge = { readonly type: LineType; readonly isReservation: boolean; readonly has: Amortisation };

/**
 * The amortised cost of a line, as AWS describes it: usage at its commitment's price, the fee as what was not used, upfront
 * fees and negations as nothing. Null: the line costs what was billed. Undefined: it should have one and the cell is blank.
 */
export function effectiveOf(
  { type, isReservation, has }: Charge,
  { amortised }: CurPositions,
  read: ReadCell,
): Decimal | null | undefined {
  if (type.name.startsWith("savingsplan") && !has.hasPlans) return null;
  switch (type.name) {
    case "savingsplancoveredusage":
      return read(amortised.plan);
    case "savingsplannegation":
    case "savingsplanupfrontfee":
      return ZERO;
    case "savingsplanrecurringfee": {
      const total = read(amortised.commitment);
      const used = read(amortised.usedCommitment);
      return total && used && subtract(total, used);
    }
    case "discountedusage":
      return has.hasReservations ? read(amortised.reserved) : null;
    case "rifee": {
      if (!has.hasReservations) return null;
      const upfront = read(amortised.unusedUpfront);
      const recurring = read(amortised.unusedRecurring);
      return upfront && recurring && add(upfront, recurring);
    }
    case "fee":
      return has.hasReservations && isReservation ? ZERO : null;
    default:
      return null;
  }
}
