import { type Decimal, format, isZero, ZERO } from "../../core/decimal.ts";
import type { Basis, Keys, LineScope } from "../../core/usage-line.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { AmountSum } from "./amount.ts";
import type { DayOf } from "./days.ts";
import { about } from "./headed-table.ts";
import { Tally } from "./tally.ts";
import { hasTokens, type TokenCount, yieldRow } from "./usage-rows.ts";

export type GatewayRow = {
  readonly row: number;
  readonly at: DayOf;
  /** Who bills for it, "local" for a server of one's own; null when neither the row nor the model tells. */
  readonly provider: string | null;
  readonly model: string | null;
  readonly service: string;
  /** The gateway's own price x usage in US dollars; null when it gives none. */
  readonly amount: Decimal | null;
  readonly tokens: readonly TokenCount[];
  readonly requests: Decimal | null;
  /** Answered from the gateway's cache: no provider was asked. */
  readonly isFromCache: boolean;
  readonly keys: Keys;
  readonly account?: string | null;
};

const UNKNOWN_PROVIDER = "unknown";

/**
 * What every gateway's log has in common: its money is its own estimate of what a provider bills, and zero means that it
 * knows no price, that the model runs at home, or that its cache answered. Those rows count tokens and no money.
 */
export class GatewayLines {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #gateway: string;
  readonly #tally: Tally;
  readonly #localPrices = new AmountSum();

  constructor(gateway: string, sink: Sink, options: ReadOptions) {
    this.#gateway = gateway;
    this.#sink = sink;
    this.#options = options;
    this.#tally = new Tally(sink);
  }

  put(given: GatewayRow): void {
    const { row, amount } = given;
    if (given.provider === null) this.#tally.note(PROVIDER_UNKNOWN, row);
    const isLocal = given.provider === "local";
    if (isLocal && amount) this.#localPrices.add(amount);
    const { basis, scope } = this.#natureOf(given, isLocal);
    yieldRow(this.#sink, {
      ...given,
      provider: given.provider ?? UNKNOWN_PROVIDER,
      account: given.account ?? this.#options.account,
      basis,
      currency: "USD",
      amount: basis === "estimated" ? (amount ?? ZERO) : ZERO,
      ...(scope ? { scope } : {}),
    });
  }

  #natureOf({ row, amount, tokens, isFromCache }: GatewayRow, isLocal: boolean): { basis: Basis; scope?: LineScope } {
    if (isLocal) return { basis: "quantity", scope: "included" };
    if (amount !== null && !isZero(amount)) return { basis: "estimated" };
    if (isFromCache) {
      this.#tally.note(FROM_CACHE, row);
      return { basis: "quantity", scope: "included" };
    }
    if (amount !== null && !hasTokens(tokens)) return { basis: "estimated" };
    if (hasTokens(tokens)) this.#tally.note(WITHOUT_PRICE, row);
    return { basis: "quantity" };
  }

  end(): void {
    this.#tally.report();
    const local = this.#localPrices.total();
    if (isZero(local)) return;
    this.#sink.issue(
      about(
        "notice",
        "local-price-not-used",
        `${this.#gateway} puts ${format(local)} USD on models that run on your own servers. Nobody bills that, so it does not count; their cost comes from the rigs.`,
      ),
    );
  }
}

const PROVIDER_UNKNOWN = {
  severity: "warning",
  code: "provider-unknown",
  column: null,
  message: "Neither the row nor the model's name says who bills for it; the provider is called unknown.",
} as const;

const FROM_CACHE = {
  severity: "notice",
  code: "answered-from-cache",
  column: null,
  message: "Answers from the gateway's own cache cost nothing; their tokens are counted and never priced.",
} as const;

const WITHOUT_PRICE = {
  severity: "warning",
  code: "price-missing",
  column: null,
  message: "Tokens without a cost: the gateway knew no price. They count as usage without money, which is not zero.",
} as const;
