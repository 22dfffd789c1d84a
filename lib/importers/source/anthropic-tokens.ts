import type { CostKind } from "../../core/usage-line.ts";

/**
 * Anthropic's token types, in the API's spelling (`cache_creation.ephemeral_1h_input_tokens`) and the Console's
 * (`input_cache_read`). Null: a token type not known yet.
 */
export function anthropicCostKind(tokenType: string): CostKind | null {
  const text = tokenType.toLowerCase();
  if (text === "") return "other";
  if (/cache_(?:creation|write)|cache.*write/.test(text)) return /1h/.test(text) ? "cacheWrite1h" : "cacheWrite5m";
  if (/cache_read|(?<!un)cached/.test(text)) return "cacheRead";
  if (/^output(?:_tokens)?$/.test(text)) return "output";
  if (/^(?:uncached_input(?:_tokens)?|input_no_cache|input(?:_tokens)?)$/.test(text)) return "input";
  return null;
}
