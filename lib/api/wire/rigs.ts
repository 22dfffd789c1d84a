import { z } from "zod";
import { CHARGE_KINDS, IDLE_BEARERS, RIG_KINDS, SPLITS } from "../../core/rig/terms.ts";
import { decimalText } from "./statement.ts";

const dayText = z.string();
const shareWire = z.object({ team: z.string(), percent: decimalText });
const rigKind = z.enum(RIG_KINDS);
const chargeKind = z.enum(CHARGE_KINDS);
const maybeAmount = decimalText.nullable();

/** What a rig has beside its price and its shares. Left out: as it is; on a new rig, the usual. */
const kept = {
  kind: rigKind,
  /** What it is rented or leased for: a month, or an hour for so many hours a month (null: every hour). */
  rentMonthly: maybeAmount,
  rentHourly: maybeAmount,
  rentHours: maybeAmount,
  /** A month's amounts. */
  maintenanceMonthly: maybeAmount,
  licencesMonthly: maybeAmount,
  /** Team that owns it, by slug. */
  owner: z.string().nullable(),
  idleBearer: z.enum(IDLE_BEARERS),
  splitBy: z.enum(SPLITS),
  /** Hosts and models by which other files' local usage is known to be this rig's. */
  serves: z.array(z.string().trim().min(1).max(200)).max(100),
  /** The cloud model its work would go to, `provider/model`. */
  replaces: z.string().max(200).nullable(),
  gridZone: z.string().max(40).nullable(),
  catalogueId: z.string().max(80).nullable(),
  /** Watts of the host beside what is measured, where less than the server is measured. */
  baseWatts: decimalText,
  pue: decimalText,
};
const optional = z.object(kept).partial();

export const rigBody = z.object({
  name: z.string().trim().min(1).max(80),
  hardware: z.string().default(""),
  zone: z.string(),
  currency: z.string().length(3),
  /** Null only for what is leased or rented. */
  price: maybeAmount.default(null),
  inService: dayText,
  months: z.number().int().min(1).max(240).default(24),
  salvage: decimalText.default("0"),
  /** Null: not entered; the page says so and nothing is counted. */
  hostingMonthly: maybeAmount.default(null),
  operationsHours: maybeAmount.default(null),
  operationsRate: maybeAmount.default(null),
  tariffPerKwh: maybeAmount.default(null),
  /** Wall watts over GPU watts, applied after integration. */
  wallFactor: decimalText.default("1"),
  shares: z.array(shareWire).default([]),
  ...optional.shape,
});
export type RigBody = z.output<typeof rigBody>;

/** A new rig may be priced by a tariff there is, instead of one price per kWh. */
export const newRigBody = rigBody.extend({ tariffId: z.number().int().min(1).max(2_147_483_647).optional() });
export type NewRig = z.input<typeof newRigBody>;

/** A rig's terms in force, as its form shows them. */
export const rigSettings = rigBody.extend(kept);
export type RigSettings = z.infer<typeof rigSettings>;

export const assetBody = z.object({
  name: z.string().trim().min(1).max(120),
  price: decimalText,
  salvage: decimalText.default("0"),
  inService: dayText,
  months: z.number().int().min(1).max(240).default(24),
});
export type AssetBody = z.output<typeof assetBody>;
export const disposalBody = z.object({ on: dayText });

export const chargeBody = z.object({
  kind: chargeKind,
  from: dayText.nullable().default(null),
  to: dayText.nullable().default(null),
  /** Exactly one of the two. */
  monthly: maybeAmount.default(null),
  hourly: maybeAmount.default(null),
  /** Hours a month at the rate; null: every hour. */
  hours: maybeAmount.default(null),
  covers: z.string().trim().max(200).default(""),
});
export type ChargeBody = z.output<typeof chargeBody>;
/** The last day it counts. */
export const chargeEndBody = z.object({ to: dayText });

/** From which day on; null: from today, or the first open day. */
const from = dayText.nullable().default(null);
export const wallBody = z.object({
  from,
  factor: decimalText.default("1"),
  baseWatts: decimalText.default("0"),
  pue: decimalText.default("1"),
  note: z.string().trim().max(200).default(""),
});
export type WallBody = z.output<typeof wallBody>;
export const sharesBody = z.object({ from, shares: z.array(shareWire).max(200) });
export type SharesBody = z.output<typeof sharesBody>;
export const rigTariffBody = z.object({ from, perKwh: decimalText });
export type RigTariffBody = z.output<typeof rigTariffBody>;

/** What a rig drew while nothing was measured. Instants with an offset. */
export const fillBody = z.object({
  from: z.string(),
  to: z.string(),
  rule: z.enum(["off", "idle", "hour-of-week"]),
  note: z.string().trim().max(200).default(""),
  /** The month was measured for less than half, and shall be filled from it even so. */
  evenBelowHalf: z.boolean().default(false),
});
export type FillBody = z.output<typeof fillBody>;

/** Everything that decides what a rig costs and who bears it; dated lists oldest first. */
export const rigTermsWire = z.object({
  slug: z.string(),
  name: z.string(),
  hardware: z.string(),
  catalogueId: z.string().nullable(),
  kind: rigKind,
  zone: z.string(),
  currency: z.string(),
  inService: dayText,
  retiredOn: dayText.nullable(),
  owner: z.object({ slug: z.string(), name: z.string() }).nullable(),
  idleBearer: kept.idleBearer,
  splitBy: kept.splitBy,
  serves: z.array(z.string()),
  replaces: z.string().nullable(),
  gridZone: z.string().nullable(),
  targetPercent: decimalText,
  prefillWeight: maybeAmount,
  decodeWeight: maybeAmount,
  latency: z
    .object({ ms: z.number().int(), of: z.enum(["duration", "first-token"]), quantile: z.number().int() })
    .nullable(),
  assets: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      price: decimalText,
      salvage: decimalText,
      inService: dayText,
      months: z.number().int(),
      disposedOn: dayText.nullable(),
      /** Last month in which anything of it is written off. */
      lastMonth: z.string(),
      /** Price less what was written off by today, or by its disposal. */
      bookValue: decimalText,
    }),
  ),
  charges: z.array(
    z.object({
      id: z.number().int(),
      kind: chargeKind,
      from: dayText,
      to: dayText.nullable(),
      monthly: maybeAmount,
      hourly: maybeAmount,
      hours: maybeAmount,
      covers: z.string(),
    }),
  ),
  /** `perKwh` where it is one price entered on the rig. */
  tariffs: z.array(
    z.object({ from: dayText, tariffId: z.number().int().nullable(), name: z.string(), perKwh: maybeAmount }),
  ),
  walls: z.array(
    z.object({ from: dayText, factor: decimalText, baseWatts: decimalText, pue: decimalText, note: z.string() }),
  ),
  shares: z.array(
    z.object({
      from: dayText,
      shares: z.array(z.object({ team: z.string(), name: z.string(), percent: decimalText })),
    }),
  ),
  /** Before this day months are closed: a change of terms counts from it on at the earliest. Null: nothing is closed. */
  openFrom: dayText.nullable(),
});
export type RigTermsWire = z.infer<typeof rigTermsWire>;
/** The answer to a change: where the rig stands now, and a sentence about what was changed from when. */
export type ChangedTerms = { readonly message: string; readonly rig: RigTermsWire };
