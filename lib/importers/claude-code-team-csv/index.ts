import { monthOf } from "../../core/calendar.ts";
import type { ReadOptions, Sample, Sink, TableImporter } from "../importer.ts";
import { hashPerson } from "../person.ts";
import { MoneySums } from "../source/amount.ts";
import { readDollars } from "../source/dollars.ts";
import { type Period, periodOfName, reportPeriod, uuidOfName } from "../source/file-period.ts";
import { FutureDays } from "../source/future-days.ts";
import { type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { keysWith } from "../source/keys.ts";
import { headerOf } from "../source/sample.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";

const SPEND = "spend this month (usd)";
const KNOWN = new Set(["user", SPEND, "lines this month"]);

/** The Console's Claude Code page: a row a person, dollars of one month. */
const claudeCodeTeamCsv: TableImporter = {
  id: "claude-code-team-csv",
  label: "Claude Code team, CSV",
  lookedFor: "a header with User and Spend this Month (USD)",
  yields: "cost",
  basis: "billed",
  secrets: ["user"],
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return header.includes("user") && header.includes(SPEND);
  },
  open: (sink, options, sample) =>
    headedTable({
      sink,
      known: KNOWN,
      required: ["user", SPEND],
      amount: SPEND,
      open: (columns) => new Rows(columns, sink, { options, sample }),
    }),
};
export default claudeCodeTeamCsv;

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #account: string | null;
  readonly #period: Period | null;
  readonly #user: number;
  readonly #spend: number;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;

  constructor(columns: Columns, sink: Sink, { options, sample }: { options: ReadOptions; sample: Sample }) {
    this.#sink = sink;
    this.#account = uuidOfName(sample.fileName) ?? options.account;
    this.#period = periodOfName(sample.fileName);
    this.#user = columns.position("user");
    this.#spend = columns.position(SPEND);
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: "User" });
    reportPeriod(sink, this.#period, "claude-code-team-2026-05.csv");
    if (this.#period) new FutureDays(sink, options).check(this.#period.from);
    sink.groupedBy(["user"]);
  }

  row(cells: readonly string[], row: number): void {
    const user = cellAt(cells, this.#user);
    const text = cellAt(cells, this.#spend);
    if (isTotalLabel(user)) {
      this.#totals.hold(cells, { row, amount: text, currency: "USD" });
      return;
    }
    const billed = text === "" ? null : readDollars(text);
    if (!billed) {
      this.#sink.issue({
        severity: "blocking",
        row,
        column: "Spend this Month (USD)",
        code: text === "" ? "amount-empty" : "amount-unreadable",
        message:
          text === ""
            ? "The row has no spend. Mend the row or leave it out."
            : `"${text}" is not an amount in dollars.`,
      });
      return;
    }
    this.#sums.add("USD", billed);
    if (!this.#period) return;
    this.#sink.line({
      row,
      day: this.#period.from,
      billedMonth: monthOf(this.#period.to),
      provider: "anthropic",
      account: this.#account,
      basis: "billed",
      category: "usage",
      isCorrection: false,
      currency: "USD",
      billed,
      effective: null,
      model: null,
      service: "Claude Code",
      costKind: "other",
      tokens: null,
      keys: keysWith({ user: user === "" ? null : hashPerson(user) }),
    });
  }

  end(): void {
    this.#totals.settle();
  }
}
