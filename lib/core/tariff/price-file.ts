import type { Decimal } from "../decimal.ts";
import type { Issue } from "../issue.ts";

/** A price per kWh in the tariff's currency from an instant to another (null: until the next one begins). */
export type TimedPrice = { readonly fromMs: number; readonly toMs: number | null; readonly price: Decimal };

export type PriceChoice = "inc-vat" | "exc-vat";
export type PriceUnit = "kWh" | "cent" | "MWh";

export type PriceFile = {
  /** Oldest first, one for each beginning. */
  readonly prices: readonly TimedPrice[];
  readonly issues: readonly Issue[];
  /** Null where the file has one price only and does not say whether tax is in it. */
  readonly choice: PriceChoice | null;
  /** Three letters, where the file says. */
  readonly currency: string | null;
};

/** What the file cannot say, given by a person. */
export type PriceFileOptions = {
  /** Zone of times that carry no offset. */
  readonly zone: string;
  readonly choice: PriceChoice | null;
  readonly unit: PriceUnit | null;
  /** Which of several payment methods' prices. */
  readonly payment: string | null;
};

export const MOST_PRICES = 500_000;
const MOST_ISSUES = 200;

/** Collects issues; beyond the most that are listed they are counted. */
export class IssueList {
  readonly #issues: Issue[] = [];
  #unlisted = 0;

  add(severity: Issue["severity"], code: string, at: { row: number | null; column: string | null }, message: string) {
    if (this.#issues.length >= MOST_ISSUES) this.#unlisted += 1;
    else this.#issues.push({ severity, ...at, code, message });
  }

  result(): Issue[] {
    if (this.#unlisted === 0) return [...this.#issues];
    const message = `${this.#unlisted} more rows could not be read.`;
    return [...this.#issues, { severity: "blocking", row: null, column: null, code: "more-issues", message }];
  }
}

/** Sorts by time and drops repeated rows. Two different prices of one beginning are a contradiction, and blocking. */
export function inOrder(rows: readonly (TimedPrice & { readonly row: number })[], issues: IssueList): TimedPrice[] {
  const prices: (TimedPrice & { readonly row: number })[] = [];
  for (const each of [...rows].sort((one, other) => one.fromMs - other.fromMs || one.row - other.row)) {
    const before = prices.at(-1);
    if (before?.fromMs !== each.fromMs) prices.push(each);
    else if (before.price.units !== each.price.units || before.price.scale !== each.price.scale) {
      const at = new Date(each.fromMs).toISOString();
      const message = `This row gives ${at} another price than row ${before.row}. Delete the one that is wrong.`;
      issues.add("blocking", "two-prices", { row: each.row, column: null }, message);
    }
  }
  return prices.map(({ fromMs, toMs, price }) => ({ fromMs, toMs, price }));
}
