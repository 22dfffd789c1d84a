/** Google Cloud as a FOCUS 1.2 export: Gemini on Vertex AI by tag, a support plan, tax, a credit and a correction. */
import { addDays, addMonths, type Day, firstDay, type Month } from "../core/calendar.ts";
import { type Decimal, decimal, divide, format, multiply, normalise, round, sum, ZERO } from "../core/decimal.ts";
import type { TokenKind } from "../core/usage-line.ts";
import { GOOGLE, GOOGLE_PRICE_MONTH, type Stream } from "./company.ts";
import { costOf } from "./prices.ts";
import { type DemoMonth, pricesOf, tokensOn } from "./usage.ts";

const COLUMNS = [
  "BilledCost",
  "BillingAccountId",
  "BillingAccountName",
  "BillingAccountType",
  "BillingCurrency",
  "BillingPeriodEnd",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "ChargeFrequency",
  "ChargePeriodEnd",
  "ChargePeriodStart",
  "ConsumedQuantity",
  "ConsumedUnit",
  "ContractedCost",
  "ContractedUnitPrice",
  "EffectiveCost",
  "InvoiceId",
  "InvoiceIssuerName",
  "ListCost",
  "ListUnitPrice",
  "PricingCategory",
  "PricingQuantity",
  "PricingUnit",
  "ProviderName",
  "PublisherName",
  "RegionId",
  "RegionName",
  "ServiceCategory",
  "ServiceName",
  "ServiceSubcategory",
  "SkuId",
  "SkuMeter",
  "SkuPriceDetails",
  "SkuPriceId",
  "SubAccountId",
  "SubAccountName",
  "Tags",
] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Partial<Record<Column, string>>;

const METERS: Readonly<Partial<Record<TokenKind, { meter: string; direction: string; cache: string }>>> = {
  input: { meter: "Input Tokens", direction: "Input", cache: "Uncached" },
  cacheRead: { meter: "Cache Read Input Tokens", direction: "Input", cache: "Read" },
  output: { meter: "Output Tokens", direction: "Output", cache: "" },
};
const NAMES: Readonly<Record<string, string>> = {
  "gemini-2.5-pro": "Gemini 2.5 Pro",
  "gemini-2.5-flash": "Gemini 2.5 Flash",
};
const CONTRACT = decimal("0.90");
const TAX = decimal("0.025");
const SUPPORT_PLAN = decimal("8.25");
export const GOOGLE_ACCOUNT = "01A7C3-5D92E8-HALDEN";
const CREDIT_MONTH = 10;
const CORRECTION_MONTH = 12;

const stamp = (day: Day): string => `${day}T00:00:00Z`;
const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function shared(month: Month, from: Day, to: Day): Cells {
  return {
    BillingAccountId: GOOGLE_ACCOUNT,
    BillingAccountName: "Halden Systems AB",
    BillingAccountType: "Billing Account",
    BillingCurrency: "USD",
    BillingPeriodStart: stamp(firstDay(month)),
    BillingPeriodEnd: stamp(firstDay(addMonths(month, 1))),
    ChargePeriodStart: stamp(from),
    ChargePeriodEnd: stamp(to),
    InvoiceId: `GC-${month.replace("-", "")}-4471`,
    InvoiceIssuerName: "Google Cloud",
    ProviderName: "Google Cloud",
    PublisherName: "Google Cloud",
  };
}

const cost = (billed: Decimal, list: Decimal): Cells => ({
  BilledCost: format(billed),
  EffectiveCost: format(billed),
  ContractedCost: format(billed),
  ListCost: format(list),
});

