import { parseDay, utcDay } from "../../core/calendar.ts";
import type { CostKind, Keys } from "../../core/usage-line.ts";
import type { ReadOptions, Sink, TableImporter } from "../importer.ts";
import { textOrNull, withoutEmails } from "../person.ts";
import { MoneySums, readAmount } from "../source/amount.ts";
import { anthropicCostKind } from "../source/anthropic-tokens.ts";
import { type DayOf, dayOf, isFuture } from "../source/days.ts";
import { about, type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { keysWith, Memo, TupleMemo } from "../source/keys.ts";
import { headerOf } from "../source/sample.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";

const KNOWN = new Set(
  "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed,api_key_id,api_key_status".split(
    ",",
  ),
);
/** Every amount of this file is in it: the column is called cost_usd. */
const CURRENCY = "USD";

/** The Console's cost export, in its 9, 12 and 14 column generations: US dollars, each row rounded to the cent. */
const anthropicConsoleCsv: TableImporter = {
  id: "anthropic-console-csv",
  label: "Anthropic Console costs, CSV",
  lookedFor: "a header with usage_date_utc, model and cost_usd",
  yields: "cost",
  basis: "billed",
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return header.includes("usage_date_utc") && header.includes("cost_usd");
  },
  open: (sink, options) =>
    headedTable({
      sink,
      known: KNOWN,
      required: ["usage_date_utc", "cost_usd"],
      amount: "cost_usd",
      open: (columns) => new Rows(columns, sink, options),
    }),
};
export default anthropicConsoleCsv;

type Kind = { readonly kind: CostKind; readonly isKnown: boolean };
type MaybeDay = { readonly at: DayOf | null };

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: Readonly<Record<string, number>>;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #unknownKinds = new Set<string>();
  #lines = 0;
  #isFutureSaid = false;

  readonly #days = new Memo((text) => this.#readDay(text));
  readonly #texts = new Memo((text) => textOrNull(text));
  readonly #kinds = new Memo((text): Kind => {
    const kind = anthropicCostKind(text);
    return { kind: kind ?? "other", isKnown: kind !== null };
  });
  readonly #services = new TupleMemo(serviceOf);
  readonly #keys = new TupleMemo(readKeys);

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#at = Object.fromEntries([...KNOWN].map((name) => [name, columns.position(name)]));
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: "usage_date_utc" });
  }

  #cell(cells: readonly string[], name: string): string {
    return cellAt(cells, this.#at[name] ?? -1);
  }

  row(cells: readonly string[], row: number): void {
    const cell = (name: string) => this.#cell(cells, name);
    const dateText = cell("usage_date_utc");
    const costText = cell("cost_usd");
    if (dateText === "" || isTotalLabel(dateText)) {
      this.#totals.hold(cells, { row, amount: costText, currency: CURRENCY });
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const { at } = this.#days.get(dateText);
    if (!at) {
      this.#block(
        row,
        "usage_date_utc",
        "date-unreadable",
        `"${dateText}" is not a day as this export writes it (2026-08-15). If a spreadsheet saved the file, export it again.`,
      );
      return;
    }
    if (costText === "") {
      this.#block(row, "cost_usd", "amount-empty", "The row has no cost. Mend the row or leave it out.");
      return;
    }
    const billed = readAmount(costText);
    if (!billed) {
      this.#block(row, "cost_usd", "amount-unreadable", `"${costText}" is not an amount in dollars.`);
      return;
    }
    if (readAmount(cell("cost_type"))) {
      this.#block(
        row,
        "cost_type",
        "cells-shifted",
        "The cost type is a number: an amount with a comma and no quotes has shifted the cells. Mend the row or leave it out.",
      );
      return;
    }
    const kind = this.#kinds.get(cell("token_type"));
    if (!kind.isKnown) this.#unknownKind(row, cell("token_type"));
    this.#sums.add(CURRENCY, billed);
    this.#lines += 1;
    this.#sink.line({
      row,
      day: at.day,
      billedMonth: at.month,
      provider: "anthropic",
      account: this.#options.account,
      basis: "billed",
      category: "usage",
      isCorrection: false,
      currency: CURRENCY,
      billed,
      effective: null,
      model: this.#texts.get(cell("model")),
      service: this.#services.get(cell("cost_type"), cell("usage_type"), cell("context_window"), cell("speed")),
      costKind: kind.kind,
      tokens: null,
      keys: this.#keys.get(cell("workspace"), cell("api_key_id"), cell("api_key")),
    });
  }

  end(): void {
    this.#totals.settle();
    this.#sink.groupedBy(["API key", "model", "workspace"]);
    if (this.#lines > 0) {
      this.#sink.issue(
        about(
          "notice",
          "rounded-to-cents",
          "The Console rounds every row to the cent, so the sum may drift from the invoice and small keys vanish. The Admin API's cost report is exact.",
        ),
      );
    }
  }

  #readDay(text: string): MaybeDay {
    const day = parseDay(text.slice(0, 10));
    if (!day || !/^(?:[T ].*)?$/.test(text.slice(10))) return { at: null };
    if (isFuture(day, this.#options.nowMs) && !this.#isFutureSaid) {
      this.#isFutureSaid = true;
      this.#sink.issue(
        about(
          "warning",
          "date-in-future",
          `The file speaks for ${day}, which is after ${utcDay(this.#options.nowMs)}. Check where it was made.`,
        ),
      );
    }
    return { at: dayOf(day) };
  }

  #unknownKind(row: number, text: string): void {
    if (this.#unknownKinds.has(text)) return;
    this.#unknownKinds.add(text);
    this.#sink.issue({
      severity: "warning",
      row,
      column: "token_type",
      code: "token-type-unknown",
      message: `The token type "${text}" is new; its cost counts, without a token kind.`,
    });
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }
}

function serviceOf([costType = "", usageType = "", context = "", speed = ""]: readonly string[]): string {
  const kind = /^tokens?$/.test(costType) ? "" : costType.replaceAll("_", " ");
  return withoutEmails([kind, usageType, context, speed].filter((part) => part !== "").join(", ") || "Claude API");
}

function readKeys([workspace, apiKey, apiKeyName]: readonly string[]): Keys {
  return keysWith({ workspace: textOrNull(workspace), apiKey: textOrNull(apiKey), apiKeyName: textOrNull(apiKeyName) });
}
