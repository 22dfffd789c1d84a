import type { CostKind } from "../../core/usage-line.ts";

export type GoogleSku = {
  readonly model: string | null;
  readonly kind: CostKind;
  /** Is what the SKU counts tokens, when its unit is a plain count. */
  readonly countsTokens: boolean;
  /** `tier` and `context`, where the SKU says other than the standard. */
  readonly tags: Readonly<Record<string, string>>;
};

const NONE: GoogleSku = { model: null, kind: "other", countsTokens: false, tags: {} };

const GENERATE = /^(?:live api |generate content )?(.*?)\btoken count\b(.*)$/i;
const DIRECTION = /\b(?:in|out)put\b/i;
/** Words that are about the charge and not the model. */
const ABOUT =
  /\b(?:input|output|token|tokens|count|text|image|images|audio|video|thinking|cached|caching|cache|read|write|hit|creation|batch|flex|priority|short|long|context|predictions?|online|5m|1h|hour|minute|for|api|generate|content|live|global|regional|tuned|tuning)\b/i;

/**
 * What a SKU of Gemini or of a partner's model on Vertex AI counts. Seen: `Generate content cached input token count gemini 3.7
 * flash text batch`, `Gemini 2.5 Pro Thinking Text Output - Predictions`, `Claude Opus 5 Input Tokens`.
 */
export function readGoogleSku(description: string): GoogleSku {
  if (!DIRECTION.test(description) || /\bstorage\b|\bper hour\b|provisioned|throughput/i.test(description)) return NONE;
  const model = modelOf(description);
  return {
    model,
    kind: kindOf(description),
    countsTokens: /\btokens?\b/i.test(description) || isTokenPriced(model ?? ""),
    tags: tagsOf(description),
  };
}

function modelOf(description: string): string | null {
  const after = GENERATE.exec(description)?.[2]?.trim();
  const words = (after || description).split(/[\s,]+|\s-\s/).filter((word) => word !== "" && word !== "-");
  const end = words.findIndex((word) => ABOUT.test(word));
  const name = (end < 0 ? words : words.slice(0, end)).join(" ").toLowerCase();
  return /[a-z]/.test(name) ? name : null;
}

/** Gemini 1.x was priced by the character; from 2 on, and for partners' models, the plain count is tokens. */
const isTokenPriced = (model: string): boolean => /^gemini (?:[2-9]|\d\d)|^claude\b/.test(model);

function kindOf(description: string): CostKind {
  const text = description.toLowerCase();
  if (/\bcache (?:write|creation)\b|\bcaching write\b/.test(text))
    return /\b1\s?h(?:our|r)?\b/.test(text) ? "cacheWrite1h" : "cacheWrite5m";
  if (/\bcached\b|\bcache (?:read|hit)\b|\binput\b.*\bcaching\b/.test(text)) return "cacheRead";
  return /\boutput\b/.test(text) ? "output" : "input";
}

function tagsOf(description: string): Readonly<Record<string, string>> {
  const tier = /\b(batch|flex|priority)\b/i.exec(description)?.[1]?.toLowerCase();
  const isLong = /\blong\b/i.test(description);
  return { ...(tier ? { tier } : {}), ...(isLong ? { context: "long" } : {}) };
}
