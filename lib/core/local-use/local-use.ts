import type { Decimal } from "../decimal.ts";
import type { Keys } from "../usage-line.ts";

/**
 * What a local server did for somebody: one request of a log, or what its counters moved between two looks. No text of
 * prompts or answers. Null is "the file does not say", never 0.
 */
export type LocalUse = {
  readonly row: number;
  /** UTC ms. One request: when it began and ended. A window: its edges. Equal where only one instant is known. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly model: string | null;
  /** Host of the server as the file names it ("10.0.0.5:11434"); tells the rig where no person says it. */
  readonly endpoint: string | null;
  /** Who asked: attribution rules match on these, with the provider `local`. */
  readonly keys: Keys;
  readonly requests: number | null;
  readonly failed: number | null;
  /** Disjoint: input without what came from the cache, cache reads, output. */
  readonly input: Decimal | null;
  readonly cacheRead: Decimal | null;
  readonly output: Decimal | null;
  /** Time the server worked on it, ms; of a request its duration without waiting where the file tells. */
  readonly busyMs: number | null;
  readonly prefillMs: number | null;
  readonly decodeMs: number | null;
  /** True where the tokens were reckoned from rates instead of counted. */
  readonly isEstimated?: boolean;
};
