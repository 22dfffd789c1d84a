import type { Decimal } from "../../core/decimal.ts";
import { readLocalAmount } from "./local-amount.ts";

/** Dollars as a page prints them: `$0.04`, `-$1,204.50`, `0.04 USD`. Null when it is none, or in another currency. */
export function readDollars(text: string): Decimal | null {
  const bare = text.replace(/\s*USD$/, "");
  return /[^\d.,\s$USDeE()+-]/.test(bare) ? null : readLocalAmount(bare, "thousands");
}
