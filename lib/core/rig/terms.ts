import type { Day } from "../calendar.ts";
import type { Decimal } from "../decimal.ts";
import type { TariffTerms } from "../tariff/tariff.ts";
import type { Asset } from "./depreciation.ts";

export type RigKind = "owned" | "leased" | "rented";
export const RIG_KINDS: readonly RigKind[] = ["owned", "leased", "rented"];

/** A purchase with a schedule of its own. */
export type RigAsset = Asset & { readonly id: number; readonly name: string };

export type ChargeKind = "rent" | "hosting" | "maintenance" | "licences" | "labour";
export const CHARGE_KINDS: readonly ChargeKind[] = ["rent", "hosting", "maintenance", "licences", "labour"];

/** A cost by time, from a day to a last day (null: still running), in the rig's currency. */
export type RigCharge = {
  readonly id: number;
  readonly kind: ChargeKind;
  readonly from: Day;
  readonly to: Day | null;
  /** A month's amount, or a rate for so many hours a month (null: every hour: always on). */
  readonly amount:
    | { readonly per: "month"; readonly amount: Decimal }
    | { readonly per: "hour"; readonly rate: Decimal; readonly hours: Decimal | null };
  /** What it covers, in words; may be empty. */
  readonly covers: string;
};

/** From what was measured to the wall: (measured x factor + base) x pue. Factor and base only where less than the server was measured. */
export type WallTerms = {
  readonly from: Day;
  readonly factor: Decimal;
  readonly baseWatts: Decimal;
  readonly pue: Decimal;
  readonly note: string;
};

/** Which tariff holds from a day on. */
export type RigTariff = { readonly from: Day; readonly tariff: NamedTariff };
export type NamedTariff = {
  /** Null: one price entered on the rig itself. */
  readonly id: number | null;
  readonly name: string;
  readonly currency: string;
  readonly zone: string;
  readonly source: string;
  /** Oldest first; before the first one nothing is known. */
  readonly versions: readonly { readonly from: Day; readonly terms: TariffTerms; readonly note: string }[];
};

/** Percent of the month borne by teams from a day on; what is left of 100 is idle. */
export type RigShares = {
  readonly from: Day;
  readonly shares: readonly { readonly teamId: number; readonly percent: Decimal }[];
};

export type SplitBy = "shares" | "gpu-seconds" | "tokens" | "requests";
export const SPLITS: readonly SplitBy[] = ["shares", "gpu-seconds", "tokens", "requests"];
/** Who carries what nobody used. `idle`: a line of its own, no team's. */
export type IdleBearer = "idle" | "owner" | "shared" | "use";
export const IDLE_BEARERS: readonly IdleBearer[] = ["idle", "owner", "shared", "use"];

/** Everything that decides what a rig costs and who bears it. Dated lists oldest first. */
export type RigTerms = {
  readonly kind: RigKind;
  readonly currency: string;
  /** IANA zone of the rig: its clocks. */
  readonly zone: string;
  readonly inService: Day;
  readonly retiredOn: Day | null;
  readonly assets: readonly RigAsset[];
  readonly charges: readonly RigCharge[];
  readonly tariffs: readonly RigTariff[];
  readonly walls: readonly WallTerms[];
  readonly shares: readonly RigShares[];
  readonly splitBy: SplitBy;
  readonly idleBearer: IdleBearer;
  readonly ownerTeamId: number | null;
};
