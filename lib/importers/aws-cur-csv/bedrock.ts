import { type Decimal, decimal, multiply } from "../../core/decimal.ts";
import type { CostKind } from "../../core/usage-line.ts";
import { tokensPerUnit } from "../focus-csv/tokens.ts";

const MILLION = decimal(1_000_000);

export type BedrockUsage = {
  readonly model: string | null;
  readonly kind: CostKind;
  /** How many tokens one unit of the usage amount is; null when the file does not say. */
  readonly tokensPerUnit: Decimal | null;
  /** `tier` (batch, flex, priority, latency-optimized) and `routing` (global, cross-region) where it is not the standard. */
  readonly tags: Readonly<Record<string, string>>;
};

export type BedrockNames = {
  readonly productCode: string;
  readonly productName: string;
  readonly usageType: string;
  readonly unit: string;
};

export const isBedrock = (productCode: string, productName: string): boolean =>
  /bedrock/i.test(productCode) || /bedrock/i.test(productName);

/**
 * What a Bedrock row is for. Three spellings of usage types are seen: `USE1-MP:USE1_InputTokenCount_Global-Units` (the model is in
 * the product's name), `USE1-Claude4Sonnet-input-tokens-batch`, `USW2-anthropic.claude-opus-4-8-mantle-input-tokens-global-standard`.
 */
export function readBedrock(names: BedrockNames): BedrockUsage {
  const isMarketplace = /TokenCount/.test(names.usageType);
  const kind = kindOf(names.usageType);
  return {
    model: editionOf(names) ?? (isMarketplace ? null : modelInUsageType(names.usageType)),
    kind,
    tokensPerUnit: kind === "other" ? null : sizeOfUnit(names.unit, isMarketplace),
    tags: tagsOf(names.usageType),
  };
}

const EDITION = /([^|]+?)\s*\(Amazon Bedrock Edition\)/i;

const editionOf = ({ productName, productCode }: BedrockNames): string | null =>
  editionIn(productName) ?? editionIn(productCode);

/** The model in a text such as `Claude Sonnet 4.5 (Amazon Bedrock Edition)`; null when there is none. */
export const editionIn = (text: string): string | null => EDITION.exec(text)?.[1]?.trim() || null;

/** Marketplace rows count in millions when they only say Units; of the other spellings that is not known. */
function sizeOfUnit(unit: string, isMarketplace: boolean): Decimal | null {
  if (/^units?$/i.test(unit.trim())) return isMarketplace ? MILLION : null;
  return tokensPerUnit(unit);
}

/** Reserved capacity is tokens a minute for hours: no tokens that were used. */
function kindOf(usageType: string): CostKind {
  const text = usageType.replaceAll(/[-_.\s]+/g, "").toLowerCase();
  if (!/tokens?/.test(text) || /reserved|provisioned|tpm|storage/.test(text)) return "other";
  if (/cachewrite|cachecreation/.test(text)) return /1h(?:our|r)?/.test(text) ? "cacheWrite1h" : "cacheWrite5m";
  if (/cacheread|cachedinput/.test(text)) return "cacheRead";
  if (/output/.test(text)) return "output";
  return /input/.test(text) ? "input" : "other";
}

const REGION = /^(?:[A-Z]{2,4}\d{0,2}-)(?:MP:)?/;
const BEFORE_KIND =
  /^(.+?)[-_](?:(?:text|image|video|audio|speech)[-_])?(?:cache[-_]?(?:read|write|creation)[-_]?(?:1h|5m)?[-_]?)?(?:(?:text|image|video|audio|speech)[-_])?(?:in|out)put[-_](?:(?:text|image|video|audio|speech)[-_])?tokens?\b/i;
const BEFORE_CACHE = /^(.+?)[-_]cache[-_]?(?:read|write|creation)/i;

function modelInUsageType(usageType: string): string | null {
  const rest = usageType.replace(REGION, "");
  const model = (BEFORE_KIND.exec(rest) ?? BEFORE_CACHE.exec(rest))?.[1]?.replace(/-mantle$/i, "");
  return model && /[a-z]/i.test(model) ? model : null;
}

function tagsOf(usageType: string): Readonly<Record<string, string>> {
  const words = usageType.toLowerCase();
  const has = (word: string) => new RegExp(`[-_]${word}(?=$|[-_])`).test(words);
  const tier =
    ["batch", "flex", "priority"].find(has) ?? (/latency-?optimized/.test(words) ? "latency-optimized" : null);
  const routing = has("global") ? "global" : /cross-?region/.test(words) ? "cross-region" : null;
  return { ...(tier ? { tier } : {}), ...(routing ? { routing } : {}) };
}

/** Tokens of an amount; null when it is not known how many one unit is. */
export const tokensOf = (amount: Decimal | null, perUnit: Decimal | null): Decimal | null =>
  amount && perUnit ? multiply(amount, perUnit) : null;
