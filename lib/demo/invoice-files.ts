/** What OpenAI and Anthropic invoiced, as FOCUS invoice details, and a purchase of credit as its invoice prints it. */
import { addDays, addMonths, type Day, firstDay } from "../core/calendar.ts";
import { add, type Decimal, decimal, formatFixed, multiply, round, sum } from "../core/decimal.ts";
import { anthropicCostOn } from "./anthropic-files.ts";
import { openaiCostOn } from "./openai-files.ts";
import type { DemoMonth } from "./usage.ts";
import type { Restatement } from "./usage-files.ts";

/** Sales tax on top: no cost of any export, so it is what the invoice is above it. */
const TAX = decimal("0.025");
const COLUMNS =
  "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory," +
  "InvoiceDetailDescription,InvoiceDetailGrain,InvoiceDetailId,InvoiceId,InvoiceIssueDate,InvoiceIssueStatus," +
  "InvoiceIssuerName,PaymentDueDate,PaymentTerms";

type Invoice = { issuer: string; account: string; number: string; usage: Decimal };

function invoiceCsv(at: DemoMonth, { issuer, account, number, usage }: Invoice): string {
  const [from, to] = [firstDay(at.month), firstDay(addMonths(at.month, 1))];
  const [issued, due] = [addDays(to, 2), addDays(to, 32)];
  const net = round(usage, 2);
  const row = (category: string, what: string, amount: Decimal, id: string) =>
    [
      formatFixed(amount, 2),
      account,
      "USD",
      `${to}T00:00:00Z`,
      `${from}T00:00:00Z`,
      category,
      what,
      "Service",
      id,
      number,
      `${issued}T00:00:00Z`,
      "Issued",
      issuer,
      `${due}T00:00:00Z`,
      "NET30",
    ].join(",");
  const rows = [
    row("Usage", "API usage", net, `${number}-1`),
    row("Tax", "Sales tax 2.5 %", round(multiply(net, TAX), 2), `${number}-2`),
  ];
  return `${[COLUMNS, ...rows].join("\n")}\n`;
}

export function openaiInvoice(at: DemoMonth, { account, factor }: { account: string; factor: Restatement }): string {
  const usage = sum(at.days.map((day: Day) => multiply(openaiCostOn(at, day), factor(day))));
  return invoiceCsv(at, { issuer: "OpenAI", account, number: `OAI-${at.month.replace("-", "")}-0871`, usage });
}

export function anthropicInvoice(at: DemoMonth, account: string): string {
  const usage = sum(at.days.map((day) => anthropicCostOn(at, day)));
  return invoiceCsv(at, { issuer: "Anthropic", account, number: `ANT-${at.month.replace("-", "")}-0113`, usage });
}

const MONTHS = "January,February,March,April,May,June,July,August,September,October,November,December".split(",");
const CREDIT = decimal("500.00");

/** Credit bought in advance: cash that left in the month, and usage of no month yet. */
export function anthropicCredit(at: DemoMonth): string {
  const tax = round(multiply(CREDIT, TAX), 2);
  const [year = "", month = ""] = at.month.split("-");
  const issued = `${MONTHS[Number(month) - 1]} 17, ${year}`;
  const money = (amount: Decimal) => `$${formatFixed(amount, 2)}`;
  const total = money(add(CREDIT, tax));
  return `${[
    "Invoice",
    `Invoice number HLDN7Q2X-${month}17`,
    `Date of issue ${issued}`,
    `Date due ${issued}`,
    "Anthropic, PBC",
    "548 Market Street",
    "San Francisco, California 94104",
    "United States",
    "support@anthropic.com",
    "Bill to",
    "Halden Systems AB",
    "Storgatan 11",
    "411 24 Gothenburg",
    "Sweden",
    `${total} USD due ${issued}`,
    "Pay online",
    "Description Qty Unit price Amount",
    `One-time credit purchase 1 ${money(CREDIT)} ${money(CREDIT)}`,
    `Subtotal ${money(CREDIT)}`,
    `Total excluding tax ${money(CREDIT)}`,
    `Sales tax (2.5% on ${money(CREDIT)}) ${money(tax)}`,
    `Total ${total}`,
    `Amount due ${total} USD`,
    "Page 1 of 1",
  ].join("\n")}\n`;
}
