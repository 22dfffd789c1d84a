import { add, type Decimal, normalise, STORED_SCALE } from "../core/decimal.ts";
import { RowList } from "../core/row-list.ts";
import type { UsageLine } from "../core/usage-line.ts";

/** Lines of a file that agree in everything but the row, summed exactly: what is staged and later posted. */
export type CollectedLine = {
  readonly line: UsageLine;
  readonly keyNo: number;
  billed: Decimal;
  effective: Decimal | null;
  tokens: Decimal | null;
  requests: Decimal | null;
  readonly rows: RowList;
};
export type CollectedKey = { readonly no: number; readonly line: UsageLine };

const tagText = (tags: Readonly<Record<string, string>>): string => {
  const names = Object.keys(tags);
  if (names.length === 0) return "";
  return JSON.stringify(names.sort().map((name) => [name, tags[name]]));
};

/** A name for each different value, counted from 0: what a bucket is found by is then one number, not a joined text. */
class Numbering {
  readonly #numbers = new Map<string, number>();
  of(value: string): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(value, number);
    }
    return number;
  }
}

type KnownKey = { readonly provider: string; readonly account: string | null; readonly no: number };
/** Bits for the nature of a line (kind, category, basis, currency, what is known), and for its service. */
const NATURES = 2 ** 10;
const SERVICES = 2 ** 22;

/**
 * Sums lines to day grain in memory. At most `limit` different lines are held; the caller takes them with `drain`
 * when `isFull`, so a file in which every row differs still needs bounded memory. This is the path every row takes.
 */
export class LineCollector {
  readonly #limit: number;
  /** By day, service and nature, then by key: few of the first, however many keys a file has. */
  #buckets = new Map<number, Map<number, CollectedLine>>();
  #size = 0;
  #newKeys: CollectedKey[] = [];
  #keyCount = 0;
  readonly #keyNumbers = new Map<string, number>();
  readonly #keyOfRecord = new WeakMap<object, Map<string | null, KnownKey>>();
  readonly #days = new Numbering();
  readonly #services = new Numbering();
  readonly #natures = new Numbering();
  needsRounding = false;

  constructor({ limit = 100_000 }: { limit?: number } = {}) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#size >= this.#limit;
  }

  add(line: UsageLine): void {
    const keyNo = this.#keyNumber(line);
    if (line.billed.scale > STORED_SCALE && normalise(line.billed).scale > STORED_SCALE) this.needsRounding = true;
    const bucket = this.#bucketNumber(line);
    let byKey = this.#buckets.get(bucket);
    if (!byKey) {
      byKey = new Map();
      this.#buckets.set(bucket, byKey);
    }
    const known = byKey.get(keyNo);
    if (!known) {
      const { billed, effective, tokens } = line;
      const requests = line.requests ?? null;
      byKey.set(keyNo, { line, keyNo, billed, effective, tokens, requests, rows: new RowList(line.row) });
      this.#size += 1;
      return;
    }
    known.billed = add(known.billed, line.billed);
    if (known.effective && line.effective) known.effective = add(known.effective, line.effective);
    if (known.tokens && line.tokens) known.tokens = add(known.tokens, line.tokens);
    if (line.requests) known.requests = known.requests ? add(known.requests, line.requests) : line.requests;
    known.rows.push(line.row);
  }

  /** What has been collected since the last drain. Keys come once, before the lines that use them. */
  drain(): { keys: CollectedKey[]; lines: CollectedLine[] } {
    const drained = { keys: this.#newKeys, lines: [...this.#buckets.values()].flatMap((byKey) => [...byKey.values()]) };
    this.#buckets = new Map();
    this.#size = 0;
    this.#newKeys = [];
    return drained;
  }

  #bucketNumber(line: UsageLine): number {
    const day = this.#days.of(line.billedMonth === line.day.slice(0, 7) ? line.day : `${line.day} ${line.billedMonth}`);
    const known = (line.effective ? 1 : 0) + (line.tokens ? 2 : 0) + (line.isCorrection ? 4 : 0);
    const nature = this.#natures.of(
      `${line.costKind} ${line.category} ${line.basis} ${line.currency} ${known}${line.scope ?? ""}`,
    );
    const service = this.#services.of(line.service);
    if (nature >= NATURES || service >= SERVICES) throw new RangeError("A file with more services than any bill has");
    return (day * SERVICES + service) * NATURES + nature;
  }

  #keyNumber(line: UsageLine): number {
    // Importers reuse one `keys` record for equal rows, so most lines are found by identity.
    let byModel = this.#keyOfRecord.get(line.keys);
    if (!byModel) {
      byModel = new Map();
      this.#keyOfRecord.set(line.keys, byModel);
    }
    const quick = byModel.get(line.model);
    if (quick && quick.provider === line.provider && quick.account === line.account) return quick.no;
    const no = this.#numberOf(line);
    byModel.set(line.model, { provider: line.provider, account: line.account, no });
    return no;
  }

  #numberOf(line: UsageLine): number {
    const { project, projectName, workspace, apiKey, apiKeyName, user, tags } = line.keys;
    const parts = [line.provider, line.account, line.model, project, projectName, workspace, apiKey, apiKeyName, user];
    const identity = `${parts.map((part) => part ?? "\u0001").join("\u0000")}\u0000${tagText(tags)}`;
    let no = this.#keyNumbers.get(identity);
    if (no === undefined) {
      this.#keyCount += 1;
      no = this.#keyCount;
      this.#keyNumbers.set(identity, no);
      this.#newKeys.push({ no, line });
    }
    return no;
  }
}
