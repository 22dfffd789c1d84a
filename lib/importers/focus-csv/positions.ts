import type { Columns } from "../source/headed-table.ts";

export type FocusPositions = ReturnType<typeof positionsOf>;

/** Where a FOCUS file has the columns that are read; -1 where it has none. */
export function positionsOf(columns: Columns) {
  const at = (...names: string[]) => columns.position(...names);
  return {
    billedCost: at("BilledCost"),
    effectiveCost: at("EffectiveCost"),
    contractedCost: at("ContractedCost"),
    listCost: at("ListCost"),
    currency: at("BillingCurrency"),
    account: at("BillingAccountId"),
    billingStart: at("BillingPeriodStart"),
    billingEnd: at("BillingPeriodEnd"),
    chargeStart: at("ChargePeriodStart"),
    chargeEnd: at("ChargePeriodEnd"),
    category: at("ChargeCategory"),
    chargeClass: at("ChargeClass"),
    frequency: at("ChargeFrequency"),
    description: at("ChargeDescription"),
    serviceProvider: at("ServiceProviderName"),
    provider: at("ProviderName"),
    issuer: at("InvoiceIssuerName"),
    service: at("ServiceName"),
    serviceCategory: at("ServiceCategory"),
    instance: at("x_InstanceType", "x_ServiceInstanceType", "x_SkuMeterSubcategory"),
    usageType: at("x_UsageType", "x_SkuMeterName"),
    meter: at("SkuMeter", "x_SkuMeterName", "x_SkuMeter"),
    details: at("SkuPriceDetails"),
    consumedQuantity: at("ConsumedQuantity"),
    consumedUnit: at("ConsumedUnit"),
    pricingQuantity: at("PricingQuantity"),
    pricingUnit: at("PricingUnit"),
    subAccount: at("SubAccountId"),
    subAccountName: at("SubAccountName"),
    tags: at("Tags"),
    principal: at("PrincipalId"),
    credential: at("CredentialId"),
  };
}
