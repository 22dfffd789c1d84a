import type { CostKind } from "../../core/usage-line.ts";

/**
 * Anthropic's token types, in the API's spelling (`cache_creation.ephemeral_1h_input_tokens`) and the Console's
 * (`input_cache_read`). Null: a token type not known yet.
 */
export function anthropicCostKind(tokenType: string): CostKind | null {
  const text = tokenType.toLowerCase();
  if (text === "") return "other";
  if (/cache_(?:creation|write)|cache.*write/.test(text)) return cacheWriteKind(text);
  if (/cache_read|(?<!un)cached/.test(text)) return "cacheRead";
  if (/^output(?:_tokens)?$/.test(text)) return "output";
  if (/^(?:uncached_input(?:_tokens)?|input_no_cache|input(?:_tokens)?)$/.test(text)) return "input";
  return null;
}

/** Writes last five minutes or an hour; a length not known yet is not taken for either. */
function cacheWriteKind(text: string): CostKind | null {
  const length = /(\d+)_?(m|h)(?![a-z])/.exec(text);
  if (!length) return "cacheWrite5m";
  const minutes = Number(length[1]) * (length[2] === "h" ? 60 : 1);
  return minutes === 60 ? "cacheWrite1h" : minutes === 5 ? "cacheWrite5m" : null;
}
