/** What a metric of a k6 script counts, by its name; k6 itself knows nothing of tokens. */
export type TokenMetric = "input" | "output" | "unclear";

const SPEED_OR_TIME =
  /per_?s(?:ec(?:ond)?)?(?:_|$)|\/s|(?:^|_)(?:tps|rate|latency|duration|time|ttft|tpot|itl|cost|usd|errors?)(?:_|$)|_(?:ms|s|seconds)$/i;
const INPUT = /prompt|input|prefill|_in$|_in_|^in_|context/i;
const OUTPUT = /completion|output|generat|eval_count|decode|response|_out$|_out_|^out_/i;

/** `eval_count` and `prompt_eval_count` are Ollama's names; anything else says "token". */
export function tokenMetric(name: string): TokenMetric | null {
  if (name.includes("{") || !/token|eval_count/i.test(name) || SPEED_OR_TIME.test(name)) return null;
  if (INPUT.test(name)) return "input";
  return OUTPUT.test(name) ? "output" : "unclear";
}

/** Is it the time to the first token, which only a script that streams can measure? */
export const isFirstToken = (name: string): boolean =>
  !name.includes("{") && /(?:^|_)ttft(?:_|$)|first_?token|time_to_first/i.test(name);

/** Custom trends are in ms by k6's habit, unless the name says seconds. */
export const msFactor = (name: string): number => (/_(?:s|sec|seconds)$/i.test(name) ? 1000 : 1);

/** Quantile of sorted values as k6 reckons it: linear between the two neighbours. */
export function quantileOf(sorted: ArrayLike<number>, quantile: number): number {
  const place = quantile * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (high - low) * (place - below);
}

/** Notes that hold for any k6 test. */
export const NOTES = {
  oneLevel:
    "The file holds one load level. Where a rig's capacity ends takes at least two: run the test with fewer and with more users.",
  noTokens:
    "The test counts no tokens: add counters for them to the script (docs/load-test.md) to get prefill and decode rates.",
} as const;

/** More requests than passes of the script are calls of setup, or several calls a pass. */
export function requestsNote(requests: number | null, iterations: number | null): string | null {
  if (requests === null || iterations === null || requests === iterations || iterations === 0) return null;
  const more = requests - iterations;
  return more > 0
    ? `${requests} requests in ${iterations} iterations: ${more} more, of setup, health checks or several requests an iteration.`
    : `${requests} requests in ${iterations} iterations.`;
}

type Pause = { readonly iterationMs: number; readonly requestMs: number; readonly perIteration: number };

/** A user that sleeps between requests does not press the server. */
export function pauseNote({ iterationMs, requestMs, perIteration }: Pause): string | null {
  const pause = iterationMs - requestMs * Math.max(perIteration, 1);
  if (!(pause > iterationMs * 0.1) || pause < 50) return null;
  return `An iteration took ${Math.round(iterationMs)} ms and its requests ${Math.round(requestMs * perIteration)} ms: users waited in between (sleep), so the server was not pressed as hard as the number of users says.`;
}
