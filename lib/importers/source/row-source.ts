import type { Issue } from "../../core/issue.ts";
import type { Basis } from "../../core/usage-line.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink, TableImporter } from "../importer.ts";
import { MoneySums } from "./amount.ts";
import { about, cellAt, headedTable } from "./headed-table.ts";
import { asArray, asText, isObject, type JsonObject, jsonText } from "./json.ts";
import { isTotalLabel, TrailingTotals } from "./trailing-totals.ts";

/** Where a row's values come from, a table or JSON objects: a format that exports both is read by one piece of code. */
export type RowSource = {
  /** The value of the current row under the first of these names that the file has, as trimmed text; "" when there is none. */
  column(...names: readonly string[]): () => string;
  has(...names: readonly string[]): boolean;
};

export type Rows = { read(row: number): void; end(): void };
export type OpenRows = (source: RowSource, sink: Sink, options: ReadOptions, sample: Sample | null) => Rows;

type TableFormat = {
  readonly required: readonly string[];
  readonly known: ReadonlySet<string> | null;
  /** The money column, or the last one a row cannot do without. */
  readonly amount: string;
  /** Names of the date column: a row without a date at the end is the file's own total. */
  readonly date: readonly string[];
  readonly currency: string;
  readonly basis: Basis;
};

/** Reads a CSV with a header, row by row; trailing totals are compared. */
export function tableOf(format: TableFormat, open: OpenRows): TableImporter["open"] {
  return (sink, options, sample) =>
    headedTable({
      sink,
      known: format.known,
      required: format.required,
      amount: format.amount,
      isAmountWritten: true,
      open: (columns) => {
        const sums = new MoneySums();
        const summing: Sink = {
          ...sinkOf(sink),
          line(line) {
            if (line.basis === format.basis) sums.add(line.currency, line.billed);
            sink.line(line);
          },
        };
        const dateColumn = format.date.find((name) => columns.has(name)) ?? format.date[0] ?? "date";
        const totals = new TrailingTotals({ sink, sums, dateColumn });
        const at = {
          date: columns.position(...format.date),
          amount: columns.position(format.amount),
          currency: columns.position("currency"),
        };
        const models = MODELS.map((name) => columns.position(name)).filter((position) => position >= 0);
        let current: readonly string[] = [];
        const source: RowSource = {
          column(...names) {
            const position = columns.position(...names);
            return position < 0 ? () => "" : () => withoutNull(cellAt(current, position));
          },
          has: (...names) => names.some((name) => columns.has(name)),
        };
        const rows = open(source, summing, options, sample);
        return {
          row(cells, row) {
            const date = cellAt(cells, at.date);
            if (date === "" || isTotalLabel(date)) {
              totals.hold(cells, {
                row,
                amount: cellAt(cells, at.amount),
                currency: format.currency || cellAt(cells, at.currency),
              });
              return;
            }
            if (totals.isHolding) totals.release();
            if (models.some((position) => isNumber(cellAt(cells, position)))) {
              sink.issue(shifted(row, columns.names[models[0] ?? 0] ?? null));
              return;
            }
            current = cells;
            rows.read(row);
          },
          end() {
            totals.settle();
            rows.end();
          },
        };
      },
    });
}

const MODELS = ["model", "model_permaslug", "base_model_name", "provided_model_name", "providedModelName", "ai_model"];

/** No model is called by a number: the cells of such a row are not where they belong. */
function isNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  return first >= 48 && first <= 57 && /^\d+(?:\.\d+)?$/.test(text);
}

const shifted = (row: number, column: string | null): Issue => ({
  severity: "blocking",
  row,
  column,
  code: "cells-shifted",
  message:
    "The model is a number: a cell of this row was lost, or a delimiter without quotes has shifted the others. Mend the row or leave it out.",
});

/** Dumps of databases write what is not there as text. */
function withoutNull(text: string): string {
  return text.length > 4 || text.length < 2 || !/^(?:NULL|null|None|\\N)$/.test(text) ? text : "";
}

