const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:aws|amazon)\b/, "aws"],
  [/^(?:microsoft|azure)\b/, "azure"],
  [/^(?:google|gcp)\b/, "google"],
  [/^openai\b/, "openai"],
  [/^anthropic\b/, "anthropic"],
  [/^deepseek\b/, "deepseek"],
  [/^openrouter\b/, "openrouter"],
  [/^mistral\b/, "mistral"],
  [/^(?:xai|x\.ai)\b/, "xai"],
  [/^oracle\b/, "oracle"],
];

/** The identity of a provider from the name a FOCUS file gives it: ours where we know it, else its own in lower case. */
export function providerIdentity(name: string): string {
  const text = name.trim().toLowerCase();
  return NAMES.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}
