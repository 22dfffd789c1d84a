import { add, type Decimal, decimal, divide, multiply, STORED_SCALE } from "../decimal.ts";
import type { TariffTerms } from "./tariff.ts";

export const MICROJOULES_PER_KWH: Decimal = decimal(3_600_000_000_000);
const HUNDRED = decimal(100);
const ONE_HUNDREDTH = decimal("0.01");

/** What a price without tax is multiplied by: 1.25 at 25 percent. */
export const taxFactor = (terms: TariffTerms): Decimal => multiply(add(HUNDRED, terms.taxPercent), ONE_HUNDREDTH);

/** The money of an undivided product of microjoules and a price per kWh: the one rounding, half-up at 12 places. */
export const moneyOf = (undivided: Decimal): Decimal =>
  divide(undivided, MICROJOULES_PER_KWH, { scale: STORED_SCALE, rounding: "half-up" });
