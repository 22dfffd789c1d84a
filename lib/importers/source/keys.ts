import type { Keys } from "../../core/usage-line.ts";

const NO_TAGS: Readonly<Record<string, string>> = Object.freeze({});

export const NO_KEYS: Keys = Object.freeze({
  project: null,
  projectName: null,
  workspace: null,
  apiKey: null,
  apiKeyName: null,
  user: null,
  tags: NO_TAGS,
});

/** Keys with the given parts set and everything else "not in this export". */
export const keysWith = (parts: Partial<Keys>): Keys => ({ ...NO_KEYS, ...parts });

const MOST_CACHED = 50_000;

/** Remembers what a text means; starts afresh when it has grown past its limit, so memory stays flat. */
export class Memo<Value> {
  readonly #values = new Map<string, Value>();
  readonly #make: (key: string) => Value;
  constructor(make: (key: string) => Value) {
    this.#make = make;
  }

  get(key: string): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = this.#make(key);
    if (this.#values.size >= MOST_CACHED) this.#values.clear();
    // A slice would keep the whole block it was cut from.
    this.#values.set(Buffer.from(key, "utf8").toString("utf8"), value);
    return value;
  }
}
