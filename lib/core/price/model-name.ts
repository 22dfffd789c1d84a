/**
 * One normal form for the many ways a model is written: as the API does (`claude-sonnet-4-5-20250929`), as people do
 * ("Claude Sonnet 4.5"), behind a seller (`anthropic/claude-sonnet-4-5`), as Bedrock bills it
 * (`us.anthropic.claude-sonnet-4-5-20250929-v1:0`) or Vertex (`claude-sonnet-4-5@20250929`). Names of different models
 * stay apart: sizes, previews, fine-tunes and `:free` are part of the name.
 */

/** Vendors as Bedrock writes them before a dot, with or without a region. */
const BEDROCK =
  /^(?:(?:us|eu|apac|jp|au|ca|sa|global|us-gov)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|stability|writer|moonshot|minimax|google|nvidia|twelvelabs)\.(?=[a-z])/;
/** DeepSeek's Bedrock ids are only a version (`deepseek.r1-v1:0`): there the vendor is part of the name. */
const BEDROCK_DEEPSEEK = /^(?:[a-z-]+\.)?deepseek\.(?=[rv]\d)/;

const DATE = String.raw`20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|20\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
/** The day of a snapshot at the end of a name, before what a cloud adds (`-v2:0`). */
const SNAPSHOT = new RegExp(`[-@_ ](${DATE})(?=(?:-v\\d+(?::\\d+)*)?$)`);
/** Which of a cloud's own revisions: `-v2:0` after a snapshot, `-v1:0`, `-v1:0:200k`, gpt-oss' `-1:0`. */
const REVISION = /-v?1:\d+(?::\d+k)?$|(?<=\d)-v\d+:0(?::\d+k)?$/;
const ALIAS = /[-@](?:latest|default)$/;
const FAMILIES = "opus|sonnet|haiku";

/** The last part of a path or of an ARN: what is before it says who sells the model. */
const withoutSeller = (text: string): string =>
  text.startsWith("ft:") ? text : text.replace(/^arn:[^/]*\//, "").replace(/^.*\/(?=[^/])/, "");

function withoutBedrock(text: string): string {
  const plain = text.replace(/\s*\(amazon bedrock edition\)$/, "");
  const named = plain.replace(BEDROCK_DEEPSEEK, "deepseek-");
  const isBedrock = named !== plain || BEDROCK.test(named);
  const bare = named.replace(BEDROCK, "");
  const revised = bare.replace(REVISION, "");
  return isBedrock ? revised.replace(/-v1$/, "") : revised;
}

/** "Claude Sonnet 3.5" and `claude-3-5-sonnet-v2` are one model; so are `claude-sonnet-4-0` and "Claude Sonnet 4". */
const orderClaude = (text: string): string =>
  text
    .replace(new RegExp(`^claude-(\\d+(?:-\\d{1,2})?)-(${FAMILIES})(?=-|$)`), "claude-$2-$1")
    .replace(new RegExp(`^(claude-(?:${FAMILIES})-\\d+(?:-\\d{1,2})?)-v\\d+$`), "$1")
    .replace(new RegExp(`^(claude-(?:${FAMILIES})-\\d+)-0$`), "$1");

function once(text: string): string {
  const plain = withoutBedrock(withoutSeller(text.trim().toLowerCase()));
  if (plain.startsWith("ft:")) return plain.replaceAll(/\s+/g, "-"); // a fine-tune's name is its own, to the last sign
  const joined = plain
    .replace(SNAPSHOT, "")
    .replace(ALIAS, "")
    .replaceAll("+", "-plus")
    .replaceAll(/(?<=v\d)p(?=\d)/g, "-")
    .replaceAll(/[^\p{L}\p{N}:]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
    .replace(/^(gpt|claude|llama|gemini|gemma|qwen|grok|mixtral)(?=\d)/, "$1-")
    .replace(/^(gemini-.*\D)-00\d$/, "$1");
  return orderClaude(joined);
}

/** Rounds enough for every name there is; each strips one layer (a seller within a seller, a date before an alias). */
const MOST_LAYERS = 6;

/**
 * The normal form of a model's name: two names of one model give the same text, two models never do. Idempotent; empty
 * only for text without letters or digits.
 */
export function modelKey(text: string): string {
  const known = keys.get(text);
  if (known !== undefined) return known;
  let current = once(text) || text.trim().toLowerCase();
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    const next = once(current) || current;
    if (next === current) break;
    current = next;
  }
  if (keys.size >= MOST_KEPT) keys.clear();
  keys.set(text, current);
  return current;
}

/** A settling of many lines asks for the same few hundred names again and again. */
const keys = new Map<string, string>();
const MOST_KEPT = 10_000;

/** The day a name ends in, as `20250929`, or null: a price of one snapshot does not hold for another. */
export function snapshotOf(text: string): string | null {
  const match = SNAPSHOT.exec(text.trim().toLowerCase());
  return match?.[1]?.replaceAll("-", "") ?? null;
}

/** The names providers go by in exports and in the catalogue, as one. */
const PROVIDERS: Readonly<Record<string, string>> = {
  "google cloud": "google",
  vertex: "google",
  "amazon web services": "aws",
  bedrock: "aws",
  microsoft: "azure",
  "x-ai": "xai",
};

/** The identity of a provider as lines carry it. */
export function providerKey(text: string): string {
  const plain = text.trim().toLowerCase();
  return PROVIDERS[plain] ?? plain;
}
