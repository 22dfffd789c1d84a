/**
 * Who sells a model under their own name, from what an export calls it. Only names that one company uses are here: open
 * weights (Llama, Qwen, gpt-oss, Gemma) are served by many and run at home, so their name says nothing about a bill.
 */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^claude(?![a-z])/, "anthropic"],
  [/^gpt-?oss/, ""],
  [/^(?:chatgpt|gpt|codex|davinci|babbage|computer-use|omni-moderation|dall-e|sora|whisper)(?![a-z])/, "openai"],
  [/^(?:o[1-9]|tts-1)(?![a-z0-9.])/, "openai"],
  [/^(?:text-embedding-(?:3|ada)|text-moderation)(?![a-z0-9])/, "openai"],
  [
    /^(?:gemini|imagen|veo|palm|text-embedding-00\d|text-multilingual-embedding|textembedding-gecko|learnlm)(?![a-z])/,
    "google",
  ],
  [/^deepseek-r1-distill/, ""],
  [/^deepseek(?![a-z])/, "deepseek"],
  [/^grok(?![a-z])/, "xai"],
  [/^(?:(?:open-)?(?:mistral|mixtral)|codestral|ministral|magistral|pixtral|devstral|voxtral)(?![a-z])/, "mistral"],
  [/^(?:command|c4ai|rerank|embed)-(?:[ar]|light|nightly|text|english|multilingual|v\d)/, "cohere"],
  [/^amazon[.-]|^(?:nova-(?:micro|lite|pro|premier)|titan)(?![a-z])/, "aws"],
  [/^sonar(?![a-z])/, "perplexity"],
  [/^kimi(?![a-z])/, "moonshot"],
];

/** Prefixes that say who sells the model, as routers write them: `vertex_ai/gemini-2.5-pro`, `us.anthropic.claude-...`. */
const SELLERS = new Map(
  Object.entries({
    openai: "openai",
    anthropic: "anthropic",
    google: "google",
    gemini: "google",
    vertex_ai: "google",
    bedrock: "aws",
    azure: "azure",
    azure_ai: "azure",
    deepseek: "deepseek",
    xai: "xai",
    "x-ai": "xai",
    mistral: "mistral",
    mistralai: "mistral",
    cohere: "cohere",
    openrouter: "openrouter",
    groq: "groq",
    fireworks_ai: "fireworks",
    together_ai: "together",
    perplexity: "perplexity",
  }),
);

/** Ids only Bedrock uses: `anthropic.claude-3-haiku-20240307-v1:0`, `eu.amazon.nova-lite-v1:0`, or an ARN of it. */
const BEDROCK =
  /^(?:(?:us|eu|apac|jp|au|ca|global|us-gov)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen)\.[a-z]|^arn:aws[\w-]*:bedrock:/;

/**
 * The identity of who bills for a model when the export names nobody else, or null when the name does not tell.
 * Case, blanks around it and a seller's prefix (`openai/gpt-5`) do not matter.
 */
export function providerOfModel(model: string): string | null {
  const text = model.trim().toLowerCase();
  if (BEDROCK.test(text)) return "aws";
  const slash = text.indexOf("/");
  if (slash > 0) {
    const seller = SELLERS.get(text.slice(0, slash));
    if (seller !== undefined) return seller;
    return null;
  }
  const plain = text.replace(/^ft:/, "").replaceAll(/[\s_]+/g, "-");
  return FAMILIES.find(([pattern]) => pattern.test(plain))?.[1] || null;
}
