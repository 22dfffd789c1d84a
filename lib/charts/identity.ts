/** Colour by identity, in one fixed order; see the tokens. Teams have no colour: they are named. */
const PROVIDERS: Readonly<Record<string, { token: string; name: string }>> = {
  openai: { token: "openai", name: "OpenAI" },
  anthropic: { token: "anthropic", name: "Anthropic" },
  google: { token: "google", name: "Google" },
  aws: { token: "aws", name: "AWS" },
  azure: { token: "azure", name: "Azure" },
  microsoft: { token: "azure", name: "Microsoft" },
  deepseek: { token: "deepseek", name: "DeepSeek" },
  openrouter: { token: "openrouter", name: "OpenRouter" },
};

const RIG_TOKENS = ["rig-1", "rig-2", "rig-3", "rig-4"] as const;

export const providerName = (provider: string): string => PROVIDERS[provider]?.name ?? provider;

/** CSS colour of a provider id; anything unknown shares one quiet colour. */
export const providerColour = (provider: string): string => `var(--${PROVIDERS[provider]?.token ?? "provider-other"})`;

/** CSS colour of a rig by its place in the order of registration. */
export const rigColour = (rigSlugs: readonly string[], slug: string): string => {
  const place = rigSlugs.indexOf(slug);
  return `var(--${RIG_TOKENS[Math.max(place, 0) % RIG_TOKENS.length]})`;
};

/** CSS colour of an identity as the cost tree names it: a provider, `rig:SLUG` or `class:cloud`. */
export function identityColour(identity: string, rigSlugs: readonly string[]): string {
  if (identity === "class:cloud") return "var(--cloud)";
  if (identity === "class:rig") return "var(--rigs)";
  if (identity === "class:shared") return "var(--shared)";
  if (identity.startsWith("rig:")) return rigColour(rigSlugs, identity.slice(4));
  return providerColour(identity.replace(/^provider:/, ""));
}
