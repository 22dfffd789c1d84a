import { utcDay } from "../../core/calendar.ts";
import type { ReadOptions, Sample, Sink, TableImporter } from "../importer.ts";
import { reportUndated } from "../source/count-columns.ts";
import { type DayOf, dayOf, lastDayBefore, readEpochSeconds, readIsoMs } from "../source/days.ts";
import { FutureDays } from "../source/future-days.ts";
import { about, type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { TupleMemo } from "../source/keys.ts";
import { OpenaiUsage, USAGE_FIELDS, type UsagePart } from "../source/openai-usage.ts";
import { headerOf } from "../source/sample.ts";
import { isTotalLabel } from "../source/trailing-totals.ts";
import { COUNTED, partOfFile } from "./part.ts";

const TIMES = ["start_time", "end_time", "start_time_iso", "end_time_iso"];
const KNOWN = new Set<string>([
  ...TIMES,
  ...USAGE_FIELDS,
  ..."input_text_tokens,output_text_tokens,input_cached_text_tokens,input_audio_tokens,input_cached_audio_tokens,output_audio_tokens,input_image_tokens,input_cached_image_tokens,output_image_tokens,organization_name,api_source".split(
    ",",
  ),
]);

/** The dashboard's usage export, `completions_usage_<from>_<to>.csv` and its like: tokens and requests, no money. */
const openaiUsageCsv: TableImporter = {
  id: "openai-usage-csv",
  label: "OpenAI usage, CSV",
  lookedFor: "a header with start_time_iso and num_model_requests or input_tokens, or only the four time columns",
  yields: "cost",
  basis: "quantity",
  family: "openai-usage",
  secrets: ["user_email", "organization_name"],
  shape: "table",
  claims: isUsageExport,
  open: (sink, options, sample) =>
    headedTable({
      sink,
      known: KNOWN,
      required: [],
      amount: "output_tokens",
      open: (columns) => openRows(columns, { sink, options, sample }),
    }),
};
export default openaiUsageCsv;

function isUsageExport(sample: Sample): boolean {
  const header = headerOf(sample).filter((name) => name !== "");
  if (!header.includes("start_time_iso") || header.includes("amount_value")) return false;
  return header.some((name) => COUNTED.has(name)) || header.every((name) => TIMES.includes(name));
}

type Opened = { readonly sink: Sink; readonly options: ReadOptions; readonly sample: Sample };

function openRows(columns: Columns, { sink, options, sample }: Opened): RowReader {
  const isCounted = columns.names.some((name) => COUNTED.has(name.toLowerCase()));
  const isOfCosts = !isCounted && /(?:^|[/\\])cost/i.test(sample.fileName);
  const part = partOfFile(columns, sample);
  if (part) sink.partOfFeed(part);
  else if (!isOfCosts) sink.issue(isCounted ? PART_UNKNOWN : PART_UNSAID);
  if (isOfCosts) sink.issue(NO_COSTS);
  else if (!isCounted) sink.issue(NO_USAGE);
  return new Rows({ columns, sink, options, part, isSilent: isOfCosts || part === null });
}

const PART_UNKNOWN = {
  ...about(
    "blocking",
    "usage-kind-unknown",
    "Neither the columns nor the file's name say what usage this is. Give it the name it was exported with, such as completions_usage_2026-05-01_2026-05-31.csv.",
  ),
  row: 1,
};
const PART_UNSAID = about(
  "notice",
  "usage-kind-unknown",
  "The file's name does not say which usage it is of (completions, embeddings ...), so no earlier file is replaced.",
);
const NO_USAGE = about(
  "notice",
  "no-usage",
  "The export has time columns and nothing else: OpenAI writes that when nothing was used in these days.",
);
const NO_COSTS = about(
  "notice",
  "no-costs",
  "The export has time columns and nothing else, and its name says costs: nothing was spent in these days. No earlier file is replaced.",
);

type Period = DayOf & { readonly isKnown: boolean };
const NO_PERIOD: Period = { ...dayOf(utcDay(0)), isKnown: false };

type RowsGiven = {
  readonly columns: Columns;
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly part: UsagePart | null;
  /** The file speaks for no day: it is of another feed, or of one that is not known. */
  readonly isSilent: boolean;
};

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #part: UsagePart | null;
  readonly #isSilent: boolean;
  readonly #usage: OpenaiUsage;
  readonly #future: FutureDays;
  readonly #times: readonly [start: number, startIso: number, end: number, endIso: number];
  readonly #positions: readonly number[];
  readonly #width: number;
  readonly #periods = new TupleMemo((cells) => this.#readPeriod(cells));

  constructor({ columns, sink, options, part, isSilent }: RowsGiven) {
    this.#sink = sink;
    this.#part = part;
    this.#isSilent = isSilent;
    this.#usage = new OpenaiUsage(sink, options);
    this.#future = new FutureDays(sink, options);
    const at = (name: string) => columns.position(name);
    this.#times = [at("start_time"), at("start_time_iso"), at("end_time"), at("end_time_iso")];
    this.#positions = USAGE_FIELDS.map(at);
    this.#width = columns.names.length;
  }

  row(cells: readonly string[], row: number): void {
    const [start, startIso, end, endIso] = this.#times;
    const startText = cellAt(cells, start) || cellAt(cells, startIso);
    if (startText === "" || isTotalLabel(startText)) {
      reportUndated(this.#sink, { cells, row, dateColumn: "start_time" });
      return;
    }
    const period = this.#periods.get(startText, cellAt(cells, end) || cellAt(cells, endIso));
    if (!period.isKnown) {
      this.#block(row, "start_time", "date-unreadable", `"${startText}" is not a time (epoch seconds or ISO).`);
      return;
    }
    const texts = this.#positions.map((position) => cellAt(cells, position));
    // An empty day is a row with blank cells after its times.
    if (this.#part === null || texts.every((text) => text === "")) return;
    const last = cells.length - 1;
    if (last + 1 < this.#width && this.#positions.indexOf(last) >= 0 && /^[\d.]+$/.test(cellAt(cells, last))) {
      this.#block(
        row,
        null,
        "row-cut",
        "The row ends inside a count, so its last digits may be missing. Download it again.",
      );
      return;
    }
    this.#usage.add({ part: this.#part, texts, row, at: period });
  }

  end(): void {
    this.#usage.end();
  }

  #readPeriod([startText = "", endText = ""]: readonly string[]): Period {
    const startMs = readTime(startText);
    if (startMs === null) return NO_PERIOD;
    const endMs = endText === "" ? null : readTime(endText);
    const from = dayOf(utcDay(startMs));
    const to = endMs !== null && endMs > startMs ? lastDayBefore(endMs) : from.day;
    if (!this.#isSilent) this.#sink.speaksFor({ from: from.day, to });
    this.#future.check(from.day);
    return { ...from, isKnown: true };
  }

  #block(row: number, column: string | null, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }
}

function readTime(text: string): number | null {
  const seconds = readEpochSeconds(text);
  return seconds === null ? readIsoMs(text) : Math.floor(seconds) * 1000;
}
