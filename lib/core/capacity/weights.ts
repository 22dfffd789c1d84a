import { type Decimal, decimal } from "../decimal.ts";
import type { Capacity } from "./capacity.ts";

/** What tokens weigh against each other in GPU time, prefill being 1. */
export type TokenWeights = {
  readonly prefill: Decimal;
  readonly decode: Decimal;
  /**
   * `measured`: prefill and decode speeds, each measured alone. `derived`: the decode speed under load, from what was served
   * of both and the prefill speed alone. `assumed`: no test tells; decode weighs four times as much.
   */
  readonly basis: "measured" | "derived" | "assumed";
};

const ONE = decimal(1);
/** What holds where no test tells. */
export const ASSUMED: TokenWeights = { prefill: ONE, decode: decimal(4), basis: "assumed" };
/** Above this share of the time, what is left for decoding is the noise of the measurement. */
const MOST_PREFILL = 0.9;
const PLACES = 6;

/**
 * GPU time a token takes is 1/P for prefill and 1/D for decode. Under load a second is shared, in/P + out/D = 1 at the
 * peak, so with P measured alone D = out / (1 - in/P). Tokens served together do not tell P from D: their ratio is the mix's.
 */
export function weightsOf(capacity: Pick<Capacity, "apart" | "peak">): TokenWeights {
  const { prefill, decode } = capacity.apart;
  if (prefill === null || prefill <= 0) return ASSUMED;
  const batched = decodeUnderLoad(prefill, capacity.peak);
  if (batched !== null && batched > (decode ?? 0)) return weigh(prefill / batched, "derived");
  return decode !== null && decode > 0 ? weigh(prefill / decode, "measured") : ASSUMED;
}

function decodeUnderLoad(prefill: number, peak: Capacity["peak"]): number | null {
  const input = peak?.inputTokensPerSecond ?? null;
  const output = peak?.outputTokensPerSecond ?? null;
  if (input === null || output === null || output <= 0 || input / prefill > MOST_PREFILL) return null;
  return output / (1 - input / prefill);
}

const weigh = (decode: number, basis: TokenWeights["basis"]): TokenWeights =>
  Number.isFinite(decode) && decode > 0 ? { prefill: ONE, decode: decimal(decode.toFixed(PLACES)), basis } : ASSUMED;
