/**
 * The rig that advice compares the cloud with: 2x RTX 4090, with the prices and power of the published comparison B, the
 * organisation's own tariff and labour where they are known.
 */
import { add, type Decimal, decimal, divide, multiply, ZERO } from "../decimal.ts";
import { moneyText } from "../display.ts";
import { electricityMonthly, hardwareMonthly } from "../reference/local-cost.ts";
import { COMPARISON_B, TWO_RTX_4090 } from "../reference/published.ts";
import type { AdviceInput } from "./advice.ts";

/**
 * Tokens (input and output together) that one rig serves in a month of 30 days, 12 busy hours each: 620 a second, which
 * vLLM served of Qwen3-32B on two RTX 3090, the nearest measured rig and a slower one (124 output tokens a second with
 * 4,096 in and 1,024 out). A load test of the organisation's own replaces it.
 */
export const TOKENS_PER_RIG_MONTH = decimal(620 * 3_600 * 12 * 30);

/** Share of token volume that hybrid use moved to local models in the published comparison. */
export const HYBRID_SHARE = { low: decimal("0.7"), middle: decimal("0.75"), high: decimal("0.8") } as const;

export type LocalOption = {
  /** Amounts of one rig in the reporting currency; monthly unless said otherwise. */
  readonly price: Decimal;
  readonly hardwareHigh: Decimal;
  readonly hardwareLow: Decimal;
  readonly electricityHigh: Decimal;
  readonly electricityLow: Decimal;
  readonly labour: Decimal;
  /** Everything at its dearest: what a saving is measured against. */
  readonly dearest: Decimal;
  readonly cheapest: Decimal;
  readonly words: { readonly hardware: string; readonly electricity: string; readonly labour: string };
};

/** @returns null when the reporting currency has no rate to the dollar: nothing is converted at a guess. */
export function localOption(input: AdviceInput): LocalOption | null {
  const perDollar = input.currency === "USD" ? decimal(1) : input.perDollar;
  if (!perDollar) return null;
  const inCurrency = (dollars: Decimal) => multiply(dollars, perDollar);
  const { months } = COMPARISON_B.breakEven;
  const tariff = input.tariffPerKwh ?? inCurrency(COMPARISON_B.perKwh);
  const hardware = (price: Decimal) => hardwareMonthly({ price: inCurrency(price), salvage: ZERO, months });
  const electricity = (hoursPerDay: Decimal) =>
    electricityMonthly({ watts: TWO_RTX_4090.watts, hoursPerDay, days: COMPARISON_B.days, perKwh: tariff });
  const labour = input.labourMonthlyPerRig ?? ZERO;
  const hardwareHigh = hardware(TWO_RTX_4090.priceHigh);
  const hardwareLow = hardware(TWO_RTX_4090.priceLow);
  const electricityHigh = electricity(COMPARISON_B.alwaysOnHoursPerDay);
  const electricityLow = electricity(COMPARISON_B.claimedHoursPerDay);
  return {
    price: inCurrency(TWO_RTX_4090.priceHigh),
    hardwareHigh,
    hardwareLow,
    electricityHigh,
    electricityLow,
    labour,
    dearest: add(add(hardwareHigh, electricityHigh), labour),
    cheapest: add(add(hardwareLow, electricityLow), labour),
    words: {
      hardware: `2x RTX 4090, ${moneyText(inCurrency(TWO_RTX_4090.priceHigh))} over 24 months, no salvage`,
      electricity:
        `900 W for 24 hours a day at ${moneyText(tariff)} a kWh` +
        (input.tariffPerKwh ? ", the tariff of your rigs" : ", a published price: no rig with a tariff is entered"),
      labour: input.labourMonthlyPerRig
        ? "as much as one of your rigs takes now"
        : "not known, so not counted: no rig with operations hours is entered",
    },
  };
}

/** How many such rigs serve `tokens` a month; at least one. */
export function rigsFor(tokens: Decimal): Decimal {
  const whole = divide(tokens, TOKENS_PER_RIG_MONTH, { scale: 0, rounding: "down" });
  const isExact = multiply(whole, TOKENS_PER_RIG_MONTH).units === tokens.units && tokens.scale === 0;
  const count = isExact ? whole.units : whole.units + 1n;
  return { units: count < 1n ? 1n : count, scale: 0 };
}
