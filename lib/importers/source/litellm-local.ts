import { type Decimal, format, isZero, sum } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { Sink } from "../importer.ts";
import { AmountSum } from "./amount.ts";
import { about } from "./headed-table.ts";
import type { TokenCount } from "./usage-rows.ts";

export type LocalRow = {
  readonly row: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly model: string | null;
  readonly endpoint: string | null;
  readonly keys: Keys;
  readonly requests: number | null;
  readonly failed: number | null;
  readonly tokens: readonly TokenCount[];
  readonly busyMs: number | null;
  /** What LiteLLM says it would cost by a list price; null when it says nothing. */
  readonly spend: Decimal | null;
  /** Answered from LiteLLM's cache: the server was not asked. */
  readonly isFromCache?: boolean;
};

/**
 * Rows that a server of one's own served: they tell who used a rig, and are no line of a bill, whatever price LiteLLM put
 * on them (a model named like a cloud one gets that one's list price).
 */
export class LocalRows {
  readonly #sink: Sink;
  readonly #spend = new AmountSum();
  #rows = 0;
  #fromCache = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  put({ tokens, spend, isFromCache, ...use }: LocalRow): void {
    this.#rows += 1;
    if (spend) this.#spend.add(spend);
    if (isFromCache) {
      this.#fromCache += 1;
      return;
    }
    const count = (...kinds: readonly string[]): Decimal | null => {
      const known = tokens.flatMap(([kind, tokens]) => (kinds.includes(kind) && tokens ? [tokens] : []));
      return known.length === 0 ? null : sum(known);
    };
    this.#sink.localUse({
      ...use,
      // A local server's cache costs nothing to write: what was written was input.
      input: count("input", "cacheWrite5m", "cacheWrite1h"),
      cacheRead: count("cacheRead"),
      output: count("output"),
      prefillMs: null,
      decodeMs: null,
    });
  }

  end(): void {
    if (this.#rows === 0) return;
    const spend = this.#spend.total();
    const rows = this.#rows === 1 ? "1 row was" : `${this.#rows} rows were`;
    const price = isZero(spend)
      ? "LiteLLM puts no price on them"
      : `The ${format(spend)} USD that LiteLLM puts on them is a list price that nobody bills, so it does not count`;
    const cached =
      this.#fromCache === 0
        ? ""
        : ` ${this.#fromCache === 1 ? "1 of them was" : `${this.#fromCache} of them were`} answered from LiteLLM's cache, so the servers did nothing for them.`;
    this.#sink.issue(
      about(
        "notice",
        "served-locally",
        `${rows} served by your own servers: they say who used a rig and cost what the rig costs. ${price}.${cached}`,
      ),
    );
  }
}

/** Host and port of an address (`http://key@10.0.0.5:11434/v1` is `10.0.0.5:11434`); null when it has none. */
export function hostOf(address: string): string | null {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?(\[[0-9a-f:.%]+\](?::\d+)?|[^\s/?#@]+)/i.exec(
    address.trim(),
  );
  return match?.[1]?.toLowerCase() ?? null;
}
