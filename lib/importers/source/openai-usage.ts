import { add, type Decimal, equals, isNegative, isZero, subtract, ZERO } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { readAmount } from "./amount.ts";
import { type Count, type RowBase, readCount, reportCount, yieldByKind } from "./count-columns.ts";
import type { DayOf } from "./days.ts";
import { keysWith, Memo, TupleMemo } from "./keys.ts";
import { Tally } from "./tally.ts";

/** What a usage result may say, in the API's names; the dashboard's columns are called the same. */
export const USAGE_FIELDS = [
  "input_tokens",
  "input_cached_tokens",
  "input_cache_write_tokens",
  "input_uncached_tokens",
  "output_tokens",
  "num_model_requests",
  "num_requests",
  "images",
  "characters",
  "seconds",
  "usage_bytes",
  "num_sessions",
  "project_id",
  "project_name",
  "user_id",
  "user_email",
  "api_key_id",
  "model",
  "batch",
  "service_tier",
  "organization_id",
  "size",
  "source",
  "context_level",
  "vector_store_id",
] as const;
type Field = (typeof USAGE_FIELDS)[number];

const AT = Object.fromEntries(USAGE_FIELDS.map((name, position) => [name, position])) as Readonly<
  Record<Field, number> // fromEntries forgets the names of the keys
>;

/** Ways to group a result beside project, key, person, model and tier: each says the rows are finer. */
const FINER: readonly Field[] = ["size", "source", "context_level", "vector_store_id"];

type Part = {
  readonly service: string;
  /** What it counts where that is not tokens. */
  readonly quantity: Field | null;
  readonly requests: Field | null;
};

/** The feeds of the usage API, by the last part of their endpoint. */
export const USAGE_PARTS = {
  completions: { service: "OpenAI completions", quantity: null, requests: "num_model_requests" },
  embeddings: { service: "OpenAI embeddings", quantity: null, requests: "num_model_requests" },
  moderations: { service: "OpenAI moderations", quantity: null, requests: "num_model_requests" },
  images: { service: "OpenAI images", quantity: "images", requests: "num_model_requests" },
  audio_speeches: { service: "OpenAI speech, characters", quantity: "characters", requests: "num_model_requests" },
  audio_transcriptions: {
    service: "OpenAI transcription, seconds",
    quantity: "seconds",
    requests: "num_model_requests",
  },
  vector_stores: { service: "OpenAI vector stores, bytes", quantity: "usage_bytes", requests: null },
  code_interpreter_sessions: {
    service: "OpenAI code interpreter, sessions",
    quantity: "num_sessions",
    requests: null,
  },
  web_search_calls: { service: "OpenAI web searches", quantity: null, requests: "num_requests" },
  file_search_calls: { service: "OpenAI file searches", quantity: null, requests: "num_requests" },
} as const satisfies Record<string, Part>;
export type UsagePart = keyof typeof USAGE_PARTS;

const OTHER_NAMES: Readonly<Record<string, UsagePart>> = {
  web_searches: "web_search_calls",
  file_searches: "file_search_calls",
};

const isPart = (name: string): name is UsagePart => Object.hasOwn(USAGE_PARTS, name);

/** `web_searches` and `web_search_calls` are one feed; null: none that is known. */
export function usagePart(name: string): UsagePart | null {
  const lower = name.toLowerCase();
  return isPart(lower) ? lower : (OTHER_NAMES[lower] ?? null);
}

type UsageRow = {
  readonly part: UsagePart;
  /** In the order of `USAGE_FIELDS`; "" where the file has none. */
  readonly texts: readonly string[];
  readonly row: number;
  readonly at: DayOf;
};

const PARTS_DIFFER = {
  severity: "warning",
  code: "input-parts-differ",
  column: "input_uncached_tokens",
  message: "The uncached tokens are not the input less cached and cache-written tokens; the latter count.",
} as const;

