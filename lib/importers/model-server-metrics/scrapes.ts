import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { ExpositionParser, type MetricSeries } from "../source/exposition.ts";
import { LineTime } from "../source/line-time.ts";
import { scrapeLoop } from "../source/scrape-time.ts";
import { ServingCounters } from "../source/serving-counters.ts";
import { Tally } from "../source/tally.ts";

/** What can begin a line of ours; everything else of a scrape is passed over unread. */
const OURS = /^(?:(?:vllm|sglang|llamacpp):|(?:vllm|sglang)_|\{__name__=")/;

type Held = {
  readonly series: MetricSeries;
  readonly value: string;
  readonly row: number;
  readonly atMs: number | null;
};

/**
 * Reads scrapes one after another. The time of a scrape is the line before it or the stamp behind each value. A series that
 * comes again begins the next scrape, so two scrapes never share one time.
 */
export class ServingScrapes implements LineReader {
  readonly #sink: Sink;
  readonly #parser = new ExpositionParser();
  readonly #time: LineTime;
  readonly #counters: ServingCounters;
  readonly #tally: Tally;
  #lineMs: number | null = null;
  #inScrape = new Set<MetricSeries>();
  #timed = 0;
  #untimedRow: number | null = null;
  #last: (Pick<Held, "row"> & { readonly text: string }) | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#time = new LineTime(sink, options);
    this.#counters = new ServingCounters(sink);
    this.#tally = new Tally(sink);
  }

  /** A line is read when the next one comes: the last of a file may be cut. */
  line(text: string, row: number): void {
    const last = this.#last;
    this.#last = { text, row };
    if (last) this.#read(last.text, last.row);
  }

  #read(given: string, row: number): void {
    const text = given.trim();
    if (text.startsWith('"')) this.#quoted(text, row);
    else if (OURS.test(text)) this.#sample(text, row);
    else if (!/^# (?:HELP|TYPE|UNIT|EOF)/.test(text)) this.#timeLine(text, row);
  }

  #quoted(text: string, row: number): void {
    const body = unquoted(text);
    if (body === null) this.#unreadable(text, row);
    else if (body.includes("\n") || OURS.test(body))
      for (const line of body.split("\n")) this.#read(line.replace(/^"+/, ""), row);
  }

  #timeLine(text: string, row: number): void {
    if (text.length > 80 || text.includes("{")) return;
    const atMs = this.#time.read(text);
    if (atMs === null) return;
    this.#inScrape = new Set();
    this.#lineMs = this.#time.isSound(atMs) ? atMs : null;
    if (this.#lineMs !== null) return;
    this.#sink.issue({
      severity: "blocking",
      row,
      column: null,
      code: "date-out-of-range",
      message: `"${text.slice(0, 60)}" is before the year 2000 or still to come; the clock was wrong. Leave the scrape out, or mend its time.`,
    });
  }

  #sample(text: string, row: number): void {
    const line = this.#parser.line(text);
    if (line?.is !== "sample") {
      this.#unreadable(text, row);
      return;
    }
    if (!this.#counters.isOurs(line.series)) return;
    if (line.atMs === null && this.#inScrape.has(line.series)) {
      this.#inScrape = new Set();
      this.#lineMs = null;
    }
    this.#inScrape.add(line.series);
    const atMs = line.atMs ?? this.#lineMs;
    if (atMs === null || !this.#time.isSound(atMs)) {
      this.#untimedRow ??= row;
      this.#tally.note(UNTIMED, row);
      return;
    }
    this.#timed += 1;
    this.#counters.add({ series: line.series, value: line.value, atMs, row });
  }

  #unreadable(text: string, row: number): void {
    this.#sink.issue({
      severity: "blocking",
      row,
      column: null,
      code: "line-unreadable",
      message: `"${text.slice(0, 60)}" is no line of a scrape: a metric, its labels in braces and a number. Mend the line or leave it out.`,
    });
  }

  end(file?: { readonly isOpenEnded: boolean }): void {
    const last = this.#last;
    if (last && file?.isOpenEnded && isCutOff(last.text)) this.#sink.issue({ ...CUT, row: last.row });
    else if (last) this.#read(last.text, last.row);
    if (this.#timed === 0 && this.#untimedRow !== null) {
      this.#sink.issue({ ...NO_TIME, row: this.#untimedRow });
      return;
    }
    this.#tally.report();
    if (this.#timed === 0) this.#sink.issue(NO_COUNTERS);
    else this.#counters.end();
    this.#time.report();
  }
}

/** The last line has no line ending: its number may lack digits, unless it is a whole quoted body. */
const isCutOff = (text: string): boolean =>
  OURS.test(text.trim()) || (text.trim().startsWith('"') && !/"\s*$/.test(text));

/** The text of a body that was answered as a JSON string; null when it is none. */
function unquoted(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : null;
  } catch {
    return null; // the caller reports the line
  }
}

const parser = new ExpositionParser();
const KEPT = new Set(["engine", "model_name", "model", "finished_reason", "instance", "le"]);

/** A line without the labels and comments that are not needed to read it again. */
export function keptScrapeLine(text: string): string {
  if (text.trimStart().startsWith('"')) return text;
  const line = parser.line(text);
  if (line === null || line.is !== "sample")
    return text.length <= 80 ? text : text.startsWith("#") ? "#" : text.slice(0, 80);
  const { name, labels } = line.series;
  const kept = Object.entries(labels).filter(([label]) => KEPT.has(label));
  const inner = kept.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(",");
  return `${name}${inner === "" ? "" : `{${inner}}`} ${line.value}${line.atMs === null ? "" : ` ${line.atMs}`}`;
}

const UNTIMED = {
  severity: "warning",
  code: "scrape-without-time",
  column: null,
  message: "A counter has no time before it, as when the script wrote none for that scrape; it was left out.",
} as const;

const CUT = {
  severity: "warning",
  column: null,
  code: "row-cut",
  message: "The file ends inside its last line, whose number may lack digits; that line was not read.",
} as const;

const NO_TIME = {
  severity: "blocking",
  column: null,
  code: "no-time",
  message: `The scrapes do not say when they were made, so their use belongs to no hour. Log with: ${scrapeLoop("http://localhost:8000/metrics")}`,
} as const;

const NO_COUNTERS = {
  severity: "blocking",
  row: null,
  column: null,
  code: "no-counters",
  message:
    "The scrapes hold none of the counters that tell of use: vllm:prompt_tokens_total and vllm:generation_tokens_total, sglang:..., llamacpp:prompt_tokens_total and llamacpp:tokens_predicted_total. Log the server's whole /metrics.",
} as const;
