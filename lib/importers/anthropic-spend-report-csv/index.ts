import { monthOf } from "../../core/calendar.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { ReadOptions, Sample, Sink, TableImporter } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { MoneySums } from "../source/amount.ts";
import { CountColumns, type RowBase, yieldByKind } from "../source/count-columns.ts";
import { readDollars } from "../source/dollars.ts";
import { type Period, periodOfName, reportPeriod, uuidOfName } from "../source/file-period.ts";
import { FutureDays } from "../source/future-days.ts";
import { type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { keysWith, Memo, TupleMemo } from "../source/keys.ts";
import { headerOf } from "../source/sample.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";

const NET = "total_net_spend_usd";
const COUNTS = ["total_requests", "total_prompt_tokens", "total_completion_tokens"] as const;
const KNOWN = new Set<string>([
  "user_email",
  "account_uuid",
  "product",
  "model",
  "model_family",
  NET,
  "total_gross_spend_usd",
  ...COUNTS,
]);

/** The spend report of Claude Enterprise and Team: a row a person, model and product, summed over the whole period. */
const anthropicSpendReportCsv: TableImporter = {
  id: "anthropic-spend-report-csv",
  label: "Claude Enterprise and Team spend report, CSV",
  lookedFor: "a header with total_net_spend_usd and model",
  yields: "cost",
  basis: "billed",
  secrets: ["user_email", "account_uuid"],
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    const isSpend = header.includes(NET) || header.includes("total_gross_spend_usd");
    return isSpend && (header.includes("user_email") || header.includes("account_uuid") || header.includes("product"));
  },
  open: (sink, options, sample) =>
    headedTable({
      sink,
      known: KNOWN,
      required: [NET],
      amount: NET,
      open: (columns) => new Rows(columns, sink, { options, sample }),
    }),
};
export default anthropicSpendReportCsv;

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #account: string | null;
  readonly #period: Period | null;
  readonly #at: Readonly<Record<"email" | "uuid" | "product" | "model" | "net", number>>;
  readonly #counts: CountColumns;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #models = new Memo((text) => textOrNull(text));
  readonly #services = new Memo((text) => textOrNull(text) ?? "Claude");
  readonly #keys = new TupleMemo(([email = "", uuid = ""]): Keys => keysOf(email || uuid));

  constructor(columns: Columns, sink: Sink, { options, sample }: { options: ReadOptions; sample: Sample }) {
    this.#sink = sink;
    this.#account = uuidOfName(sample.fileName) ?? options.account;
    this.#period = periodOfName(sample.fileName);
    this.#at = {
      email: columns.position("user_email", "email"),
      uuid: columns.position("account_uuid"),
      product: columns.position("product"),
      model: columns.position("model", "model_family"),
      net: columns.position(NET),
    };
    this.#counts = new CountColumns(sink, columns, COUNTS);
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: "user_email" });
    reportPeriod(sink, this.#period, "spend-report_2026-05-01_to_2026-05-31.csv");
    if (this.#period) new FutureDays(sink, options).check(this.#period.from);
    sink.groupedBy(["model", "product", "user"]);
  }

  row(cells: readonly string[], row: number): void {
    const netText = cellAt(cells, this.#at.net);
    const email = cellAt(cells, this.#at.email);
    const uuid = cellAt(cells, this.#at.uuid);
    if (isTotalLabel(email) || isTotalLabel(cells[0]?.trim() ?? "")) {
      this.#totals.hold(cells, { row, amount: netText, currency: "USD" });
      return;
    }
    const counts = this.#counts.read(cells, row);
    if (!counts) return;
    const net = netText === "" ? null : readDollars(netText);
    if (!net) {
      const isEmpty = netText === "";
      this.#sink.issue({
        severity: "blocking",
        row,
        column: NET,
        code: isEmpty ? "amount-empty" : "amount-unreadable",
        message: isEmpty
          ? "The row has no net spend. Mend the row or leave it out."
          : `"${netText}" is not an amount in dollars.`,
      });
      return;
    }
    this.#sums.add("USD", net);
    if (!this.#period) return;
    const [requests = null, prompt = null, completion = null] = counts;
    const base: RowBase = {
      row,
      day: this.#period.from,
      billedMonth: monthOf(this.#period.to),
      provider: "anthropic",
      account: this.#account,
      basis: "billed",
      category: "usage",
      isCorrection: false,
      currency: "USD",
      model: this.#models.get(cellAt(cells, this.#at.model)),
      service: this.#services.get(cellAt(cells, this.#at.product)),
      keys: this.#keys.get(email, uuid),
    };
    yieldByKind(this.#sink, base, {
      counts: [
        { kind: "input", count: prompt },
        { kind: "output", count: completion },
      ],
      requests,
      billed: net,
    });
  }

  end(): void {
    this.#totals.settle();
  }
}

const keysOf = (person: string): Keys => keysWith({ user: person === "" ? null : hashPerson(person) });
