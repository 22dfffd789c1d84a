import { type Decimal, divide, type Rounding, round } from "../decimal.ts";

/** 1 kWh = 3.6e12 microjoules, twice that in halves. */
const HALF_MICROJOULES_PER_KWH: Decimal = { units: 7_200_000_000_000n, scale: 0 };
/** Places a kWh is stored with: NUMERIC(18,9). */
export const STORED_KWH_SCALE = 9;
const EXACT_SCALE = 18;

/** Energy in kWh to 18 places (1 half-microjoule is 1.4e-13 kWh); round it by name where it is stored or shown. */
export const kWh = (halfMicrojoules: bigint): Decimal =>
  divide({ units: halfMicrojoules, scale: 0 }, HALF_MICROJOULES_PER_KWH, { scale: EXACT_SCALE });

/** The one rounding of energy on its way into storage: half-even at 9 places. */
export const roundKwhForStorage = (value: Decimal, rounding: Rounding = "half-even"): Decimal =>
  round(value, STORED_KWH_SCALE, rounding);
