import { firstDay, lastDay, type Month } from "../calendar.ts";
import type { Decimal } from "../decimal.ts";
import type { ChargeKind, NamedTariff, RigCharge, RigTerms, WallTerms } from "./terms.ts";

/** Charges of a kind that hold on any day of the month. */
export const chargesIn = (terms: RigTerms, month: Month, kind: ChargeKind): RigCharge[] =>
  terms.charges.filter(
    (each) => each.kind === kind && each.from <= lastDay(month) && (each.to === null || each.to >= firstDay(month)),
  );

/** The tariff that holds at the month's end; null: none was entered. */
export const tariffIn = ({ tariffs }: RigTerms, month: Month): NamedTariff | null =>
  tariffs.findLast((each) => each.from <= lastDay(month))?.tariff ?? null;

/** The terms from measured to wall that hold at the month's end; null: as measured. */
export const wallIn = ({ walls }: RigTerms, month: Month): WallTerms | null =>
  walls.findLast((each) => each.from <= lastDay(month)) ?? null;

/** Fixed shares at the month's end. */
export const sharesIn = (
  { shares }: RigTerms,
  month: Month,
): readonly { readonly teamId: number; readonly percent: Decimal }[] =>
  shares.findLast((each) => each.from <= lastDay(month))?.shares ?? [];

/** Does energy cost anything apart: a rented rig's is in its rent unless a tariff was entered. */
export const paysForEnergy = (terms: RigTerms): boolean => terms.kind !== "rented" || terms.tariffs.length > 0;

export const isInService = ({ inService, retiredOn }: RigTerms, month: Month): boolean =>
  inService <= lastDay(month) && (retiredOn === null || retiredOn >= firstDay(month));
