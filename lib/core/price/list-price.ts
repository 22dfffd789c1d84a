/**
 * What a provider's public price list asks for a model on a day, from the catalogue @pydantic/genai-prices.
 * The catalogue finds the model and holds the history; its arithmetic is in floats, so only its numbers are taken, as the
 * shortest decimal text that names them, and all sums are done here. Base tier only: context tiers depend on the size of
 * one request, which a day's or month's tokens cannot tell. Prices by hour of day are left out for the same reason.
 */
import { type ConditionalPrice, calcPrice, findProvider, type ModelInfo, type Provider } from "@pydantic/genai-prices";
import { type Day, parseDay, startOfDayMs } from "../calendar.ts";
import { type Decimal, decimal } from "../decimal.ts";
import { TOKEN_KINDS, type TokenKind } from "../usage-line.ts";
import { modelKey } from "./model-name.ts";

/** Name and version of the catalogue; a test holds it equal to the installed package. */
export const CATALOGUE = "@pydantic/genai-prices 0.1.8";

/** All prices in US dollars per 1,000,000 tokens; a kind the list does not name is absent, which is not zero. */
export type ListPrice = {
  readonly provider: string;
  /** The catalogue's id of the model. */
  readonly model: string;
  readonly name: string;
  readonly currency: "USD";
  readonly perMillion: Readonly<Partial<Record<TokenKind, Decimal>>>;
  /** First day this price holds; null when the catalogue knows no earlier one. */
  readonly from: Day | null;
  readonly source: string;
  /** The list has dearer tiers for long requests, or other prices at some hours, which are left out here. */
  readonly isBaseOnly: boolean;
};

const PRICE_KEY: Readonly<Record<TokenKind, string>> = {
  input: "input_mtok",
  cacheRead: "cache_read_mtok",
  cacheWrite5m: "cache_write_mtok",
  cacheWrite1h: "cache_write_1h_mtok",
  output: "output_mtok",
};

/** The provider names of exports, where they differ from the catalogue's. */
const PROVIDER_IDS: Readonly<Record<string, string>> = {
  "google cloud": "google",
  vertex: "google",
  "amazon web services": "aws",
  bedrock: "aws",
  microsoft: "azure",
  xai: "x-ai",
};

/** Ways an export may write a model: as the API does, as people do ("Claude Haiku 4.5"), as AWS bills it. */
function spellings(model: string): string[] {
  const plain = model
    .trim()
    .toLowerCase()
    .replace(/\s*\(amazon bedrock edition\)$/, "")
    .replace(/@(default|latest)$/, "");
  const hyphened = plain.replace(/[\s_]+/g, "-");
  return [...new Set([model.trim(), plain, hyphened, hyphened.replace(/\./g, "-"), hyphened.replace(/@/g, "-")])];
}

type Found = { readonly provider: Provider; readonly model: ModelInfo };

function findModel(provider: string, model: string, day: Day): Found | null {
  const providerId = PROVIDER_IDS[provider.toLowerCase()] ?? provider.toLowerCase();
  const known = findProvider({ providerId });
  if (!known) return null;
  const timestamp = new Date(startOfDayMs(day));
  for (const spelling of spellings(model)) {
    const found = calcPrice({}, spelling, { providerId: known.id, timestamp });
    if (found) return found;
  }
  const wanted = spellings(model).map((spelling) => spelling.toLowerCase());
  const key = modelKey(model);
  const named =
    known.models.find((entry) => entry.name !== undefined && wanted.includes(entry.name.toLowerCase())) ??
    known.models.find((entry) => [entry.id, entry.name ?? entry.id].some((name) => modelKey(name) === key));
  return named ? { provider: known, model: named } : null;
}

/** The entry in force on `day`: the last unconditional or dated one that has begun. */
function inForce(model: ModelInfo, day: Day): { entry: ConditionalPrice; from: Day | null } | null {
  const entries: ConditionalPrice[] = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  let best: { entry: ConditionalPrice; from: Day | null } | null = null;
  for (const entry of entries) {
    if (!entry.constraint) {
      best ??= { entry, from: null };
    } else if (entry.constraint.type === "start_date") {
      const from = parseDay(entry.constraint.start_date.slice(0, 10));
      if (from && from <= day && (!best?.from || from >= best.from)) best = { entry, from };
    }
  }
  return best;
}

/**
 * @param provider lower-case identity as in `UsageLine.provider`; @param model as the export names it
 * @returns null when the catalogue does not know the model or has no token price for it: the model is then unpriced,
 *   never free.
 */
export function listPrice(of: { provider: string; model: string; day: Day }): ListPrice | null {
  const key = `${of.provider}\u0000${of.model}\u0000${of.day}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const price = lookUp(of);
  if (found.size >= MOST_KEPT) found.clear();
  found.set(key, price);
  return price;
}

/** The catalogue never changes while a process runs, and a page asks for the same models again and again. */
const found = new Map<string, ListPrice | null>();
const MOST_KEPT = 10_000;

function lookUp({ provider, model, day }: { provider: string; model: string; day: Day }): ListPrice | null {
  const entry = findModel(provider, model, day);
  const current = entry && inForce(entry.model, day);
  if (!current) return null;
  const perMillion: Partial<Record<TokenKind, Decimal>> = {};
  let isBaseOnly = Array.isArray(entry.model.prices)
    ? entry.model.prices.some((price) => price.constraint?.type === "time_of_date")
    : false;
  for (const kind of TOKEN_KINDS) {
    const value = current.entry.prices[PRICE_KEY[kind]];
    if (value === undefined) continue;
    if (typeof value !== "number") isBaseOnly = true;
    // String() gives the shortest text that names the number: 0.1, never 0.1000000000000000055.
    perMillion[kind] = decimal(String(typeof value === "number" ? value : value.base));
  }
  if (Object.keys(perMillion).length === 0) return null;
  return {
    provider: entry.provider.id,
    model: entry.model.id,
    name: entry.model.name ?? entry.model.id,
    currency: "USD",
    perMillion,
    from: current.from,
    source: [CATALOGUE, entry.provider.pricing_urls?.[0]].filter((text) => text !== undefined).join(", "),
    isBaseOnly,
  };
}

/** The days on which the catalogue's price of a model changes, first one first; empty where it knows one price or none. */
export function listPriceStarts({ provider, model, day }: { provider: string; model: string; day: Day }): Day[] {
  const entry = findModel(provider, model, day);
  if (!entry || !Array.isArray(entry.model.prices)) return [];
  const starts = entry.model.prices.flatMap(({ constraint }) =>
    constraint?.type === "start_date" ? [parseDay(constraint.start_date.slice(0, 10))] : [],
  );
  return starts.filter((start) => start !== null).sort();
}
