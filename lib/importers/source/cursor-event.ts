import { add, type Decimal, equals, isNegative, isZero, subtract, ZERO } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { Sink } from "../importer.ts";
import { hashPerson } from "../person.ts";
import { type Count, type RowBase, yieldByKind } from "./count-columns.ts";
import { keysWith } from "./keys.ts";
import { providerOfModel } from "./model-provider.ts";

/** The provider of a line whose model does not say who sells it. */
const UNKNOWN_PROVIDER = "unknown";

/**
 * Who pays for an event: `included` in a seat, `none` (an error is not charged), a user's `own-key` at the model's
 * provider, `charged` by Cursor, or what the cost says.
 */
export type CursorKind = "included" | "none" | "own-key" | "charged" | "by-cost";

/** Kinds as the dashboard writes them (`Included`, `Errored, No Charge`) and as the API does (`USAGE_EVENT_KIND_...`). */
export function cursorKind(text: string): CursorKind {
  const kind = text
    .toLowerCase()
    .replace(/^usage_event_kind_/, "")
    .replaceAll(/[_-]+/g, " ");
  if (/\bapi key\b|\bown key\b|\bbyok\b/.test(kind)) return "own-key";
  if (/no charge|not charged|errored|aborted/.test(kind)) return "none";
  if (/\bincluded\b|^free\b|\bfree (?:credit|tier|trial|usage)|^subscription$/.test(kind)) return "included";
  return /on demand|usage based/.test(kind) ? "charged" : "by-cost";
}

export type CursorTokens = {
  readonly input: Count;
  readonly write: Count;
  readonly read: Count;
  readonly output: Count;
};

type Columns = {
  readonly withWrite: Count;
  readonly withoutWrite: Count;
  readonly read: Count;
  readonly output: Count;
  readonly total: Count;
};

/**
 * The columns "w/ Cache Write" and "w/o Cache Write" are what was written to the cache and plain input: with cache reads
 * and output they sum to the total. Some exports count the plain input in both (and leave what was written out of the
 * total); the row's own total tells.
 */
export function cursorTokens({ withWrite, withoutWrite, read, output, total }: Columns): {
  readonly tokens: CursorTokens;
  readonly how: "apart" | "contained" | "differs";
} {
  const apart = { input: withoutWrite, write: withWrite, read, output };
  if (total === null) return { tokens: apart, how: "apart" };
  const rest = add(read ?? ZERO, output ?? ZERO);
  if (equals(total, add(add(withWrite ?? ZERO, withoutWrite ?? ZERO), rest))) return { tokens: apart, how: "apart" };
  const written = withWrite && withoutWrite ? subtract(withWrite, withoutWrite) : null;
  const isContained = [withWrite, withoutWrite].some((part) => part && equals(total, add(part, rest)));
  if (written && !isNegative(written) && isContained) return { tokens: { ...apart, write: written }, how: "contained" };
  return { tokens: apart, how: "differs" };
}

/** `person` is an e-mail address or a number; a hash stands for it. */
export const cursorKeys = (person: string, isMaxMode: boolean): Keys =>
  keysWith({
    user: person === "" ? null : hashPerson(person),
    ...(isMaxMode ? { tags: { "max mode": "yes" } } : {}),
  });

type Event = Pick<RowBase, "row" | "day" | "billedMonth" | "account"> & {
  readonly kind: CursorKind;
  readonly model: string | null;
  readonly keys: Keys;
  /** What was charged, in dollars; null where the file gives no amount. */
  readonly cost: Decimal | null;
  readonly tokens: CursorTokens;
};

/** Yields the lines of one event; `by-cost` without a cost is usage nobody is known to pay for: it stays unpriced. */
export function yieldCursorEvent(sink: Sink, event: Event): void {
  const { row, day, billedMonth, account, kind, model, keys, cost, tokens } = event;
  const isOwnKey = kind === "own-key";
  const isCharged = cost !== null && (kind === "charged" || kind === "by-cost");
  const isEstimate = isOwnKey && cost !== null && !isZero(cost);
  const base: RowBase = {
    row,
    day,
    billedMonth,
    provider: isOwnKey ? ((model && providerOfModel(model)) ?? UNKNOWN_PROVIDER) : "cursor",
    account: isOwnKey ? null : account,
    basis: isCharged ? "billed" : isEstimate ? "estimated" : "quantity",
    category: "usage",
    isCorrection: false,
    currency: "USD",
    model,
    service: isOwnKey ? "Cursor, user's own API key" : "Cursor",
    ...(kind === "included" || kind === "none" ? { scope: "included" as const } : {}),
    keys,
  };
  yieldByKind(sink, base, {
    counts: [
      { kind: "input", count: tokens.input },
      { kind: "cacheWrite5m", count: tokens.write },
      { kind: "cacheRead", count: tokens.read },
      { kind: "output", count: tokens.output },
    ],
    requests: null,
    billed: isCharged || isEstimate ? cost : null,
  });
}
