import { type Decimal, isZero } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import type { DayOf } from "./days.ts";
import { providerOfName } from "./provider-name.ts";
import { type TokenCount, yieldRow } from "./usage-rows.ts";

export type OpenRouterRow = {
  readonly row: number;
  readonly at: DayOf;
  readonly charged: Decimal;
  /** What the upstream provider bills on the customer's own key; null when the file does not say. */
  readonly ownKey: Decimal | null;
  readonly upstream: string;
  readonly model: string | null;
  readonly tokens: readonly TokenCount[];
  readonly requests: Decimal | null;
  readonly keys: Keys;
};

/**
 * OpenRouter's own charge, and beside it what the upstream provider bills for a request made with the customer's own
 * key: an estimate of that provider's bill, never part of OpenRouter's. The tokens go with the one that pays for them.
 */
export function yieldOpenRouter(given: OpenRouterRow, sink: Sink, options: ReadOptions): void {
  const { row, at, charged, ownKey, model, keys } = given;
  const isOwnKey = ownKey !== null && !isZero(ownKey);
  const isCharged = !isOwnKey || !isZero(charged);
  // A request on one's own key bears OpenRouter's fee only; a day's total of both kinds cannot be told apart.
  const tokensAreUpstream = isOwnKey && (!isCharged || isOne(given.requests));
  const shared = { row, at, account: options.account, currency: "USD", model, keys };
  if (isCharged) {
    yieldRow(sink, {
      ...shared,
      provider: "openrouter",
      basis: "billed",
      amount: charged,
      service: "OpenRouter",
      tokens: tokensAreUpstream ? [] : given.tokens,
      requests: given.requests,
    });
  }
  if (!isOwnKey) return;
  yieldRow(sink, {
    ...shared,
    provider: given.upstream === "" ? "unknown" : providerOfName(given.upstream),
    basis: "estimated",
    amount: ownKey,
    service: "OpenRouter, own provider key",
    tokens: tokensAreUpstream ? given.tokens : [],
    requests: isCharged ? null : given.requests,
  });
}

const isOne = (count: Decimal | null): boolean => count !== null && count.units === 1n && count.scale === 0;
