import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { ExpositionParser, type MetricSeries } from "../source/exposition.ts";
import { about } from "../source/headed-table.ts";
import { reportClock } from "../source/meter-readings.ts";
import { type Found, PowerAtOnce } from "../source/power-at-once.ts";
import { ScrapeTime, scrapeLoop } from "../source/scrape-time.ts";

/** What can begin a line that matters: metrics of power, the names of hwmon's chips, and a dump's braces. */
const MATTERS =
  /^(?:DCGM_FI_DEV_|nvidia_smi_power_draw_|node_rapl_|node_hwmon_|node_time_seconds|kepler_|scaph_|ipmi_|\{)/;

const UNTIMED = {
  severity: "warning",
  code: "scrape-without-time",
  column: null,
  message: "A reading has no time before it, as when the script wrote none for that scrape; it was left out.",
} as const;

type Held = Found & { readonly atMs: number | null };

/**
 * Reads scrapes one after another. A scrape's time is the line before it, the exporter's own clock (`node_time_seconds`), or
 * the stamp behind each value. A series that comes again begins the next scrape, so two scrapes never share one time.
 */
export class ScrapeLog implements LineReader {
  readonly #sink: Sink;
  readonly #parser = new ExpositionParser();
  readonly #time: ScrapeTime;
  readonly #power: PowerAtOnce;
  readonly #chips = new Map<string, string>();
  readonly #hwmon = new WeakMap<MetricSeries, MetricSeries>();
  #held: Held[] = [];
  #inScrape = new Set<MetricSeries>();
  #lineMs: number | null = null;
  #ownMs: number | null = null;
  #first: number | null = null;
  #last: { text: string; row: number } | null = null;
  #untimed = 0;
  #timed = 0;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#time = new ScrapeTime(options.zone);
    this.#power = new PowerAtOnce(sink, options);
  }

  /** A line is read when the next one comes: the last of a file may be cut. */
  line(text: string, row: number): void {
    const last = this.#last;
    this.#last = { text, row };
    if (last) this.#read(last.text, last.row);
  }

  #read(given: string, row: number): void {
    const text = given.trimStart();
    if (!MATTERS.test(text)) {
      if (!/^# (?:HELP|TYPE|UNIT) /.test(text)) this.#timeLine(text, row);
      return;
    }
    const line = this.#parser.line(text);
    if (line?.is === "sample") this.#sample(line, row);
    else if (line) this.#unreadable(text, row);
  }

  #timeLine(text: string, row: number): void {
    const atMs = this.#time.read(text);
    if (atMs === null) return;
    this.#flush();
    const isSound = this.#power.readings.isTime({ row, atMs, column: null, text });
    this.#lineMs = isSound ? atMs : null;
  }

  #sample({ series, value, atMs }: { series: MetricSeries; value: string; atMs: number | null }, row: number): void {
    if (series.name === "node_hwmon_chip_names") this.#nameChip(series);
    if (series.name === "node_time_seconds" && atMs === null) {
      this.#ownMs = Math.round(Number(value) * 1000);
      return;
    }
    const named = series.name.startsWith("node_hwmon_power_") ? this.#withChip(series) : series;
    if (this.#power.meaning(named) === null) return;
    if (atMs === null && this.#inScrape.has(named)) {
      this.#flush();
      this.#lineMs = null;
    } else if (this.#held.length > 0 && (this.#held[0]?.atMs ?? null) !== atMs) this.#flush();
    this.#inScrape.add(named);
    this.#held.push({ series: named, row, value, atMs });
  }

  #nameChip({ labels }: MetricSeries): void {
    if (labels.chip && labels.chip_name) this.#chips.set(labels.chip, labels.chip_name);
  }

  /** The chip's name stands in a metric of its own, before the readings of its chips. */
  #withChip(series: MetricSeries): MetricSeries {
    const chipName = this.#chips.get(series.labels.chip ?? "");
    if (chipName === undefined) return series;
    const known = this.#hwmon.get(series);
    if (known) return known;
    const named = { name: series.name, labels: { ...series.labels, chip_name: chipName } };
    this.#hwmon.set(series, named);
    return named;
  }

  #flush(): void {
    const held = this.#held;
    const [first] = held;
    const ownMs = this.#ownMs;
    this.#held = [];
    this.#inScrape = new Set();
    this.#ownMs = null;
    if (!first) return;
    this.#first ??= first.row;
    const atMs = first.atMs ?? this.#lineMs ?? ownMs;
    if (atMs === null) {
      this.#untimed += held.length;
      this.#power.readings.tally.note(UNTIMED, first.row);
      return;
    }
    this.#timed += 1;
    // A time line was judged where it stands.
    if (first.atMs === null && this.#lineMs !== null) this.#power.take(held, atMs);
    else if (this.#power.readings.isTime({ row: first.row, atMs, column: null, text: String(atMs) }))
      this.#power.take(held, atMs);
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
    if (last && file?.isOpenEnded && MATTERS.test(last.text.trimStart())) this.#cut(last.row);
    else if (last) this.#read(last.text, last.row);
    this.#flush();
    if (this.#first === null) this.#sink.issue(NO_POWER);
    else if (this.#timed === 0) this.#sink.issue(noTime(this.#first));
    // That nothing has a time was said once and for all.
    if (this.#timed > 0) this.#power.end();
    reportClock(this.#sink, this.#time.stamps);
  }

  #cut(row: number): void {
    this.#sink.issue({
      severity: "warning",
      row,
      column: null,
      code: "row-cut",
      message: "The file ends inside its last line, whose number may lack digits; that line was not read.",
    });
  }
}

const NO_POWER = about(
  "blocking",
  "no-power",
  "The scrapes hold no metric of power. Of the DCGM exporter keep DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION or DCGM_FI_DEV_POWER_USAGE, of node_exporter node_rapl_*_joules_total.",
);

const noTime = (row: number) =>
  ({
    severity: "blocking",
    row,
    column: null,
    code: "no-time",
    message: `A scrape does not say when it was made, and the file has no time before it. Log with: ${scrapeLoop("http://localhost:9400/metrics")}`,
  }) as const;
