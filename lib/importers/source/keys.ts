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
    this.#values.set(ownCopy(key), value);
    return value;
  }
}

const SLOTS = 4096;
const SEPARATOR = "\u0000";

type Slot<Value> = {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
  readonly e: string;
  readonly value: Value;
};

/**
 * As `Memo`, for what several cells of a row mean together. A million rows name the same few hundred things: the last
 * ones are found by comparing cells, without joining or hashing text.
 */
export class TupleMemo<Value> {
  readonly #slots: (Slot<Value> | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #memo: Memo<Value>;

  constructor(make: (cells: readonly string[]) => Value) {
    this.#memo = new Memo((joined) => make(joined.split(SEPARATOR)));
  }

  get(a: string, b = "", c = "", d = "", e = ""): Value {
    const mark = ((((markOf(a) * 31 + markOf(b)) * 31 + markOf(c)) * 31 + markOf(d)) * 31 + markOf(e)) & (SLOTS - 1);
    const slot = this.#slots[mark];
    if (slot && slot.a === a && slot.b === b && slot.c === c && slot.d === d && slot.e === e) return slot.value;
    const joined = `${a}${SEPARATOR}${b}${SEPARATOR}${c}${SEPARATOR}${d}${SEPARATOR}${e}`;
    const value = this.#memo.get(joined);
    const [ownA = "", ownB = "", ownC = "", ownD = "", ownE = ""] = ownCopy(joined).split(SEPARATOR);
    this.#slots[mark] = { a: ownA, b: ownB, c: ownC, d: ownD, e: ownE, value };
    return value;
  }
}

/** A copy that stands alone: a slice would keep the whole block it was cut from in memory. */
const ownCopy = (text: string): string => Buffer.from(text, "utf8").toString("utf8");

/** A few characters of a text, enough to spread texts over slots. */
function markOf(text: string): number {
  const length = text.length;
  if (length === 0) return 0;
  return (
    (text.charCodeAt(length - 1) +
      text.charCodeAt(length >> 1) * 7 +
      text.charCodeAt(length > 1 ? length - 2 : 0) * 13 +
      text.charCodeAt(length >> 2) * 29 +
      length) |
    0
  );
}
