import type { Day } from "../core/calendar.ts";
import type { LoadTest } from "../core/capacity/load-test.ts";
import type { Decimal } from "../core/decimal.ts";
import type { EnergyItem } from "../core/energy/series.ts";
import type { BillingPeriodState, InvoiceDocument } from "../core/invoice.ts";
import type { Issue } from "../core/issue.ts";
import type { LocalUse } from "../core/local-use/local-use.ts";
import type { Basis, PowerSample, UsageLine } from "../core/usage-line.ts";

/**
 * An importer is a claim and a reader: pure, no database, no network, no clock, no teams.
 * It reads one file format and lowers every row to a `UsageLine` or a `PowerSample`; what it cannot read becomes an `Issue`.
 */
export type Importer = TableImporter | LineImporter | JsonImporter | TextImporter;

type Identity = {
  /** Folder name and stored format id: `openai-costs-csv`. */
  readonly id: string;
  /** For people: "OpenAI costs, CSV". */
  readonly label: string;
  /** What the file is known by, in words: the unknown-file message lists these. */
  readonly lookedFor: string;
  /**
   * `invoice`: documents to reconcile with, and states of billing periods; nothing of them is posted. `local-use`: what a
   * local server did, which splits its rig's month. `load-test`: what a rig can serve.
   */
  readonly yields: "cost" | "energy" | "invoice" | "local-use" | "load-test";
  /** What the file's totals are made of; lines of another basis are summed apart. */
  readonly basis: Basis;
  /** Formats that export the same feed in another shape share this name (the API's pages and the dashboard's CSV). */
  readonly family?: string;
  /** What of such a file counts unless an admin widens it. Absent: everything. */
  readonly scope?: "ai-and-gpu";
  /** Lower-case columns (or JSON keys) that hold secrets, prompts or people: blanked in the text that is kept. */
  readonly secrets?: readonly string[];
  /** Lower-case JSON keys that are left out of the kept text whole, their numbers too. */
  readonly dropped?: readonly string[];
  /** Pure and cheap; sees the first 64 KiB. Exactly one importer may answer true for any file. */
  claims(sample: Sample): boolean;
};

export type TableImporter = Identity & {
  readonly shape: "table";
  /** Called once; the reader gets every record in order, header included, with its row number (1 = first record). */
  open(sink: Sink, options: ReadOptions, sample: Sample): RecordReader;
};

/** Text read line by line as it streams: logs and scrapes of any size. Row N is line N; blank lines are not handed over. */
export type LineImporter = Identity & {
  readonly shape: "lines";
  /** A line as it may be kept: prompts, addresses and keys blanked. Absent: as it is. */
  keptLine?(text: string): string;
  open(sink: Sink, options: ReadOptions, sample: Sample): LineReader;
};

export type JsonImporter = Identity & {
  readonly shape: "json";
  /** Top-level values of the file in order. Numbers are `JsonNumber`s: their source text, so that no digit is lost. */
  read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void;
};

/** Text that is neither a table nor JSON: the text layer of a PDF. Row N is line N. */
export type TextImporter = Identity & {
  readonly shape: "text";
  read(lines: readonly string[], sink: Sink, options: ReadOptions): void;
  /** The lines as they may be kept: names and addresses of people blanked, line N still line N. */
  withoutPeople?(lines: readonly string[]): readonly string[];
};

export type RecordReader = {
  record(cells: readonly string[], row: number): void;
  /** `isOpenEnded`: the last record has no line ending, as in a file that was cut. */
  end(file?: { readonly isOpenEnded: boolean }): void;
};

export type LineReader = {
  line(text: string, row: number): void;
  end(file?: { readonly isOpenEnded: boolean }): void;
};

export type Sample = {
  readonly fileName: string;
  /** Decoded text, BOM removed, at most the first 64 KiB. */
  readonly text: string;
  /** Is `text` the whole file. */
  readonly isWhole: boolean;
  /** The first records (at most 50) when the text is delimited, cells trimmed; empty for JSON. */
  readonly records: readonly (readonly string[])[];
  /** The first top-level JSON value if the text begins with one (even a cut one gives its leading keys), else null. */
  readonly jsonKeys: readonly string[] | null;
  /** What the text was taken out of; null = the file is text itself. */
  readonly container: Container | null;
};

/** Files that hold a text: a sheet, a columnar table, a printed page. Each is turned into text before it is read. */
export type Container = "xlsx" | "parquet" | "pdf";

export type ReadOptions = {
  /** Name for the account where the file has none. */
  readonly account: string | null;
  /** IANA zone for stamps without one; null = not given. */
  readonly zone: string | null;
  /** The instant to judge future dates by. */
  readonly nowMs: number;
};

/** Where an importer puts what it reads. Synchronous: a table may have a hundred million rows. */
export type Sink = {
  line(line: UsageLine): void;
  /** A polled or on-change power reading. Its series is polled GPU power unless `energy` declared it before. */
  sample(sample: PowerSample): void;
  /** A series before its first reading; counters, intervals, and ends of on-change values. */
  energy(item: EnergyItem): void;
  localUse(use: LocalUse): void;
  loadTest(test: LoadTest): void;
  issue(issue: Issue): void;
  /** Widen what the file speaks for beyond its lines: empty days it states, buckets without results. Inclusive days. */
  speaksFor(days: { from: Day; to: Day }): void;
  /** Which groupings the export was made with ("project", "line item", ...), once. */
  groupedBy(groups: readonly string[]): void;
  /** Which part of a feed this file is, where one format exports several ("completions", "embeddings"), once. */
  partOfFeed(part: string): void;
  /** When the provider made this export, where the file says so; the latest call wins. UTC milliseconds. */
  exportedAt(ms: number): void;
  /** An exchange rate the file itself states: 1 `from` = `rate` `to` on `day`. */
  exchangeRate(rate: { row: number; day: Day; from: string; to: string; rate: Decimal }): void;
  /** A document to reconcile with. */
  invoice(invoice: InvoiceDocument): void;
  /** What the provider says of one of its billing periods (FOCUS BillingPeriod). */
  billingPeriod(period: BillingPeriodState): void;
  /** A total the file itself states. */
  statedTotal(total: { row: number; currency: string; amount: Decimal }): void;
  /** JSON importers hand over the text behind a row; only an explaining reader listens. */
  source?(row: number, text: string): void;
};

export type JsonNumber = { readonly number: string };
export type JsonValue =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
