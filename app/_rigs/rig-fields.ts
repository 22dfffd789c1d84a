import { ApiError } from "../../lib/api/client.ts";
import type { RigBody } from "../../lib/api/wire/records.ts";
import {
  add,
  compare,
  decimal,
  divide,
  equals,
  format,
  multiply,
  parseDecimal,
  subtract,
  sum,
} from "../../lib/core/decimal.ts";

/** The rig form as typed: text, exactly as it stands in the fields. */
export type RigDraft = {
  readonly name: string;
  readonly hardware: string;
  readonly zone: string;
  readonly currency: string;
  readonly price: string;
  readonly inService: string;
  readonly months: string;
  readonly salvage: string;
  readonly hostingMonthly: string;
  readonly operationsHours: string;
  readonly operationsRate: string;
  readonly tariffPerKwh: string;
  readonly wallFactor: string;
  /** Percent by team slug; empty = none. */
  readonly shares: Readonly<Record<string, string>>;
};

export function draftOf(rig: RigBody | null, defaults: { currency: string; zone: string }): RigDraft {
  return {
    name: rig?.name ?? "",
    hardware: rig?.hardware ?? "",
    zone: rig?.zone ?? defaults.zone,
    currency: rig?.currency ?? defaults.currency,
    price: rig?.price ?? "",
    inService: rig?.inService ?? "",
    months: rig === null ? "36" : String(rig.months),
    salvage: rig?.salvage ?? "0",
    hostingMonthly: rig?.hostingMonthly ?? "",
    operationsHours: rig?.operationsHours ?? "",
    operationsRate: rig?.operationsRate ?? "",
    tariffPerKwh: rig?.tariffPerKwh ?? "",
    wallFactor: rig?.wallFactor ?? "1",
    shares: Object.fromEntries(rig?.shares.map((share) => [share.team, share.percent]) ?? []),
  };
}

/** People write 3,500.00: commas group thousands here and nowhere else. */
const plain = (text: string): string => text.replaceAll(",", "").trim();

function amount(field: string, text: string): string {
  const read = parseDecimal(plain(text));
  if (read === null) throw new ApiError(0, "invalid-input", `${field} is not a number. Write it as 3500.00.`);
  return format(read);
}
const maybeAmount = (field: string, text: string): string | null => (plain(text) === "" ? null : amount(field, text));

/** The draft as the server takes it. @throws ApiError naming the field that is no number */
export function bodyOf(draft: RigDraft): RigBody {
  const months = Number(plain(draft.months));
  if (!Number.isInteger(months)) throw new ApiError(0, "invalid-input", "Months to write off is a whole number.");
  return {
    name: draft.name,
    hardware: draft.hardware,
    zone: draft.zone,
    currency: draft.currency,
    price: amount("The price", draft.price),
    inService: draft.inService,
    months,
    salvage: amount("The salvage value", draft.salvage),
    hostingMonthly: maybeAmount("Hosting", draft.hostingMonthly),
    operationsHours: maybeAmount("Operations hours", draft.operationsHours),
    operationsRate: maybeAmount("The hourly rate", draft.operationsRate),
    tariffPerKwh: maybeAmount("The tariff", draft.tariffPerKwh),
    wallFactor: amount("The wall factor", draft.wallFactor),
    shares: Object.entries(draft.shares)
      .filter(([, percent]) => plain(percent) !== "")
      .map(([team, percent]) => ({ team, percent: amount("A share", percent) })),
  };
}

/** Percent of the month that goes to teams as typed, and whether that can be saved: at most 100. */
export function sharesSum(draft: RigDraft): { text: string; isWhole: boolean; isTooMuch: boolean } {
  const total = sum(Object.values(draft.shares).map((text) => parseDecimal(plain(text)) ?? decimal("0")));
  const hundred = decimal("100");
  return { text: format(total), isWhole: equals(total, hundred), isTooMuch: compare(total, hundred) > 0 };
}

/** What a whole month of it will cost without energy, as far as the fields say: each null = not entered. */
export function monthPreview(draft: RigDraft): {
  depreciation: string | null;
  hosting: string | null;
  labour: string | null;
  total: string | null;
} {
  const read = (text: string) => parseDecimal(plain(text));
  const [price, salvage, months] = [read(draft.price), read(draft.salvage), read(draft.months)];
  const canDivide = price !== null && salvage !== null && months !== null && months.units > 0n;
  const depreciation = canDivide ? divide(subtract(price, salvage), months, { scale: 2 }) : null;
  const hosting = read(draft.hostingMonthly);
  const [hours, rate] = [read(draft.operationsHours), read(draft.operationsRate)];
  const labour = hours !== null && rate !== null ? multiply(hours, rate) : null;
  const known = [depreciation, hosting, labour].filter((part) => part !== null);
  return {
    depreciation: depreciation === null ? null : format(depreciation),
    hosting: hosting === null ? null : format(hosting),
    labour: labour === null ? null : format(labour),
    total: known.length === 0 ? null : format(known.reduce((total, part) => add(total, part), decimal("0"))),
  };
}
