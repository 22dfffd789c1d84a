import { Columns } from "../source/headed-table.ts";

/** The name in brackets of a localised header, `Abonnement-GUID (SubscriptionGuid)`; else the header as it stands. */
export const columnName = (header: string): string => /\(([A-Za-z]+)\)\s*$/.exec(header)?.[1] ?? header.trim();

export const isLocalised = (header: readonly string[]): boolean =>
  header.some((cell) => columnName(cell) !== cell.trim());

const COSTS = ["CostInBillingCurrency", "PreTaxCost", "Cost", "ExtendedCost"];
const DATES = ["Date", "UsageDateTime", "UsageDate"];

/** Lower-case names in brackets or plain, for the claim. */
export function claimedBy(header: readonly string[]): boolean {
  const names = new Set(header.map((cell) => columnName(cell).toLowerCase()));
  const hasOne = (of: readonly string[]) => of.some((name) => names.has(name.toLowerCase()));
  return names.has("metercategory") && hasOne(DATES) && hasOne(COSTS) && !names.has("billedcost");
}

export type AzurePositions = ReturnType<typeof positionsOf>;

/** Where an export has the columns that are read; -1 where it has none. EA, MCA and Pay-As-You-Go name them differently. */
export function positionsOf(found: Columns) {
  const columns = new Columns(found.names.map(columnName));
  const at = (...names: string[]) => columns.position(...names);
  return {
    date: at(...DATES),
    cost: at(...COSTS),
    currency: at("BillingCurrencyCode", "BillingCurrency", "Currency"),
    account: at("BillingAccountId", "BillingAccountNumber", "EnrollmentNumber"),
    periodStart: at("BillingPeriodStartDate"),
    periodEnd: at("BillingPeriodEndDate"),
    subscription: at("SubscriptionId", "SubscriptionGuid", "SubGuid"),
    subscriptionName: at("SubscriptionName"),
    resourceGroup: at("ResourceGroup", "ResourceGroupName", "Resource Group"),
    costCenter: at("CostCenter"),
    tags: at("Tags"),
    category: at("MeterCategory"),
    subCategory: at("MeterSubCategory"),
    meter: at("MeterName"),
    product: at("Product", "ProductName"),
    consumed: at("ConsumedService", "ConsumedServiceId"),
    order: at("ProductOrderName"),
    publisher: at("PublisherName"),
    additional: at("AdditionalInfo"),
    quantity: at("Quantity"),
    olderQuantity: at("UsageQuantity", "ConsumedQuantity"),
    unit: at("UnitOfMeasure"),
    chargeType: at("ChargeType"),
    pricingModel: at("PricingModel"),
    metric: at("Metric", "CostType"),
    pricingCurrency: at("PricingCurrency", "PricingCurrencyCode"),
    exchangeRate: at("ExchangeRatePricingToBilling"),
    exchangeRateDate: at("ExchangeRateDate"),
  };
}
