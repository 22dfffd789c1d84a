import type { LineScope } from "../../core/usage-line.ts";

/** What a row of a cloud's bill says about what it is for. Never names a customer chose: only services, SKUs and sizes. */
export type CloudCharge = {
  /** Identity as in `UsageLine.provider`. */
  readonly provider: string;
  /** Service name or product code. */
  readonly service: string;
  /** SKU, usage type, meter, instance type: whatever else names the thing, joined by blanks. */
  readonly detail: string;
  /** FOCUS ServiceCategory, where the row has one. */
  readonly serviceCategory?: string;
};

type Rule = { readonly ai: RegExp; readonly gpu: RegExp };

/** Names of models and their makers: on a cloud's bill they come as marketplace services of their own. */
const MODELS =
  /\b(?:anthropic|claude|openai|gpt-?\d|mistral(?: ai)?|cohere|deepseek|grok|llama[- ]?\d|gemini|qwen\d*)\b|\(amazon bedrock edition\)/i;
/** Accelerators by name, in any cloud. */
const ACCELERATORS =
  /\b(?:GPU|Gpu|gpu)s?\b|\b(?:A10G?|A100|H100|H200|B200|GB200|GB300|L4|L40S?|T4|V100|P100|K80|MI300X)\b/;

const BY_CLOUD = {
  aws: {
    ai: /bedrock|sagemaker|rekognition|textract|comprehend|kendra|machine ?learning|codewhisperer|augmented ?ai|\b(?:amazon|aws) ?(?:polly|lex|personalize|forecast|nova|titan|lookout\w*|healthscribe|transcribe|translate)\b|^(?:transcribe|translate|kiro|polly)$|\bamazon ?q(?: ?(?:business|developer|apps))?\b|\bkiro\b/i,
    gpu: /(?:^|[^a-z0-9])(?:(?:u-)?p[2-9][a-z0-9-]*|g[3-9][a-z0-9]*|gr\d[a-z0-9]*|trn\d[a-z0-9]*|inf\d[a-z0-9]*|dl\d[a-z0-9]*)\.(?:\d*x?large|nano|micro|small|medium|metal)|\bEC2SP:(?:p[2-9]|g[3-9]|gr\d|trn\d|inf\d|dl\d)[a-z0-9-]*\./i,
  },
  azure: {
    ai: /cognitive ?(?:services|search)|foundry|\bazure ai\b|\bai (?:services|search|studio)\b|machine ?learning|bot ?service|document intelligence|form recognizer|\bcopilot\b|content safety|\bopenai\b/i,
    gpu: /(?:^|[^A-Za-z0-9])N(?:CC|[CDVG])(?:[a-z0-9]|Sv\d)|standard_n(?:cc|[cdvg])[a-z]*\d/,
  },
  google: {
    ai: /vertex|generative|dialogflow|\bai platform\b|\bautoml\b|document ai|\bagentspace\b|\bdiscovery engine\b|\bcontact center ai\b|\bai applications\b|machine learning engine|\bcloud (?:vision|speech|translation|natural language|video intelligence|text-to-speech|talent solution)\b|\b(?:text-to-speech|speech-to-text)\b|^translate$|\brecommendations ai\b|\bnotebooklm\b/i,
    gpu: /\b(?:cloud )?tpu\b|\bnvidia\b|\b[Aa][234](?:[- ]?(?:plus|mega|high|ultra|edge|highgpu|megagpu|ultragpu|edgegpu|x)\w*)?(?:-\w+)*\b.*\b(?:instance|core|ram|cpu)\b|\b(?:a[234]-(?:high|mega|ultra|edge|max)gpu|g[24]-standard|a4x?-|ct\d)|\bG[24] .*\b(?:instance|core|ram|cpu)\b/i,
  },
  oracle: {
    ai: /generative ai|\bai services\b|data science|digital assistant|\boci (?:language|speech|vision)\b|document understanding/i,
    gpu: /\b(?:vm|bm)\.gpu/i,
  },
} satisfies Readonly<Record<string, Rule>>;
const RULES: ReadonlyMap<string, Rule> = new Map(Object.entries(BY_CLOUD));

/** Is the provider one whose bill holds more than AI? */
export const isBroadBill = (provider: string): boolean => RULES.has(provider);

/**
 * What kind of spend a charge of a cloud's bill is. The service decides, so tax and credits that name an AI service are `ai`;
 * what names none is `other`.
 */
export function scopeOf({ provider, service, detail, serviceCategory = "" }: CloudCharge): LineScope {
  const rule = RULES.get(provider);
  const named = `${service} ${detail}`;
  if (/^ai and machine learning$/i.test(serviceCategory)) return "ai";
  if (MODELS.test(service) || (rule && (rule.ai.test(service) || rule.ai.test(detail)))) return "ai";
  if (ACCELERATORS.test(named) || rule?.gpu.test(named)) return "gpu";
  return "other";
}