/** Lowers usage results to lines: the rules that the API's pages and the dashboard's files share. */
export class OpenaiUsage {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #groups = new Set<string>();
  readonly #tally: Tally;
  readonly #tiers = new TupleMemo(([batch, tier]) => this.#readTier(batch, tier));
  readonly #keys = new TupleMemo((texts) => this.#readKeys(texts));
  readonly #models = new Memo((text) => this.#readModel(text));
  readonly #accounts = new Memo((text) => ({ account: textOrNull(text) ?? this.#options.account }));

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#tally = new Tally(sink);
  }

  add(given: UsageRow): void {
    const { part, texts, row } = given;
    const { quantity, requests } = USAGE_PARTS[part];
    for (const name of FINER) if (texts[AT[name]]) this.#groups.add(name.replaceAll("_", " "));
    const figures = this.#figures(texts, row, { quantity, requests });
    if (!figures) return;
    const base = this.#base(given);
    if (quantity !== null) {
      // What is counted has no place among tokens; a line says that it was used, and how often where that is said.
      const isUsed = figures.quantity !== null && !isZero(figures.quantity);
      if (isUsed || (figures.requests !== null && !isZero(figures.requests)))
        yieldByKind(this.#sink, base, { counts: [], requests: figures.requests, billed: ZERO });
      return;
    }
    const { input, cacheRead, cacheWrite, output } = figures;
    yieldByKind(this.#sink, base, {
      counts: [
        { kind: "input", count: input },
        { kind: "cacheRead", count: cacheRead },
        { kind: "cacheWrite5m", count: cacheWrite },
        { kind: "output", count: output },
      ],
      requests: figures.requests,
      billed: null,
    });
  }

  /** Call at the end of the file. */
  end(): void {
    this.#tally.report();
    this.#sink.groupedBy([...this.#groups].sort());
  }

  #figures(texts: readonly string[], row: number, of: { quantity: Field | null; requests: Field | null }) {
    let isUnreadable = false;
    let isSaid = false;
    const count = (name: Field | null): Count => {
      const text = name === null ? "" : (texts[AT[name]] ?? "");
      if (text === "" || name === null) return null;
      const found = name === "seconds" ? readSeconds(text) : readCount(text);
      if (found === undefined) {
        isUnreadable = true;
        reportCount(this.#sink, { row, column: name, text });
        return null;
      }
      isSaid ||= found !== null;
      return found;
    };
    const quantity = count(of.quantity);
    const requests = count(of.requests);
    const given: InputParts = {
      total: count("input_tokens"),
      cached: count("input_cached_tokens"),
      written: count("input_cache_write_tokens"),
      uncached: count("input_uncached_tokens"),
    };
    const output = count("output_tokens");
    if (isUnreadable) return null;
    if (!isSaid) {
      this.#block(row, of.quantity ?? "input_tokens", "count-empty", "The result counts nothing. Leave it out.");
      return null;
    }
    const parts = inputParts(given);
    if (parts === null) {
      this.#block(
        row,
        "input_cached_tokens",
        "parts-exceed-total",
        "Cached and cache-written tokens are more than all input tokens, of which they are part. Mend the row or leave it out.",
      );
      return null;
    }
    if (given.uncached && parts.input && !equals(given.uncached, parts.input)) this.#tally.note(PARTS_DIFFER, row);
    return { quantity, requests, output, ...parts };
  }

  #base({ part, texts, row, at }: UsageRow): RowBase {
    const text = (name: Field) => texts[AT[name]] ?? "";
    return {
      row,
      day: at.day,
      billedMonth: at.month,
      provider: "openai",
      account: this.#accounts.get(text("organization_id")).account,
      basis: "quantity",
      category: "usage",
      isCorrection: false,
      currency: "USD",
      model: this.#models.get(text("model")).model,
      service: USAGE_PARTS[part].service,
      keys: this.#keys.get(
        text("project_id"),
        text("project_name"),
        text("user_id") || text("user_email"),
        text("api_key_id"),
        this.#tiers.get(text("batch"), text("service_tier")),
      ),
    };
  }

  #readModel(text: string): { readonly model: string | null } {
    const model = textOrNull(text);
    if (model !== null) this.#groups.add("model");
    return { model };
  }

  #readTier(batch = "", tier = ""): string {
    if (batch !== "") this.#groups.add("batch");
    if (tier !== "") this.#groups.add("service tier");
    if (/^(?:true|1|yes)$/i.test(batch)) return "batch";
    return /^(?:default|standard|auto)?$/i.test(tier) ? "" : tier.toLowerCase();
  }

  #readKeys([project, projectName, user, apiKey, tier = ""]: readonly string[]): Keys {
    if (project) this.#groups.add("project");
    if (user) this.#groups.add("user");
    if (apiKey) this.#groups.add("API key");
    return keysWith({
      project: textOrNull(project),
      projectName: textOrNull(projectName),
      apiKey: textOrNull(apiKey),
      user: textOrNull(user),
      ...(tier === "" ? {} : { tags: { tier } }),
    });
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }
}

/** Seconds of audio have fractions. */
function readSeconds(text: string): Count | undefined {
  return /^\d+\.\d+$/.test(text) ? readAmount(text) : readCount(text);
}

type InputParts = {
  readonly total: Count;
  readonly cached: Count;
  readonly written: Count;
  readonly uncached: Count;
};
type Input = { readonly input: Count; readonly cacheRead: Count; readonly cacheWrite: Count };

/**
 * Disjoint input tokens of total, cached, cache-written and uncached ones, by `total = uncached + cached + written`: one
 * part that a file leaves out follows from the others. Null when the parts exceed the total.
 */
export function inputParts({ total, cached, written, uncached }: InputParts): Input | null {
  if (total === null) return { input: uncached, cacheRead: cached, cacheWrite: written };
  const rest = uncached && subtract(total, add(uncached, add(cached ?? ZERO, written ?? ZERO)));
  const isOneMissing = rest !== null && (cached === null || written === null);
  const cacheRead: Count = isOneMissing && cached === null ? rest : cached;
  const cacheWrite: Count = isOneMissing && cached !== null ? rest : written;
  const taken: Decimal = add(cacheRead ?? ZERO, cacheWrite ?? ZERO);
  const input = subtract(total, taken);
  return [input, cacheRead, cacheWrite].some((part) => part && isNegative(part))
    ? null
    : { input, cacheRead, cacheWrite };
}
