import { utcDay } from "../../core/calendar.ts";
import type { Decimal } from "../../core/decimal.ts";
import type { ReadOptions, Sink, TableImporter } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { MoneySums } from "../source/amount.ts";
import { type Count, CountColumns } from "../source/count-columns.ts";
import {
  type CursorKind,
  type CursorTokens,
  cursorKeys,
  cursorKind,
  cursorTokens,
  yieldCursorEvent,
} from "../source/cursor-event.ts";
import { type DayOf, dayOf, readIsoMs } from "../source/days.ts";
import { readDollars } from "../source/dollars.ts";
import { FutureDays } from "../source/future-days.ts";
import { type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { Memo, TupleMemo } from "../source/keys.ts";
import { headerOf } from "../source/sample.ts";
import { Tally } from "../source/tally.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";

const WITH_WRITE = "input (w/ cache write)";
const WITHOUT_WRITE = "input (w/o cache write)";
const COUNTS = [WITH_WRITE, WITHOUT_WRITE, "cache read", "output tokens", "total tokens"] as const;
const KNOWN = new Set<string>([
  ..."date,user,user email,cloud agent id,automation id,kind,model,max mode,cost,cost ($),cost (usd),requests".split(
    ",",
  ),
  ...COUNTS,
]);

/** Cursor's usage events, in the generations of 6, 8, 10, 12 and (for teams) 13 columns: one row an event. */
const cursorUsageCsv: TableImporter = {
  id: "cursor-usage-csv",
  label: "Cursor usage events, CSV",
  lookedFor: "a header with Date and Input (w/o Cache Write)",
  yields: "cost",
  basis: "billed",
  family: "cursor-usage",
  secrets: ["user", "user email"],
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return header.includes("date") && (header.includes(WITH_WRITE) || header.includes(WITHOUT_WRITE));
  },
  open: (sink, options) =>
    headedTable({
      sink,
      known: KNOWN,
      required: ["date"],
      amount: "cost",
      open: (columns) => new Rows(columns, sink, options),
    }),
};
export default cursorUsageCsv;

const CONTAINED = {
  severity: "notice",
  code: "input-contains-write",
  column: "Input (w/ Cache Write)",
  message: "By its total, the input with cache write contains the input without it; only the rest counts as written.",
} as const;
const DIFFERS = {
  severity: "warning",
  code: "token-total-differs",
  column: "Total Tokens",
  message: "The token columns do not sum to the row's total; the columns count.",
} as const;
const UNPAID = {
  severity: "warning",
  code: "cost-unknown",
  column: "Cost",
  message: "The row has neither a cost nor a kind that says who pays; its tokens count, without money.",
} as const;

type MaybeDay = { readonly at: DayOf | null };

/** `2026-08-03T03:30:00.000Z`, of which the first ten characters are the day. */
const isUtcStamp = (text: string): boolean =>
  text.charCodeAt(10) === 84 && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58 && text.endsWith("Z");

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: Readonly<Record<"date" | "user" | "kind" | "model" | "maxMode" | "cost", number>>;
  readonly #counts: CountColumns;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #tally: Tally;
  readonly #future: FutureDays;
  readonly #kinds = new Memo((text): CursorKind => cursorKind(text));
  readonly #models = new Memo((text) => textOrNull(text));
  readonly #days = new Memo((text): MaybeDay => this.#readDay(text));
  readonly #keys = new TupleMemo(([user = "", maxMode = ""]) => cursorKeys(user, /^(?:yes|true|1)$/i.test(maxMode)));

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#at = {
      date: columns.position("date"),
      user: columns.position("user", "user email"),
      kind: columns.position("kind"),
      model: columns.position("model"),
      maxMode: columns.position("max mode"),
      cost: columns.position("cost", "cost ($)", "cost (usd)"),
    };
    this.#counts = new CountColumns(sink, columns, COUNTS);
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: "Date" });
    this.#tally = new Tally(sink);
    this.#future = new FutureDays(sink, options);
    sink.groupedBy(this.#at.user < 0 ? ["event"] : ["event", "user"]);
  }

  row(cells: readonly string[], row: number): void {
    const dateText = cellAt(cells, this.#at.date);
    const costText = cellAt(cells, this.#at.cost);
    if (dateText === "" || isTotalLabel(dateText)) {
      this.#totals.hold(cells, { row, amount: costText, currency: "USD" });
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const { at } = this.#days.get(isUtcStamp(dateText) ? dateText.slice(0, 10) : dateText);
    if (!at) {
      this.#block(row, "Date", "date-unreadable", `"${dateText}" is not a time as this export writes it (ISO).`);
      return;
    }
    const counts = this.#counts.read(cells, row);
    const paid = counts && this.#paid(cells, row, costText);
    if (!counts || !paid) return;
    const { kind, cost } = paid;
    const tokens = this.#tokens(counts, row);
    if (kind === "by-cost" && cost === null) this.#tally.note(UNPAID, row);
    if (cost && (kind === "charged" || kind === "by-cost")) this.#sums.add("USD", cost);
    yieldCursorEvent(this.#sink, {
      row,
      day: at.day,
      billedMonth: at.month,
      account: this.#options.account,
      kind,
      cost,
      model: this.#models.get(cellAt(cells, this.#at.model)),
      keys: this.#keys.get(cellAt(cells, this.#at.user), cellAt(cells, this.#at.maxMode)),
      tokens,
    });
  }

  end(): void {
    this.#totals.settle();
    this.#tally.report();
  }

  /** Who pays and how much; null when the cost cannot be read, which was then reported. */
  #paid(cells: readonly string[], row: number, text: string): { kind: CursorKind; cost: Decimal | null } | null {
    const kind = this.#kinds.get(cellAt(cells, this.#at.kind));
    const isFree = /^(?:included|free|no charge|not charged)$/i.test(text);
    const isWord = isFree || /^(?:-|n\/a|null)?$/i.test(text);
    const cost = isWord ? null : readDollars(text);
    if (!isWord && !cost) {
      this.#block(row, "Cost", "amount-unreadable", `"${text}" is not a cost: dollars, Included or Free.`);
      return null;
    }
    if (kind === "charged" && cost === null && !isFree) {
      this.#block(row, "Cost", "amount-empty", "The row is charged for and has no cost. Mend the row or leave it out.");
      return null;
    }
    return { kind: isFree && kind !== "own-key" && kind !== "none" ? "included" : kind, cost };
  }

  #readDay(text: string): MaybeDay {
    const ms = readIsoMs(text);
    if (ms === null) return { at: null };
    const day = utcDay(ms);
    this.#future.check(day);
    this.#sink.speaksFor({ from: day, to: day });
    return { at: dayOf(day) };
  }

  #tokens(counts: readonly Count[], row: number): CursorTokens {
    const [withWrite = null, withoutWrite = null, read = null, output = null, total = null] = counts;
    const { tokens, how } = cursorTokens({ withWrite, withoutWrite, read, output, total });
    if (how === "contained") this.#tally.note(CONTAINED, row);
    if (how === "differs") this.#tally.note(DIFFERS, row);
    return tokens;
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }
}
