import { type Decimal, decimal, divide, format, formatFixed, isZero, multiply, subtract } from "../decimal.ts";

const HUNDRED = decimal(100);

/** Part over whole in percent, one decimal, half-even; null when the whole is zero. */
export function percentOf(part: Decimal, whole: Decimal): string | null {
  if (isZero(whole)) return null;
  return formatFixed(divide(multiply(part, HUNDRED), whole, { scale: 6 }), 1);
}

export type FigureText = {
  readonly amount: string;
  readonly previous: string | null;
  readonly change: string | null;
  readonly changePercent: string | null;
  readonly share: string | null;
  readonly estimated: string | null;
};

/**
 * An amount against the month before and against the whole it is part of, as text.
 * @param previous null when the month before holds nothing at all: unknown, not zero
 * @param estimated of the amount, what nobody billed; null or zero where there is none
 */
export function figureText({
  amount,
  previous,
  whole,
  estimated,
}: {
  amount: Decimal;
  previous: Decimal | null;
  whole: Decimal;
  estimated: Decimal | null;
}): FigureText {
  const change = previous === null ? null : subtract(amount, previous);
  return {
    amount: format(amount),
    previous: previous === null ? null : format(previous),
    change: change === null ? null : format(change),
    changePercent: change === null || previous === null ? null : percentOf(change, previous),
    share: percentOf(amount, whole),
    estimated: estimated === null || isZero(estimated) ? null : format(estimated),
  };
}

/** Money per 1M tokens, three decimals half-even; null without tokens. */
export function unitCostOf(cost: Decimal, tokens: Decimal | null): string | null {
  if (tokens === null || isZero(tokens)) return null;
  return formatFixed(divide(multiply(cost, decimal(1_000_000)), tokens, { scale: 12 }), 3);
}
