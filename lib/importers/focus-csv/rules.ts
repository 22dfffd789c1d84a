import type { Issue } from "../../core/issue.ts";
import type { ChargeCategory } from "../../core/usage-line.ts";
import type { Sink } from "../importer.ts";
import { readAmount } from "../source/amount.ts";
import { about, type Columns } from "../source/headed-table.ts";
import { FOCUS_COLUMNS, MANDATORY, STANDS_FOR } from "./columns.ts";

/** What FOCUS asks of a file and real files miss. None of it stops a row; all of it is said. */
const rule = (severity: "warning" | "notice", code: string, column: string | null, message: string) =>
  ({ severity, code, column, message }) as const;

export const RULES = {
  amountFormatted: rule(
    "warning",
    "amount-formatted",
    "BilledCost",
    "An amount is written with a currency sign or thousands commas; it was read as the number it shows.",
  ),
  effectiveFormatted: rule(
    "warning",
    "amount-formatted",
    "EffectiveCost",
    "An amount is written with a currency sign or thousands commas; it was read as the number it shows.",
  ),
  effectiveNull: rule(
    "warning",
    "effective-cost-empty",
    "EffectiveCost",
    "EffectiveCost is empty, which FOCUS does not allow; BilledCost stands for it.",
  ),
  contractedNull: rule(
    "notice",
    "contracted-cost-empty",
    "ContractedCost",
    "ContractedCost is empty, which FOCUS does not allow; it is not used here.",
  ),
  listNull: rule(
    "notice",
    "list-cost-empty",
    "ListCost",
    "ListCost is empty, which FOCUS does not allow; it is not used here.",
  ),
  dateZoneless: rule(
    "notice",
    "date-without-zone",
    "ChargePeriodStart",
    "Dates carry no zone; they were read as UTC, as FOCUS says.",
  ),
  dateSlash: rule(
    "notice",
    "date-month-first",
    "ChargePeriodStart",
    "Dates are written 5/1/25; they were read as month/day/year, as in the standard's own examples.",
  ),
  frequency: rule(
    "notice",
    "charge-frequency-spelling",
    "ChargeFrequency",
    "ChargeFrequency is not One-Time, Recurring or Usage-Based to the letter.",
  ),
  categorySpelling: rule(
    "notice",
    "charge-category-spelling",
    "ChargeCategory",
    "ChargeCategory is not spelt as FOCUS spells it; its meaning is clear and was taken.",
  ),
  categoryUnknown: rule(
    "warning",
    "charge-category-unknown",
    "ChargeCategory",
    "ChargeCategory is none of Usage, Purchase, Tax, Credit, Adjustment; the row counts as an adjustment.",
  ),
  classUnknown: rule("notice", "charge-class-unknown", "ChargeClass", "ChargeClass may only be empty or Correction."),
  periodEndMissing: rule(
    "warning",
    "period-end-missing",
    "BillingPeriodEnd",
    "A period has no end after its start; the row counts for the day it starts.",
  ),
  providerMissing: rule(
    "warning",
    "provider-missing",
    "ProviderName",
    "The row names no provider; the invoice issuer stands for it.",
  ),
  tagsUnreadable: rule("warning", "tags-unreadable", "Tags", "Tags are not a JSON object; the row has none."),
  detailsUnreadable: rule(
    "warning",
    "details-unreadable",
    "SkuPriceDetails",
    "SkuPriceDetails are not a JSON object; they were not used.",
  ),
} as const;

const CATEGORIES: readonly ChargeCategory[] = ["usage", "purchase", "tax", "credit", "adjustment"];
const FREQUENCIES = new Set(["One-Time", "Recurring", "Usage-Based"]);

export const isFrequency = (cell: string): boolean => FREQUENCIES.has(cell);

export function readCategory(cell: string): { category: ChargeCategory; broken: keyof typeof RULES | null } {
  const category = CATEGORIES.find((name) => name === cell.toLowerCase());
  if (!category) return { category: "adjustment", broken: "categoryUnknown" };
  return { category, broken: cell.charAt(0) === category.charAt(0).toUpperCase() ? null : "categorySpelling" };
}

/** Says once which mandatory columns are missing and which columns are neither FOCUS nor `x_`. */
export function reportColumns(columns: Columns, sink: Sink): void {
  const missing = MANDATORY.filter((name) => !columns.has(name) && !columns.has(STANDS_FOR[name] ?? name));
  if (missing.length > 0) {
    sink.issue(
      about(
        "warning",
        "columns-missing",
        `FOCUS makes these columns mandatory and the file lacks them: ${missing.join(", ")}.`,
      ),
    );
  }
  const foreign = columns.names.filter(
    (name) => name !== "" && !FOCUS_COLUMNS.has(name.toLowerCase()) && !/^x_/i.test(name),
  );
  if (foreign.length > 0) {
    sink.issue(
      about(
        "notice",
        "columns-unknown",
        `These columns are not FOCUS and do not begin with x_; they were not used: ${foreign.join(", ")}.`,
      ),
    );
  }
}

export const blocking = (row: number, column: string, code: string, message: string): Issue => ({
  severity: "blocking",
  row,
  column,
  code,
  message,
});

/** FOCUS allows free text for a virtual currency, but a number there is a cell that slipped. Null when all is well. */
export function currencyProblem(text: string, row: number): Issue | null {
  if (text === "")
    return blocking(
      row,
      "BillingCurrency",
      "currency-missing",
      "BillingCurrency is empty, so the amount is in no currency. Mend the row or leave it out.",
    );
  if (/\p{L}/u.test(text) && !readAmount(text) && !/^nan$/i.test(text)) return null;
  return blocking(
    row,
    "BillingCurrency",
    "currency-unreadable",
    `"${text}" is not a currency: a comma inside a cell without quotes has shifted the cells. Mend the row or leave it out.`,
  );
}
