import { type Day, daysInMonth, firstDay, lastDay, type Month, monthOf, parseDay } from "../../lib/core/calendar.ts";
import { add, type Decimal, format, isNegative, parseDecimal, ZERO } from "../../lib/core/decimal.ts";
import { fixed, moneyText } from "../../lib/core/display.ts";
import { catalogueEstimate } from "../../lib/core/rig/catalogue.ts";
import { chargeOfMonth } from "../../lib/core/rig/charges.ts";
import { depreciationOf } from "../../lib/core/rig/depreciation.ts";
import type { ChargeKind, RigCharge } from "../../lib/core/rig/terms.ts";
import { plain, type RigDraft } from "./rig-fields.ts";

export type PreviewRow = {
  readonly label: string;
  /** Null: not entered, so it is not counted. */
  readonly amount: string | null;
  readonly why: string;
  readonly isEstimated: boolean;
};
export type Preview = {
  readonly month: Month;
  readonly rows: readonly PreviewRow[];
  /** Of what is known. */
  readonly total: string | null;
  readonly isEstimated: boolean;
};

const read = (text: string): Decimal | null => {
  const value = parseDecimal(plain(text));
  return value === null || isNegative(value) ? null : value;
};

/** What the rig's first month, or this one when it is in service already, will show as far as the fields say. */
export function previewOf(draft: RigDraft, today: Day): Preview {
  const inService = parseDay(draft.inService);
  const month = monthOf(inService !== null && inService > today ? inService : today);
  const begins = inService ?? firstDay(month);
  const rows = [
    ...(draft.kind === "owned" ? [depreciationRow(draft, { month, begins })] : [rentRow(draft, { month, begins })]),
    energyRow(draft, { month, begins }),
    chargesRow(draft, { month, begins }),
  ];
  const known = rows.filter((row) => row.amount !== null);
  const total = known.reduce((sum, row) => add(sum, parseDecimal(row.amount ?? "0") ?? ZERO), ZERO);
  return {
    month,
    rows,
    total: known.length === 0 ? null : format(total),
    isEstimated: known.some((row) => row.isEstimated),
  };
}

type When = { readonly month: Month; readonly begins: Day };

function depreciationRow(draft: RigDraft, { month, begins }: When): PreviewRow {
  const [price, salvage, months] = [read(draft.price), read(draft.salvage), Number(plain(draft.months))];
  const isKnown = price !== null && salvage !== null && Number.isInteger(months) && months > 0;
  const amount = isKnown
    ? format(depreciationOf({ price, salvage, months, inService: begins, disposedOn: null }, month))
    : null;
  const part = begins.endsWith("-01") || monthOf(begins) !== month ? "" : ", by days";
  const label = isKnown ? `Depreciation, ${moneyText(format(price))} \u00f7 ${months}${part}` : "Depreciation";
  return { label, amount, why: "price or months not entered", isEstimated: false };
}

function rentRow(draft: RigDraft, { month, begins }: When): PreviewRow {
  const [monthly, rate, hours] = [read(draft.rentMonthly), read(draft.rentHourly), read(draft.rentHours)];
  const charge =
    monthly !== null
      ? chargeFrom("rent", begins, { per: "month", amount: monthly })
      : rate === null
        ? null
        : chargeFrom("rent", begins, { per: "hour", rate, hours });
  const time = hours === null ? "always on" : `${fixed(format(hours), 0)} h a month`;
  return {
    label: monthly === null && rate !== null ? `Rent, ${format(rate)} an hour, ${time}` : "Rent",
    amount: charge && costOf(charge, month),
    why: "not entered",
    isEstimated: false,
  };
}

function energyRow(draft: RigDraft, { month, begins }: When): PreviewRow {
  const [watts, hoursPerDay] = [read(draft.watts), read(draft.hoursPerDay)];
  const days =
    monthOf(begins) === month ? Number(lastDay(month).slice(8)) - Number(begins.slice(8)) + 1 : daysInMonth(month);
  const draw = watts !== null && hoursPerDay !== null ? { watts, hoursPerDay } : null;
  const isNamed = draft.tariffId !== "";
  const perKwh = isNamed ? null : read(draft.tariffPerKwh);
  const { energy, energyKwh } = catalogueEstimate({ asset: null, rent: null, draw, perKwh, days, others: [] });
  const label =
    draw && energyKwh
      ? `Energy, ${format(draw.watts)} W, ${format(draw.hoursPerDay)} h a day, ${fixed(format(energyKwh), 2)} kWh`
      : "Energy";
  const why = draw === null ? "draw not stated" : isNamed ? "priced by its hours" : "tariff not entered";
  return { label, amount: energy && format(energy), why, isEstimated: true };
}

function chargesRow(draft: RigDraft, { month, begins }: When): PreviewRow {
  const from = firstDay(monthOf(begins));
  const [hosting, hours, rate] = [read(draft.hostingMonthly), read(draft.operationsHours), read(draft.operationsRate)];
  const charges = [
    hosting && chargeFrom("hosting", from, { per: "month", amount: hosting }),
    hours && rate && chargeFrom("labour", from, { per: "hour", rate, hours }),
  ].filter((charge) => charge !== null);
  const total = charges.reduce((sum, charge) => add(sum, parseDecimal(costOf(charge, month)) ?? ZERO), ZERO);
  const label = charges.length === 1 ? (charges[0]?.kind === "hosting" ? "Hosting" : "Labour") : "Hosting, labour";
  return { label, amount: charges.length === 0 ? null : format(total), why: "not entered", isEstimated: false };
}

const chargeFrom = (kind: ChargeKind, from: Day, amount: RigCharge["amount"]): RigCharge => ({
  ...{ id: 0, kind, from, amount },
  to: null,
  covers: "",
});
const costOf = (charge: RigCharge, month: Month): string => format(chargeOfMonth(charge, month)?.amount ?? ZERO);
