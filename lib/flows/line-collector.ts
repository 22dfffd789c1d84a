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
  readonly rows: RowList;
};
export type CollectedKey = { readonly no: number; readonly line: UsageLine };

const tagText = (tags: Readonly<Record<string, string>>): string => {
  const names = Object.keys(tags);
  if (names.length === 0) return "";
  return JSON.stringify(names.sort().map((name) => [name, tags[name]]));
};

/**
 * Sums lines to day grain in memory. At most `limit` different lines are held; the caller takes them with `drain`
 * when `isFull`, so a file in which every row differs still needs bounded memory.
 */
export class LineCollector {
  readonly #limit: number;
  #lines = new Map<string, CollectedLine>();
  readonly #keyNumbers = new Map<string, number>();
  readonly #keyOfRecord = new WeakMap<object, Map<string, number>>();
  #newKeys: CollectedKey[] = [];
  needsRounding = false;

  constructor({ limit = 200_000 }: { limit?: number } = {}) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#lines.size >= this.#limit;
  }

  add(line: UsageLine): void {
    const keyNo = this.#keyNumber(line);
    const identity = `${keyNo}|${line.day}|${line.billedMonth}|${line.costKind}|${line.category}|${line.basis}|${line.currency}|${line.isCorrection ? 1 : 0}${line.effective ? 1 : 0}${line.tokens ? 1 : 0}|${line.service}`;
    if (line.billed.scale > STORED_SCALE && normalise(line.billed).scale > STORED_SCALE) this.needsRounding = true;
    const known = this.#lines.get(identity);
    if (!known) {
      const rows = new RowList(line.row);
      this.#lines.set(identity, {
        line,
        keyNo,
        billed: line.billed,
        effective: line.effective,
        tokens: line.tokens,
        rows,
      });
      return;
    }
    known.billed = add(known.billed, line.billed);
    if (known.effective && line.effective) known.effective = add(known.effective, line.effective);
    if (known.tokens && line.tokens) known.tokens = add(known.tokens, line.tokens);
    known.rows.push(line.row);
  }

  /** What has been collected since the last drain. Keys come once, before the lines that use them. */
  drain(): { keys: CollectedKey[]; lines: CollectedLine[] } {
    const drained = { keys: this.#newKeys, lines: [...this.#lines.values()] };
    this.#lines = new Map();
    this.#newKeys = [];
    return drained;
  }

  #keyNumber(line: UsageLine): number {
    // Importers reuse one `keys` record for equal rows, so most lines are found by identity.
    let byRest = this.#keyOfRecord.get(line.keys);
    if (!byRest) {
      byRest = new Map();
      this.#keyOfRecord.set(line.keys, byRest);
    }
    const rest = `${line.provider}\u0000${line.account ?? ""}\u0000${line.model ?? ""}`;
    const quick = byRest.get(rest);
    if (quick !== undefined) return quick;
    const { project, projectName, workspace, apiKey, apiKeyName, user, tags } = line.keys;
    const identity = [rest, project, projectName, workspace, apiKey, apiKeyName, user, tagText(tags)].join("\u0000");
    let no = this.#keyNumbers.get(identity);
    if (no === undefined) {
      no = this.#keyNumbers.size + 1;
      this.#keyNumbers.set(identity, no);
      this.#newKeys.push({ no, line });
    }
    byRest.set(rest, no);
    return no;
  }
}
