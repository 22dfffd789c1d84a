import type { Day } from "../calendar.ts";
import { add, type Decimal } from "../decimal.ts";
import type { ChargeKind, RigAsset, RigCharge, RigTerms } from "./terms.ts";

/** The terms a person sees as "the rig's" on a day: the newest of each that has begun, or the first to come. */
export type TermsInForce = {
  /** The first purchase still there, else the first of all. */
  readonly asset: RigAsset | null;
  readonly charges: readonly RigCharge[];
  readonly tariff: RigTerms["tariffs"][number] | null;
  readonly wall: RigTerms["walls"][number] | null;
  readonly shares: RigTerms["shares"][number] | null;
};

export function termsInForce(terms: RigTerms, today: Day): TermsInForce {
  const day = today < terms.inService ? terms.inService : today;
  return {
    asset: terms.assets.find((asset) => !asset.disposedOn) ?? terms.assets[0] ?? null,
    charges: terms.charges.filter((charge) => charge.from <= day && (charge.to === null || charge.to >= day)),
    tariff: newest(terms.tariffs, day),
    wall: newest(terms.walls, day),
    shares: newest(terms.shares, day),
  };
}

/** Of a dated list, oldest first: the last that has begun, else the first. */
export function newest<Dated extends { readonly from: Day }>(list: readonly Dated[], day: Day): Dated | null {
  return list.findLast((each) => each.from <= day) ?? list[0] ?? null;
}

/** What the charges of a kind come to by the month, of those that are a month's amount. Null: there is none. */
export function monthlyOf(charges: readonly RigCharge[], kind: ChargeKind): Decimal | null {
  let total: Decimal | null = null;
  for (const charge of charges) {
    if (charge.kind !== kind || charge.amount.per !== "month") continue;
    total = total === null ? charge.amount.amount : add(total, charge.amount.amount);
  }
  return total;
}

/** The first charge of a kind that is a rate per hour. */
export function hourlyOf(
  charges: readonly RigCharge[],
  kind: ChargeKind,
): { readonly rate: Decimal; readonly hours: Decimal | null } | null {
  for (const { kind: of, amount } of charges) if (of === kind && amount.per === "hour") return amount;
  return null;
}

/** The one price per kWh of a tariff, where that is all it is. */
export function flatPrice(terms: RigTerms["tariffs"][number] | null): Decimal | null {
  if (!terms || terms.tariff.id !== null) return null;
  const energy = terms.tariff.versions[0]?.terms.energy;
  return energy?.kind === "tiers" ? (energy.tiers[0]?.perKwh ?? null) : null;
}
