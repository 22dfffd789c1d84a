import type { Columns } from "../source/headed-table.ts";

/** `lineItem/UnblendedCost` as CUR 2.0, Athena and Parquet write it: `line_item_unblended_cost`. */
export const snakeOf = (slashed: string): string =>
  slashed
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("/", "_")
    .toLowerCase();

/** A column under either of its names. */
const either = (slashed: string) => [slashed, snakeOf(slashed)];

/** A column after discounts and the same before them. */
export type NetAndGross = { readonly net: number; readonly gross: number };

export type CurPositions = ReturnType<typeof positionsOf>;

/** Where a cost and usage report has the columns that are read; -1 where it has none. */
export function positionsOf(columns: Columns) {
  const at = (...slashed: string[]) => columns.position(...slashed.flatMap(either));
  const both = (net: string, gross: string): NetAndGross => ({ net: at(net), gross: at(gross) });
  return {
    periodStart: at("bill/BillingPeriodStartDate"),
    periodEnd: at("bill/BillingPeriodEndDate"),
    payer: at("bill/PayerAccountId"),
    start: at("lineItem/UsageStartDate"),
    usageAccount: at("lineItem/UsageAccountId"),
    usageAccountName: at("lineItem/UsageAccountName"),
    type: at("lineItem/LineItemType"),
    productCode: at("lineItem/ProductCode"),
    productName: at("product/ProductName"),
    product: columns.position("product"),
    instanceType: at("product/instanceType"),
    usageType: at("lineItem/UsageType"),
    description: at("lineItem/LineItemDescription"),
    amount: at("lineItem/UsageAmount"),
    unit: at("pricing/unit"),
    currency: at("lineItem/CurrencyCode", "pricing/currency"),
    unblended: at("lineItem/UnblendedCost"),
    net: at("lineItem/NetUnblendedCost"),
    principal: at("lineItem/IamPrincipal"),
    reservation: at("reservation/ReservationARN"),
    amortised: {
      plan: both("savingsPlan/NetSavingsPlanEffectiveCost", "savingsPlan/SavingsPlanEffectiveCost"),
      commitment: both("", "savingsPlan/TotalCommitmentToDate"),
      usedCommitment: both("", "savingsPlan/UsedCommitment"),
      reserved: both("reservation/NetEffectiveCost", "reservation/EffectiveCost"),
      unusedUpfront: both(
        "reservation/NetUnusedAmortizedUpfrontFeeForBillingPeriod",
        "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod",
      ),
      unusedRecurring: both("reservation/NetUnusedRecurringFee", "reservation/UnusedRecurringFee"),
    },
    tags: ["tags", "resource_tags", "cost_category", "costcategory"]
      .map((name) => columns.position(name))
      .filter((position) => position >= 0),
    tagColumns: tagColumnsOf(columns),
  };
}

export type TagColumn = { readonly position: number; readonly name: string };

/** Columns that hold one tag each: `resourceTags/user:Team`, `resource_tags_user_team`, `costCategory/Unit`. */
function tagColumnsOf(columns: Columns): TagColumn[] {
  return columns.names.flatMap((header, position) => {
    const match = /^(?:resourceTags\/|resource_tags_|tags\/|costCategory\/|cost_category_)(.+)$/i.exec(header);
    const name = match?.[1] ? tagName(match[1]) : null;
    return name === null ? [] : [{ position, name }];
  });
}

/**
 * A tag's name without what AWS puts before it (`user:`, `user_`, `iamPrincipal/`), lower-cased; null for the tag that
 * names the person who created a resource.
 */
export function tagName(written: string): string | null {
  const name = written.trim().toLowerCase();
  if (/^(?:aws[:_])?created_?by$|^aws[:_]created_?by$/.test(name)) return null;
  return name.replace(/^(?:resourcetags\/)?(?:user[:_]|iamprincipal\/|accounttag\/|usertag\/)/, "") || null;
}