/** The sink's own calls, bound: a copy of it may replace one. */
const sinkOf = (sink: Sink): Sink => ({
  line: (line) => sink.line(line),
  sample: (sample) => sink.sample(sample),
  energy: (item) => sink.energy(item),
  localUse: (use) => sink.localUse(use),
  loadTest: (test) => sink.loadTest(test),
  issue: (issue) => sink.issue(issue),
  speaksFor: (days) => sink.speaksFor(days),
  groupedBy: (groups) => sink.groupedBy(groups),
  partOfFeed: (part) => sink.partOfFeed(part),
  exportedAt: (ms) => sink.exportedAt(ms),
  exchangeRate: (rate) => sink.exchangeRate(rate),
  invoice: (invoice) => sink.invoice(invoice),
  billingPeriod: (period) => sink.billingPeriod(period),
  statedTotal: (total) => sink.statedTotal(total),
});

/** Reads objects: an array of them, one a line, or pages that hold them under `data`. Rows count from 1 across the file. */
export function objectsOf(open: OpenRows, secrets: readonly string[]): JsonImporter["read"] {
  return (values, sink, options) => {
    const objects = rowsIn(values, sink);
    const names = new Set<string>();
    for (const object of objects) for (const name of Object.keys(object)) names.add(name);
    let current: JsonObject = {};
    const source: RowSource = {
      column(...aliases) {
        const present = aliases.filter((name) => names.has(name));
        return () => {
          for (const name of present) {
            const text = cellText(current[name]);
            if (text !== "") return text;
          }
          return "";
        };
      },
      has: (...aliases) => aliases.some((name) => names.has(name)),
    };
    const rows = open(source, sink, options, null);
    objects.forEach((object, index) => {
      current = object;
      sink.source?.(index + 1, jsonText(without(object, secrets)));
      rows.read(index + 1);
    });
    rows.end();
    if (objects.length === 0) {
      sink.issue(
        about("notice", "no-rows", "The file holds no rows: nothing was used, or it was made for the wrong dates."),
      );
    }
  };
}

const PAGE_KEYS = ["data", "logs", "spend_logs", "results", "observations"];

function rowsIn(values: readonly JsonValue[], sink: Sink): JsonObject[] {
  const objects: JsonObject[] = [];
  for (const value of values) {
    // Not spread into push: a page may hold more rows than a call takes arguments.
    if (Array.isArray(value)) for (const object of rowsIn(value, sink)) objects.push(object);
    else if (isObject(value)) for (const object of rowsOfPage(value, sink)) objects.push(object);
    else {
      sink.issue({
        severity: "blocking",
        row: null,
        column: null,
        code: "not-a-row",
        message: `The file holds ${jsonText(value).slice(0, 60)} where a row should be. Export it again.`,
      });
    }
  }
  return objects;
}

function rowsOfPage(page: JsonObject, sink: Sink): readonly JsonObject[] {
  const key = PAGE_KEYS.find((name) => Array.isArray(page[name]));
  if (key === undefined) return [page];
  reportMore(page, sink);
  return rowsIn(asArray(page[key]), sink);
}

/** A page that says it is one of several, when it is not the last. */
function reportMore(page: JsonObject, sink: Sink): void {
  const meta: JsonObject = isObject(page.meta) ? page.meta : page;
  const number = Number(asText(meta.page) ?? "");
  const total = Number(asText(meta.total_pages) ?? asText(meta.totalPages) ?? "");
  if (!(number > 0 && total > number)) return;
  sink.issue(
    about(
      "warning",
      "pages-missing",
      `This is page ${number} of ${total}. Where the others are not in this file, their rows are missing: fetch them and upload all pages together.`,
    ),
  );
}

function cellText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "";
  const text = asText(value);
  if (text !== null) return text.trim();
  return typeof value === "boolean" ? String(value) : jsonText(value);
}

function without(object: JsonObject, secrets: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, secrets.includes(key.toLowerCase()) ? null : value]),
  );
}

/** The names a JSON file may be claimed by: of its first object, and of the first row inside a page. */
export function rowKeys(sample: Sample): ReadonlySet<string> | null {
  if (!sample.jsonKeys) return null;
  const isPage = PAGE_KEYS.some((key) => sample.jsonKeys?.includes(key));
  if (!isPage) return new Set(sample.jsonKeys);
  const start = new RegExp(`"(?:${PAGE_KEYS.join("|")})"\\s*:\\s*\\[\\s*\\{`).exec(sample.text);
  if (!start) return new Set();
  return new Set(
    Array.from(sample.text.slice(start.index + start[0].length).matchAll(/"(\w+)"\s*:/g), (match) => match[1] ?? ""),
  );
}
