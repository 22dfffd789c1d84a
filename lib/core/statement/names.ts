const PROVIDERS: Readonly<Record<string, string>> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  google: "Google",
  aws: "AWS",
  azure: "Azure",
  deepseek: "DeepSeek",
  openrouter: "OpenRouter",
};

/** A provider as people write it; one we have no name for keeps its own, with a capital. */
export const providerName = (provider: string): string =>
  PROVIDERS[provider] ?? provider.charAt(0).toUpperCase() + provider.slice(1);

const KINDS: Readonly<Record<string, string>> = {
  input: "Input",
  cacheRead: "Cache read",
  cacheWrite5m: "Cache write, 5 min",
  cacheWrite1h: "Cache write, 1 h",
  output: "Output",
  other: "Other",
};
export const costKindName = (kind: string): string => KINDS[kind] ?? kind;

const PARTS: Readonly<Record<string, string>> = {
  depreciation: "Depreciation",
  rent: "Rent",
  energy: "Energy",
  grid: "Fixed and demand charges",
  hosting: "Hosting",
  maintenance: "Maintenance",
  licences: "Licences",
  labour: "Operations labour",
};
export const rigPartName = (part: string): string => PARTS[part] ?? part;

const CLASSES: Readonly<Record<string, string>> = { cloud: "Cloud", rig: "Rigs", shared: "Shared" };
export const classNameOf = (each: string): string => CLASSES[each] ?? each;
