import type { Decimal } from "../decimal.ts";

/** Units that meters, sensors and their exports write. `MW` and `MJ` are mega, `mW` and `mJ` milli. */
export type MeasuredUnit = PowerUnit | EnergyUnit;
export type PowerUnit = "W" | "mW" | "kW" | "MW";
export type EnergyUnit = "Wh" | "kWh" | "MWh" | "J" | "mJ" | "uJ" | "kJ" | "MJ";
export const POWER_UNITS: readonly PowerUnit[] = ["W", "mW", "kW", "MW"];
export const ENERGY_UNITS: readonly EnergyUnit[] = ["Wh", "kWh", "MWh", "J", "mJ", "uJ", "kJ", "MJ"];

/** What readings are held in: whole numbers, so that no sum depends on its order. */
export type WholeUnit = "milliwatts" | "millijoules" | "microjoules";

/** One unit is `factor` x 10^`exponent` milliwatts or microjoules: 1 kWh = 3,600,000 J = 36 x 10^11 uJ. */
const SIZES: Readonly<Record<MeasuredUnit, { readonly factor: bigint; readonly exponent: number }>> = {
  mW: { factor: 1n, exponent: 0 },
  W: { factor: 1n, exponent: 3 },
  kW: { factor: 1n, exponent: 6 },
  MW: { factor: 1n, exponent: 9 },
  uJ: { factor: 1n, exponent: 0 },
  mJ: { factor: 1n, exponent: 3 },
  J: { factor: 1n, exponent: 6 },
  kJ: { factor: 1n, exponent: 9 },
  MJ: { factor: 1n, exponent: 12 },
  Wh: { factor: 36n, exponent: 8 },
  kWh: { factor: 36n, exponent: 11 },
  MWh: { factor: 36n, exponent: 14 },
};

const POWERS: readonly bigint[] = Array.from({ length: 100 }, (_, power) => 10n ** BigInt(power));
const powerOfTen = (power: number): bigint => POWERS[power] ?? 10n ** BigInt(power);

export const isPowerUnit = (unit: MeasuredUnit): unit is PowerUnit => POWER_UNITS.some((each) => each === unit);

/**
 * A measured value in whole milliwatts, millijoules or microjoules, half up (away from zero), rounded once and never through
 * a float. @returns null when it is beyond 2^53, or power is asked of an energy or the reverse
 */
export function wholeOf(value: Decimal, { unit, to }: { unit: MeasuredUnit; to: WholeUnit }): number | null {
  if (isPowerUnit(unit) !== (to === "milliwatts")) return null;
  const { factor, exponent } = SIZES[unit];
  const shift = exponent - (to === "millijoules" ? 3 : 0) - value.scale;
  const units = value.units * factor;
  const whole = shift >= 0 ? units * powerOfTen(shift) : halfUp(units, powerOfTen(-shift));
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : null;
}

function halfUp(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return dividend < 0n ? (dividend - half) / divisor : (dividend + half) / divisor;
}

const SPELLINGS: Readonly<Record<string, MeasuredUnit>> = {
  ...{ w: "W", watt: "W", watts: "W", kw: "kW", kilowatt: "kW", kilowatts: "kW", milliwatts: "mW", milliwatt: "mW" },
  ...{ wh: "Wh", "watt-hour": "Wh", "watt-hours": "Wh", watthours: "Wh", kwh: "kWh", kwhs: "kWh", mwh: "MWh" },
  ...{ "kilowatt-hours": "kWh", "kilowatt-hour": "kWh", j: "J", joule: "J", joules: "J", kj: "kJ", uj: "uJ" },
  ...{ µj: "uJ", μj: "uJ", microjoules: "uJ", millijoules: "mJ", microjoule: "uJ", millijoule: "mJ" },
};

/** The unit a text names; case tells milli from mega (`mW`, `MW`). Null when it names none. */
export function unitNamed(text: string): MeasuredUnit | null {
  if (text === "mW" || text === "mw") return "mW";
  if (text === "mJ" || text === "mj") return "mJ";
  if (text === "MW" || text === "MJ") return text;
  return Object.hasOwn(SPELLINGS, text.toLowerCase()) ? (SPELLINGS[text.toLowerCase()] ?? null) : null;
}
