import { type Decimal, isNegative, isZero } from "../../core/decimal.ts";
import { textOrNull } from "../person.ts";
import { readAmount } from "./amount.ts";
import { objectAt } from "./cell-json.ts";
import { asText, type JsonObject } from "./json.ts";
import { providerOfModel } from "./model-provider.ts";
import { isLocalAddress, isOwnServer, providerOfName } from "./provider-name.ts";
import { type TokenCount, withoutParts } from "./usage-rows.ts";

export type LiteLlmModel = { readonly model: string | null; readonly provider: string | null };

/** Prefixes LiteLLM itself puts before a model; any other part before a slash belongs to the model's name. */
const ROUTES = new Set(
  "openai,azure,azure_ai,anthropic,bedrock,vertex_ai,vertex_ai_beta,gemini,deepseek,xai,mistral,codestral,cohere,cohere_chat,groq,together_ai,fireworks_ai,perplexity,openrouter,moonshot,ollama,ollama_chat,vllm,hosted_vllm,lm_studio,llamafile,xinference,litellm_proxy,custom_openai,openai_like,text-completion-openai".split(
    ",",
  ),
);
const OPENAI_ALIKE = new Set(["openai", "custom_openai", "openai_like", "text-completion-openai", "litellm_proxy", ""]);

/** Who bills for a row and what the model is called without LiteLLM's route before it. */
export function readLiteLlmModel([provider = "", model = "", apiBase = ""]: readonly string[]): LiteLlmModel {
  const route = provider.toLowerCase();
  const slash = model.indexOf("/");
  const prefix = slash > 0 ? model.slice(0, slash).toLowerCase() : "";
  const hasRoute = prefix !== "" && (prefix === route || ROUTES.has(prefix));
  const bare = hasRoute ? model.slice(slash + 1) : model;
  const named = route || (hasRoute ? prefix : "");
  return { model: textOrNull(bare), provider: billedBy({ named, bare, apiBase }) };
}

function billedBy({ named, bare, apiBase }: { named: string; bare: string; apiBase: string }): string | null {
  if (isOwnServer(named)) return "local";
  // Another gateway at such an address serves nothing itself.
  if (OPENAI_ALIKE.has(named) && named !== "litellm_proxy" && isLocalAddress(apiBase)) return "local";
  if (named === "" || named === "litellm_proxy" || named === "custom_openai" || named === "openai_like") {
    return providerOfModel(bare);
  }
  return named.startsWith("vertex_ai") ? "google" : providerOfName(named);
}

/** A count inside the JSON of a row; null when it is absent or no count. */
function countOf(value: JsonObject, name: string): Decimal | null {
  const text = asText(value[name]);
  const count = text === null ? null : readAmount(text);
  return count && !isNegative(count) ? count : null;
}

export type CacheCounts = {
  readonly read: Decimal | null;
  readonly write5m: Decimal | null;
  readonly write1h: Decimal | null;
};

/** Cached tokens from the metadata of a row: `usage_object` as the provider sent it, or LiteLLM's own extract. */
export function cacheCounts(metadata: JsonObject): CacheCounts {
  for (const usage of [objectAt(metadata, "usage_object"), objectAt(metadata, "additional_usage_values")]) {
    const details = objectAt(usage, "prompt_tokens_details");
    const read = countOf(usage, "cache_read_input_tokens") ?? countOf(details, "cached_tokens");
    const written = countOf(usage, "cache_creation_input_tokens") ?? countOf(details, "cache_creation_tokens");
    const byLength = objectAt(details, "cache_creation_token_details");
    const write1h =
      countOf(byLength, "ephemeral_1h_input_tokens") ??
      countOf(objectAt(usage, "cache_creation"), "ephemeral_1h_input_tokens");
    if (read !== null || written !== null) return { read, write5m: withoutParts(written, [write1h]), write1h };
  }
  return { read: null, write5m: null, write1h: null };
}

/**
 * Disjoint buckets. LiteLLM's `prompt_tokens` contains the cached ones for most providers and versions; where they are
 * more than the prompt it does not, and the prompt stands for itself.
 */
export function liteLlmTokens(
  prompt: Decimal | null,
  output: Decimal | null,
  { read, write5m, write1h }: CacheCounts,
): { tokens: TokenCount[]; isApart: boolean } {
  const rest = withoutParts(prompt, [read, write5m, write1h]);
  const isApart = prompt !== null && rest === null && !isZero(prompt);
  return {
    isApart,
    tokens: [
      ["input", rest ?? prompt],
      ["cacheRead", read],
      ["cacheWrite5m", write5m],
      ["cacheWrite1h", write1h],
      ["output", output],
    ],
  };
}

export const CACHE_APART = {
  severity: "notice",
  code: "cached-beside-prompt",
  column: "prompt_tokens",
  message: "More cached tokens than prompt tokens, so the prompt was read as not containing them.",
} as const;
