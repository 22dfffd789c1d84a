/** Columns that FOCUS 1.0 to 1.2 make mandatory; ServiceProviderName may stand for ProviderName, HostProviderName for PublisherName. */
export const MANDATORY =
  "BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd BillingPeriodStart ChargeCategory ChargeClass ChargeDescription ChargePeriodEnd ChargePeriodStart ContractedCost EffectiveCost InvoiceIssuerName ListCost PricingQuantity PricingUnit ProviderName PublisherName ServiceCategory ServiceName".split(
    " ",
  );

export const STANDS_FOR: Readonly<Record<string, string>> = {
  ProviderName: "ServiceProviderName",
  PublisherName: "HostProviderName",
};

/** Every column of the cost and usage dataset, 1.0 to the draft after 1.4, lower-case. */
export const FOCUS_COLUMNS: ReadonlySet<string> = new Set(
  [
    ...MANDATORY,
    ..."AvailabilityZone ChargeFrequency CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName CommitmentDiscountStatus CommitmentDiscountType ConsumedQuantity ConsumedUnit ContractedUnitPrice ListUnitPrice PricingCategory RegionId RegionName ResourceId ResourceName ResourceType SkuId SkuPriceId SubAccountId SubAccountName Tags".split(
      " ",
    ),
    ..."CapacityReservationId CapacityReservationStatus CommitmentDiscountQuantity CommitmentDiscountUnit ServiceSubcategory SkuMeter SkuPriceDetails".split(
      " ",
    ),
    ..."InvoiceId BillingAccountType SubAccountType PricingCurrency PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice".split(
      " ",
    ),
    ..."ServiceProviderName HostProviderName AllocatedMethodId AllocatedMethodDetails AllocatedResourceId AllocatedResourceName AllocatedTags ContractApplied".split(
      " ",
    ),
    ..."CommitmentProgramEligibilityDetails InvoiceDetailId CredentialId CredentialDetails PrincipalId PrincipalDetails RequesterDetails".split(
      " ",
    ),
  ].map((name) => name.toLowerCase()),
);

/** Columns that only the other FOCUS datasets have: invoice details, billing periods, contract commitments. */
export const OTHER_DATASETS = [
  "invoicedetailgrain",
  "invoicedetailcreated",
  "invoiceissuestatus",
  "billingperiodstatus",
  "contractcommitmentid",
];