function tokenCells(stream: Stream, at: DemoMonth, kind: TokenKind, count: bigint): { cells: Cells; billed: Decimal } {
  const meter = METERS[kind];
  const price = pricesOf(stream.model)[kind];
  if (!meter || !price) throw new RangeError(`The demo has no Google meter for ${kind} of ${stream.model}`);
  const isContract = at.index >= GOOGLE_PRICE_MONTH && stream.model === "gemini-2.5-pro";
  const contracted = isContract ? normalise(multiply(price, CONTRACT)) : price;
  const billed = costOf(count, contracted);
  const name = NAMES[stream.model] ?? stream.model;
  const details = {
    ModelDeveloper: "Google",
    ModelFamily: "Gemini",
    ModelId: stream.model,
    TokenDirection: meter.direction,
    ...(meter.cache === "" ? {} : { TokenCacheAction: meter.cache }),
  };
  const cells: Cells = {
    ...cost(billed, costOf(count, price)),
    ChargeCategory: "Usage",
    ChargeDescription: `${name} ${meter.meter}`,
    ChargeFrequency: "Usage-Based",
    ConsumedQuantity: String(count),
    ConsumedUnit: "Tokens",
    ContractedUnitPrice: format(contracted),
    ListUnitPrice: format(price),
    PricingCategory: "Standard",
    PricingQuantity: format(normalise(divide(decimal(count), decimal(1_000_000), { scale: 6 }))),
    PricingUnit: "1000000 Tokens",
    RegionId: "europe-west4",
    RegionName: "Netherlands",
    ServiceCategory: "AI and Machine Learning",
    ServiceName: "Vertex AI",
    ServiceSubcategory: "Generative AI",
    SkuId: `${stream.model}-${kind}`,
    SkuMeter: meter.meter,
    SkuPriceDetails: JSON.stringify(details),
    SkuPriceId: `${stream.model}-${kind}-ondemand`,
    SubAccountId: `halden-${stream.place}`,
    SubAccountName: `halden-${stream.place}`,
    Tags: JSON.stringify({ team: stream.place, env: "prod" }),
  };
  return { cells, billed };
}

function usageOn(at: DemoMonth, day: Day): { cells: Cells; billed: Decimal }[] {
  return GOOGLE.flatMap((stream) =>
    Object.entries(tokensOn(stream, at, day) ?? {}).map(([kind, count]) => {
      const { cells, billed } = tokenCells(stream, at, kind as TokenKind, count); // tokensOn keys are token kinds
      return { cells: { ...shared(at.month, day, addDays(day, 1)), ...cells }, billed };
    }),
  );
}

function plain(at: DemoMonth, day: Day, amount: Decimal, cells: Cells): Cells {
  return {
    ...shared(at.month, day, addDays(day, 1)),
    ...cost(amount, amount),
    ChargeFrequency: "One-Time",
    ServiceCategory: "Other",
    ServiceSubcategory: "Other (Other)",
    Tags: "{}",
    ...cells,
  };
}

/** The month's export; tax is charged on the last day it covers. */
export function googleFocusCsv(at: DemoMonth): string {
  const rows: Cells[] = [];
  let taxed = ZERO;
  for (const day of at.days) {
    const usage = usageOn(at, day);
    rows.push(...usage.map((row) => row.cells));
    rows.push(
      plain(at, day, SUPPORT_PLAN, {
        ChargeCategory: "Usage",
        ChargeDescription: "Enhanced Support",
        ChargeFrequency: "Recurring",
        ServiceName: "Support",
      }),
    );
    taxed = sum([taxed, SUPPORT_PLAN, ...usage.map((row) => row.billed)]);
  }
  const last = at.days.at(-1);
  const first = at.days[0];
  if (!first || !last) return "";
  if (at.index === CREDIT_MONTH) {
    const label = {
      ChargeCategory: "Credit",
      ChargeDescription: "Migration credit, agreement HS-20",
      ServiceName: "Vertex AI",
    };
    rows.push(plain(at, first, decimal("-640.00"), { ...label, Tags: '{"team":"search"}' }));
  }
  if (at.index === CORRECTION_MONTH) {
    const used = addDays(first, -3);
    const label = {
      ChargeCategory: "Usage",
      ChargeClass: "Correction",
      ChargeDescription: "Correction of cached input billed at the uncached price",
      ServiceName: "Vertex AI",
      ChargePeriodStart: stamp(used),
      ChargePeriodEnd: stamp(addDays(used, 1)),
    };
    rows.push(plain(at, first, decimal("-118.42"), { ...label, Tags: '{"team":"platform"}' }));
  }
  const tax = round(multiply(taxed, TAX), 2);
  rows.push(plain(at, last, tax, { ChargeCategory: "Tax", ChargeDescription: "Tax", ServiceName: "Tax" }));
  return `${[COLUMNS.join(","), ...rows.map((row) => COLUMNS.map((column) => quoted(row[column] ?? "")).join(","))].join("\n")}\n`;
}
