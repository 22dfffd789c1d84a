import type { Issue } from "../../core/issue.ts";
import type { Metric } from "./metric.ts";

const said = (severity: "warning" | "notice", code: string, column: string, message: string) =>
  ({ severity, code, column, message }) as const;

/** What does not stop a row; each is said once with how many rows it concerns. */
export const SAID = {
  typeUnknown: said(
    "warning",
    "charge-type-unknown",
    "ChargeType",
    "This type of charge is new to this format; its money counts as an adjustment.",
  ),
  tagsUnreadable: said(
    "warning",
    "tags-unreadable",
    "Tags",
    "Tags are not JSON, with or without braces; the row has none.",
  ),
  amountLocal: said(
    "notice",
    "amount-formatted",
    "Cost",
    "Amounts are written with commas as people's settings have them; they were read as the numbers they show.",
  ),
  rowEmpty: said("notice", "row-empty", "Date", "The row holds a date and nothing else: nothing was used."),
  rateUnreadable: said(
    "notice",
    "exchange-rate-unreadable",
    "exchangeRatePricingToBilling",
    "The exchange rate is not a number; it was not kept.",
  ),
} as const;

export const blocking = (row: number, column: string, code: string, message: string): Issue => ({
  severity: "blocking",
  row,
  column,
  code,
  message: `${message} Mend the row or leave it out.`,
});

export const amountProblem = (text: string, row: number, column: string): Issue =>
  text === ""
    ? blocking(row, column, "amount-empty", "The row has no cost; it is not taken for 0.")
    : blocking(row, column, "amount-unreadable", `"${text}" is not an amount, or its comma may mean two things.`);

export const currencyProblem = (text: string, row: number): Issue =>
  text === ""
    ? blocking(row, "BillingCurrency", "currency-missing", "The cost has no currency.")
    : blocking(
        row,
        "BillingCurrency",
        "currency-unreadable",
        `"${text}" is not a currency, such as USD: a comma without quotes shifts the cells after it.`,
      );

const aboutFile = (severity: "warning" | "notice", code: string, column: string | null, message: string): Issue => ({
  severity,
  row: null,
  column,
  code,
  message,
});

export const orderGuessed = (order: string): Issue =>
  aboutFile(
    "notice",
    order === "day-first" ? "date-day-first" : "date-month-first",
    "Date",
    order === "day-first"
      ? "No date of the file tells day and month apart for certain; the part that stays the same was taken for the month: day first."
      : "No date of the file tells day and month apart for certain; they were read month first, as Azure writes them in the US.",
  );

export const metricSaid = (metric: Metric): Issue | null =>
  metric === "actual"
    ? null
    : aboutFile(
        "notice",
        "amortized-cost",
        null,
        "This is the amortised export: commitments are spread over their use, so it does not tie to the invoice. The actual export of the same days would be the same spend again and is refused beside it.",
      );

export const METRICS_MIXED: Issue = aboutFile(
  "warning",
  "actual-and-amortized",
  "PricingModel",
  "The file holds commitments as bought and usage at their amortised price: the same spend may be in it twice. Export actual or amortised cost alone.",
);
