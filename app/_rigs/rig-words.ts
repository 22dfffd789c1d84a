import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import type { RigTermsWire } from "../../lib/api/wire/rigs.ts";
import { decimal, equals } from "../../lib/core/decimal.ts";
import { moneyText } from "../../lib/core/display.ts";
import { sinceText } from "../_tariffs/tariff-text.ts";

type Wall = NonNullable<RigMonth["wall"]>;
export type FillRule = RigMonth["fills"][number]["rule"];
type Charge = RigTermsWire["charges"][number];

/** `as of 1 May 2026`, or `since ever`. */
const from = (day: string): string => (sinceText(day) === "since ever" ? "since ever" : `from ${sinceText(day)}`);
const isOther = (text: string, usual: string): boolean => !equals(decimal(text), decimal(usual));

/** How what was measured becomes what is drawn at the wall: `× 1.25, + 40 W, PUE 1.1, from 1 May 2026`. */
export function wallText(wall: Wall): string {
  const parts = [
    ...(isOther(wall.factor, "1") ? [`× ${wall.factor}`] : []),
    ...(isOther(wall.baseWatts, "0") ? [`+ ${wall.baseWatts} W`] : []),
    ...(isOther(wall.pue, "1") ? [`PUE ${wall.pue}`] : []),
  ];
  return parts.length === 0 ? "nothing added" : `${parts.join(", ")} ${from(wall.from)}`;
}

export const FILL_RULES: Readonly<Record<FillRule, { name: string; note: string }>> = {
  off: { name: "It was off", note: "0 W at the wall" },
  idle: { name: "It was idle", note: "what it draws while it waits, from this month’s readings" },
  "hour-of-week": { name: "It worked as usual", note: "the same hours of the week, from this month’s readings" },
};
export const fillName: Readonly<Record<FillRule, string>> = {
  off: "off",
  idle: "idle",
  "hour-of-week": "as the same hours of the week",
};

const SCOPES: Readonly<Record<string, string>> = {
  gpu: "GPU",
  cpu: "CPU",
  soc: "chip",
  server: "server",
  wall: "wall",
};
export const scopeName = (scope: string): string => SCOPES[scope] ?? scope;

const KINDS: Readonly<Record<string, string>> = {
  polled: "watts, asked for in intervals",
  "on-change": "watts, told when they change",
  counter: "counter of energy",
  interval: "energy of intervals",
};
export const seriesKindName = (kind: string): string => KINDS[kind] ?? kind;

export const CHARGE_NAMES: Readonly<Record<Charge["kind"], string>> = {
  rent: "Rent",
  hosting: "Hosting",
  maintenance: "Maintenance",
  licences: "Licences",
  labour: "Operations labour",
};

/** `450.00 a month`, `6 h at 85.00`, `2.10 every hour`. */
export function chargeText({ monthly, hourly, hours }: Charge): string {
  if (monthly !== null) return `${moneyText(monthly)} a month`;
  const rate = rateText(hourly ?? "0");
  return hours === null ? `${rate} every hour` : `${hours} h a month at ${rate}`;
}

/** Two decimals, more where the rate has them. */
const rateText = (rate: string): string => ((rate.split(".")[1] ?? "").length > 2 ? rate : moneyText(rate));

export const SPLIT_NAMES: Readonly<Record<RigTermsWire["splitBy"], string>> = {
  shares: "fixed shares",
  "gpu-seconds": "time its requests took",
  tokens: "weighted tokens",
  requests: "requests",
};
export const IDLE_NAMES: Readonly<Record<RigTermsWire["idleBearer"], string>> = {
  idle: "nobody: a line of its own",
  owner: "the team that owns it",
  shared: "all its teams alike",
  use: "its users, by use",
};
