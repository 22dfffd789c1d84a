import { parseDay } from "../../core/calendar.ts";
import type { ReadOptions, Sink, TableImporter } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { anthropicKeys, anthropicTags, yieldAnthropic } from "../source/anthropic-usage.ts";
import { CountColumns, reportUndated } from "../source/count-columns.ts";
import { type DayOf, dayOf } from "../source/days.ts";
import { FutureDays } from "../source/future-days.ts";
import { type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { Memo, TupleMemo } from "../source/keys.ts";
import { headerOf } from "../source/sample.ts";
import { isTotalLabel } from "../source/trailing-totals.ts";

const COUNTS = [
  "usage_input_tokens_no_cache",
  "usage_input_tokens_cache_write_5m",
  "usage_input_tokens_cache_write_1h",
  "usage_input_tokens_cache_read",
  "usage_output_tokens",
  "web_search_count",
] as const;
const KNOWN = new Set<string>([
  ..."usage_date_utc,model_version,model,api_key,api_key_id,api_key_status,workspace,usage_type,context_window,inference_geo,speed".split(
    ",",
  ),
  ...COUNTS,
]);

/** The Console's usage export, in its 11 and 14 column generations: disjoint token buckets, no money. */
const anthropicConsoleUsageCsv: TableImporter = {
  id: "anthropic-console-usage-csv",
  label: "Anthropic Console usage, CSV",
  lookedFor: "a header with usage_date_utc and usage_output_tokens",
  yields: "cost",
  basis: "quantity",
  family: "anthropic-usage",
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    const counts = header.includes("usage_output_tokens") || header.includes("usage_input_tokens_no_cache");
    return header.includes("usage_date_utc") && counts && !header.includes("cost_usd");
  },
  open: (sink, options) =>
    headedTable({
      sink,
      known: KNOWN,
      required: ["usage_date_utc"],
      amount: "usage_output_tokens",
      open: (columns) => new Rows(columns, sink, options),
    }),
};
export default anthropicConsoleUsageCsv;

type MaybeDay = { readonly at: DayOf | null };

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: Readonly<Record<"date" | "model" | "workspace" | "apiKey" | "keyName", number>>;
  readonly #price: readonly [tier: number, context: number, geo: number, speed: number];
  readonly #counts: CountColumns;
  readonly #future: FutureDays;
  readonly #days = new Memo((text): MaybeDay => this.#readDay(text));
  readonly #models = new Memo((text) => textOrNull(text));
  readonly #tags = new TupleMemo(([tier = "", context = "", geo = "", speed = ""]) =>
    JSON.stringify(anthropicTags({ tier, context, geo, speed })),
  );
  readonly #keys = new TupleMemo(([workspace = "", apiKey = "", apiKeyName = "", tags = "{}"]) =>
    // The text was written by the line above from an object of texts.
    anthropicKeys({ workspace, apiKey, apiKeyName, user: "", tags: JSON.parse(tags) as Record<string, string> }),
  );

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#at = {
      date: columns.position("usage_date_utc"),
      model: columns.position("model_version", "model"),
      workspace: columns.position("workspace"),
      apiKey: columns.position("api_key_id"),
      keyName: columns.position("api_key"),
    };
    this.#price = [
      columns.position("usage_type"),
      columns.position("context_window"),
      columns.position("inference_geo"),
      columns.position("speed"),
    ];
    this.#counts = new CountColumns(sink, columns, COUNTS);
    this.#future = new FutureDays(sink, options);
  }

  row(cells: readonly string[], row: number): void {
    const dateText = cellAt(cells, this.#at.date);
    if (dateText === "" || isTotalLabel(dateText)) {
      reportUndated(this.#sink, { cells, row, dateColumn: "usage_date_utc" });
      return;
    }
    const { at } = this.#days.get(dateText);
    if (!at) {
      const message = `"${dateText}" is not a day as this export writes it (2026-08-15). If a spreadsheet saved the file, export it again.`;
      this.#block(row, "usage_date_utc", "date-unreadable", message);
      return;
    }
    if (/^\d+$/.test(cellAt(cells, this.#price[0])) || /^\d+$/.test(cellAt(cells, this.#at.model))) {
      const message =
        "The kind of usage is a number: a cell of this row was lost or gained, and the others are not where they belong. Mend the row or leave it out.";
      this.#block(row, "usage_type", "cells-shifted", message);
      return;
    }
    const counts = this.#counts.read(cells, row);
    if (!counts) return;
    const [input = null, write5m = null, write1h = null, read = null, output = null, searches = null] = counts;
    if (counts.every((count) => count === null)) {
      this.#block(row, "usage_output_tokens", "count-empty", "The row counts nothing. Mend the row or leave it out.");
      return;
    }
    yieldAnthropic(this.#sink, this.#base(cells, row, at), { input, write5m, write1h, read, output, searches });
  }

  #base(cells: readonly string[], row: number, at: DayOf) {
    const [tier, context, geo, speed] = this.#price;
    const tags = this.#tags.get(cellAt(cells, tier), cellAt(cells, context), cellAt(cells, geo), cellAt(cells, speed));
    const { workspace, apiKey, keyName, model } = this.#at;
    return {
      row,
      day: at.day,
      billedMonth: at.month,
      provider: "anthropic",
      account: this.#options.account,
      basis: "quantity",
      category: "usage",
      isCorrection: false,
      currency: "USD",
      model: this.#models.get(cellAt(cells, model)),
      service: "Claude API",
      keys: this.#keys.get(cellAt(cells, workspace), cellAt(cells, apiKey), cellAt(cells, keyName), tags),
    } as const;
  }

  end(): void {
    const { model, workspace, apiKey, keyName } = this.#at;
    this.#sink.groupedBy([
      ...(apiKey >= 0 || keyName >= 0 ? ["API key"] : []),
      ...(model >= 0 ? ["model"] : []),
      ...(workspace >= 0 ? ["workspace"] : []),
    ]);
  }

  #readDay(text: string): MaybeDay {
    const day = parseDay(text.slice(0, 10));
    if (!day || !/^(?:[T ].*)?$/.test(text.slice(10))) return { at: null };
    this.#future.check(day);
    // A day whose rows count nothing is a day without usage, which the file says.
    this.#sink.speaksFor({ from: day, to: day });
    return { at: dayOf(day) };
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }
}
