import { type Decimal, isZero } from "../../core/decimal.ts";

export type Metric = "actual" | "amortized";

/** What an export says of itself by its name or a column; null when it does not. */
export function metricIn(text: string): Metric | null {
  if (/amorti[sz]ed/i.test(text)) return "amortized";
  return /actual[-_ ]?cost|\bactual\b/i.test(text) ? "actual" : null;
}

type Charge = {
  readonly chargeType: string;
  readonly pricingModel: string;
  readonly cost: Decimal;
  readonly quantity: Decimal | null;
};

/**
 * Actual and amortised cost are two exports of the same spend. Which one a file is shows in its name, or in the rows of
 * commitments: bought and free to use (actual), or paid for by use and by what is left unused (amortised).
 */
export class MetricEvidence {
  readonly stated: Metric | null;
  #actual = false;
  #amortized = false;

  constructor(stated: Metric | null) {
    this.stated = stated;
  }

  note({ chargeType, pricingModel, cost, quantity }: Charge): void {
    if (chargeType.startsWith("unused")) {
      this.#amortized = true;
      return;
    }
    if (pricingModel !== "reservation" && pricingModel !== "savingsplan") return;
    const isPurchase = chargeType === "purchase" || chargeType === "refund";
    if (isPurchase && !isZero(cost)) this.#actual = true;
    if (isPurchase || chargeType !== "usage") return;
    if (!isZero(cost)) this.#amortized = true;
    else if (quantity && !isZero(quantity)) this.#actual = true;
  }

  /** Without commitments both exports say the same, so it is called actual. */
  get metric(): Metric {
    return this.stated ?? (this.#amortized && !this.#actual ? "amortized" : "actual");
  }

  /** Rows of both kinds: the same spend is in the file twice. */
  get isMixed(): boolean {
    return this.stated === null && this.#actual && this.#amortized;
  }
}
