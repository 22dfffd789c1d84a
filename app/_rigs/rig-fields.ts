import { ApiError } from "../../lib/api/client.ts";
import type { NewRig, RigSettings } from "../../lib/api/wire/rigs.ts";
import { compare, decimal, equals, format, parseDecimal, sum } from "../../lib/core/decimal.ts";

export type RigKind = "owned" | "leased" | "rented";

/** The rig form as typed: text, exactly as it stands in the fields. */
export type RigDraft = {
  readonly kind: RigKind;
  readonly name: string;
  readonly hardware: string;
  readonly zone: string;
  readonly currency: string;
  readonly price: string;
  readonly rentMonthly: string;
  readonly rentHourly: string;
  /** Hours of rent a month; empty: always on. */
  readonly rentHours: string;
  readonly inService: string;
  readonly months: string;
  readonly salvage: string;
  readonly hostingMonthly: string;
  readonly operationsHours: string;
  readonly operationsRate: string;
  readonly tariffPerKwh: string;
  /** A tariff there is, by id, instead of a price per kWh; empty: none. */
  readonly tariffId: string;
  readonly wallFactor: string;
  /** Entry of the catalogue it starts from; empty: none. */
  readonly catalogueId: string;
  /** What the preview draws, until a power log says; not kept. */
  readonly watts: string;
  readonly hoursPerDay: string;
  /** Percent by team slug; empty = none. */
  readonly shares: Readonly<Record<string, string>>;
};

export function draftOf(rig: RigSettings | null, defaults: { currency: string; zone: string }): RigDraft {
  return {
    kind: rig?.kind ?? "owned",
    name: rig?.name ?? "",
    hardware: rig?.hardware ?? "",
    zone: rig?.zone ?? defaults.zone,
    currency: rig?.currency ?? defaults.currency,
    price: rig?.price ?? "",
    rentMonthly: rig?.rentMonthly ?? "",
    rentHourly: rig?.rentHourly ?? "",
    rentHours: rig?.rentHours ?? "",
    inService: rig?.inService ?? "",
    months: String(rig?.months ?? 24),
    salvage: rig?.salvage ?? "0",
    hostingMonthly: rig?.hostingMonthly ?? "",
    operationsHours: rig?.operationsHours ?? "",
    operationsRate: rig?.operationsRate ?? "",
    tariffPerKwh: rig?.tariffPerKwh ?? "",
    tariffId: "",
    wallFactor: rig?.wallFactor ?? "1",
    catalogueId: rig?.catalogueId ?? "",
    watts: "",
    hoursPerDay: "8",
    shares: Object.fromEntries(rig?.shares.map((share) => [share.team, share.percent]) ?? []),
  };
}

/** People write 3,500.00: commas group thousands here and nowhere else. */
export const plain = (text: string): string => text.replaceAll(",", "").trim();

function amount(field: string, text: string): string {
  const read = parseDecimal(plain(text));
  if (read === null) throw new ApiError(0, "invalid-input", `${field} is not a number. Write it as 3500.00.`);
  return format(read);
}
const maybeAmount = (field: string, text: string): string | null => (plain(text) === "" ? null : amount(field, text));

/** The draft as the server takes it. @throws ApiError naming the field that is no number */
export function bodyOf(draft: RigDraft): NewRig {
  const months = Number(plain(draft.months));
  if (!Number.isInteger(months)) throw new ApiError(0, "invalid-input", "Months to write off is a whole number.");
  const isOwned = draft.kind === "owned";
  return {
    kind: draft.kind,
    name: draft.name,
    hardware: draft.hardware,
    zone: draft.zone,
    currency: draft.currency,
    price: isOwned ? amount("The price", draft.price) : maybeAmount("The price", draft.price),
    rentMonthly: isOwned ? null : maybeAmount("The rent a month", draft.rentMonthly),
    rentHourly: isOwned ? null : maybeAmount("The rent an hour", draft.rentHourly),
    rentHours: isOwned ? null : maybeAmount("The hours of rent", draft.rentHours),
    inService: draft.inService,
    months,
    salvage: amount("The salvage value", draft.salvage),
    hostingMonthly: maybeAmount("Hosting", draft.hostingMonthly),
    operationsHours: maybeAmount("Operations hours", draft.operationsHours),
    operationsRate: maybeAmount("The hourly rate", draft.operationsRate),
    tariffPerKwh: draft.tariffId === "" ? maybeAmount("The tariff", draft.tariffPerKwh) : null,
    ...(draft.tariffId === "" ? {} : { tariffId: Number(draft.tariffId) }),
    wallFactor: amount("The wall factor", draft.wallFactor),
    shares: Object.entries(draft.shares)
      .filter(([, percent]) => plain(percent) !== "")
      .map(([team, percent]) => ({ team, percent: amount("A share", percent) })),
    ...(draft.catalogueId === "" ? {} : { catalogueId: draft.catalogueId }),
  };
}

/** Percent of the month that goes to teams as typed, and whether that can be saved: at most 100. */
export function sharesSum(draft: RigDraft): { text: string; isWhole: boolean; isTooMuch: boolean } {
  const total = sum(Object.values(draft.shares).map((text) => parseDecimal(plain(text)) ?? decimal("0")));
  const hundred = decimal("100");
  return { text: format(total), isWhole: equals(total, hundred), isTooMuch: compare(total, hundred) > 0 };
}
