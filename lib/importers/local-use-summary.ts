import { decimal, format } from "../core/decimal.ts";
import type { LocalUse } from "../core/local-use/local-use.ts";
import { AmountSum } from "./source/amount.ts";

/** What a file says its local servers did. Null is "the file does not say", never 0. */
export type FileLocalUse = {
  /** Requests, or windows between two looks at counters. */
  readonly uses: number;
  readonly requests: string | null;
  readonly failed: number | null;
  /** The requests' own times summed, seconds; requests at once count each. */
  readonly requestSeconds: string | null;
  /** Tokens were reckoned from rates. */
  readonly isEstimated: boolean;
  readonly endpoints: readonly string[];
  /** By model, most requests first, at most 100; `null` where the file names none. */
  readonly models: readonly ModelUse[];
};

export type ModelUse = {
  readonly model: string | null;
  readonly requests: string | null;
  readonly input: string | null;
  readonly cacheRead: string | null;
  readonly output: string | null;
};

const MOST_MODELS = 10_000;
const SHOWN_MODELS = 100;
const MOST_ENDPOINTS = 100;

/** A sum that knows whether anything was added: nothing is not 0. */
class KnownSum {
  readonly #sum = new AmountSum();
  #isKnown = false;

  add(value: Parameters<AmountSum["add"]>[0] | null): void {
    if (value === null) return;
    this.#isKnown = true;
    this.#sum.add(value);
  }

  text(): string | null {
    return this.#isKnown ? format(this.#sum.total()) : null;
  }
}

const newModel = () => ({
  requests: new KnownSum(),
  input: new KnownSum(),
  cacheRead: new KnownSum(),
  output: new KnownSum(),
});

/** Adds up what a file says of local use. Memory grows with models and servers only. */
export class LocalUseSummary {
  #uses = 0;
  #failed: number | null = null;
  #busyMs: number | null = null;
  #isEstimated = false;
  readonly #requests = new KnownSum();
  readonly #endpoints = new Set<string>();
  readonly #models = new Map<string | null, ReturnType<typeof newModel>>();

  add(use: LocalUse): void {
    this.#uses += 1;
    if (use.failed !== null) this.#failed = (this.#failed ?? 0) + use.failed;
    if (use.busyMs !== null) this.#busyMs = (this.#busyMs ?? 0) + use.busyMs;
    if (use.isEstimated) this.#isEstimated = true;
    if (use.endpoint !== null && this.#endpoints.size < MOST_ENDPOINTS) this.#endpoints.add(use.endpoint);
    const model = this.#modelOf(use.model);
    const requests = use.requests === null ? null : decimal(use.requests);
    this.#requests.add(requests);
    model.requests.add(requests);
    model.input.add(use.input);
    model.cacheRead.add(use.cacheRead);
    model.output.add(use.output);
  }

  #modelOf(name: string | null): ReturnType<typeof newModel> {
    const known = this.#models.get(name);
    if (known) return known;
    const model = newModel();
    if (this.#models.size < MOST_MODELS) this.#models.set(name, model);
    return model;
  }

  /** Null when the file holds no local use. */
  result(): FileLocalUse | null {
    if (this.#uses === 0) return null;
    const models = [...this.#models].map(([model, { requests, input, cacheRead, output }]) => ({
      model,
      requests: requests.text(),
      input: input.text(),
      cacheRead: cacheRead.text(),
      output: output.text(),
    }));
    return {
      uses: this.#uses,
      requests: this.#requests.text(),
      failed: this.#failed,
      requestSeconds: this.#busyMs === null ? null : format({ units: BigInt(this.#busyMs), scale: 3 }),
      isEstimated: this.#isEstimated,
      endpoints: [...this.#endpoints].sort(),
      models: models.sort((a, b) => Number(b.requests ?? 0) - Number(a.requests ?? 0)).slice(0, SHOWN_MODELS),
    };
  }
}
