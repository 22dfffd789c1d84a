import type { Issue } from "../../core/issue.ts";

const said = (severity: "warning" | "notice", code: string, column: string, message: string) =>
  ({ severity, code, column, message }) as const;

/** What does not stop a row; each is said once with how many rows it concerns. */
export const SAID = {
  typeUnknown: said(
    "warning",
    "line-type-unknown",
    "LineItemType",
    "This type of line is new to this format; its money counts as an adjustment.",
  ),
  dayMissing: said(
    "notice",
    "usage-date-missing",
    "UsageStartDate",
    "The line has no usage date; it counts for the first day of its billing period.",
  ),
  periodMissing: said(
    "notice",
    "billing-period-missing",
    "BillingPeriodStartDate",
    "The line names no billing period; it counts for the month it was used in.",
  ),
  effectiveMissing: said(
    "warning",
    "effective-cost-empty",
    "SavingsPlanEffectiveCost",
    "A line under a commitment has no readable amortised cost; what was billed stands for it.",
  ),
  tagsUnreadable: said("warning", "tags-unreadable", "tags", "Tags are not a JSON map; the row has none."),
  discountInNet: said(
    "notice",
    "discount-in-net",
    "NetUnblendedCost",
    "A discount has a line of its own, without a net amount: it is inside the net amounts of the other lines and counts 0 here.",
  ),
} as const;

export const blocking = (row: number, column: string, code: string, message: string): Issue => ({
  severity: "blocking",
  row,
  column,
  code,
  message: `${message} Mend the row or leave it out.`,
});

export const currencyProblem = (text: string, row: number) =>
  text === ""
    ? blocking(row, "CurrencyCode", "currency-missing", "The cost has no currency.")
    : blocking(
        row,
        "CurrencyCode",
        "currency-unreadable",
        `"${text}" is not a currency, such as USD: a comma without quotes shifts the cells after it.`,
      );
