import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { PoolClient } from "pg";
import type { Day } from "../core/calendar.ts";
import { firstDay, lastDay, utcDay } from "../core/calendar.ts";
import type { LoadTest } from "../core/capacity/load-test.ts";
import { format } from "../core/decimal.ts";
import { SILENCE_MILLIWATTS } from "../core/energy/on-change.ts";
import { packSamples } from "../core/energy/pack-samples.ts";
import type { Reading } from "../core/energy/quarters.ts";
import type { EnergyItem, EnergySeries } from "../core/energy/series.ts";
import type { BillingPeriodState, InvoiceDocument } from "../core/invoice.ts";
import type { Issue } from "../core/issue.ts";
import type { LocalUse } from "../core/local-use/local-use.ts";
import { rankOf } from "../core/standing/standing.ts";
import type { Basis, PowerSample, UsageLine } from "../core/usage-line.ts";
import { pool } from "../db/client.ts";
import {
  copyRows,
  insertCoverage,
  insertRawBlock,
  insertRawFile,
  KEY_COLUMNS,
  LINE_COLUMNS,
  POWER_COLUMNS,
} from "../db/import-writes.ts";
import { insertInvoices, insertProviderPeriods } from "../db/invoices.ts";
import { insertLoadTests } from "../db/load-tests.ts";
import { ensureSeries } from "../db/power.ts";
import { insertFileRates } from "../db/rates.ts";
import type { Sink } from "../importers/importer.ts";
import type { ReadFileResult, TextBlock } from "../importers/read-file.ts";
import type { FileSummary, Summary } from "../importers/summarise.ts";
import { type CollectedKey, type CollectedLine, LineCollector } from "./line-collector.ts";
import { LocalUseStage } from "./stage-local-use.ts";

const gzipped = promisify(gzip);
/** Blocks being compressed at once: the compressor works beside the reader, the queue stays short. */
const MAX_WAITING_BLOCKS = 4;
/** Samples of one device and day held before they are packed. */
const MAX_DAY_SAMPLES = 200_000;
const DAY_MS = 86_400_000;
const WHOLE_PIECE_BYTES = 1 << 20;

type CoveredSource = {
  provider: string;
  account: string;
  from: Day;
  to: Day;
  basis: Basis;
  hasTokens: boolean;
  /** Nothing but lines about other months so far: they travel with the export and do not widen what it speaks for. */
  isLate: boolean;
};
type DaySamples = { day: Day; startMs: number; readings: Reading[] };

/** Stages what an importer reads: lines at day grain, samples by day, the text in blocks. Memory is bounded. */
export class StagingSink implements Sink {
  readonly summary: Summary;
  readonly rigId: number | null;
  readonly #client: PoolClient;
  readonly #importId: number;
  readonly #lines = new LineCollector();
  readonly #coverage = new Map<string, CoveredSource>();
  /** Most files speak for one source, line after line. */
  #lastCovered: CoveredSource | null = null;
  readonly #samples = new Map<string, DaySamples>();
  readonly #localUse = new LocalUseStage();
  readonly #series = new Map<string, EnergySeries>();
  readonly #seriesIds = new Map<string, number>();
  #packed: { key: string; day: Day; samples: number; packed: Uint8Array }[] = [];
  #grouping: readonly string[] = [];
  #feedPart: string | null = null;
  #blockNo = 0;
  readonly #waiting: { no: number; firstRow: number; gzip: Promise<Buffer> }[] = [];
  #rawBegun = false;

  constructor(
    client: PoolClient,
    { importId, rigId, summary }: { importId: number; rigId: number | null; summary: Summary },
  ) {
    this.#client = client;
    this.#importId = importId;
    this.rigId = rigId;
    this.summary = summary;
  }

  line(line: UsageLine): void {
    this.summary.line(line);
    this.#lines.add(line);
    this.#cover(line);
  }

  sample(sample: PowerSample): void {
    this.summary.sample(sample);
    if (this.rigId === null) return;
    const kept = this.#samples.get(sample.device);
    if (
      kept &&
      sample.atMs >= kept.startMs &&
      sample.atMs < kept.startMs + DAY_MS &&
      kept.readings.length < MAX_DAY_SAMPLES
    )
      kept.readings.push({ atMs: sample.atMs, milliwatts: sample.milliwatts });
    else this.#keep(sample.device, [{ atMs: sample.atMs, milliwatts: sample.milliwatts }]);
  }

  /** Adds readings that belong together to the series' day that the first of them is on. */
  #keep(key: string, readings: readonly [Reading, ...Reading[]]): void {
    const [{ atMs }] = readings;
    let kept = this.#samples.get(key);
    if (!kept || atMs < kept.startMs || atMs >= kept.startMs + DAY_MS || kept.readings.length >= MAX_DAY_SAMPLES) {
      if (kept) this.#pack(key, kept);
      const day = utcDay(atMs);
      kept = { day, startMs: Date.parse(`${day}T00:00:00Z`), readings: [] };
      this.#samples.set(key, kept);
    }
    for (const reading of readings) kept.readings.push(reading);
  }

  energy(item: EnergyItem): void {
    this.summary.energy(item);
    if (this.rigId === null) return;
    if (item.is === "series") {
      if (!this.#series.has(item.key)) this.#series.set(item.key, { ...item });
    } else if (item.is === "counter") this.#keep(item.series, [{ atMs: item.atMs, milliwatts: item.millijoules }]);
    else if (item.is === "silence") this.#keep(item.series, [{ atMs: item.atMs, milliwatts: SILENCE_MILLIWATTS }]);
    else {
      const { fromMs, toMs, microjoules } = item;
      // Its end rides along as a reading of its own: the packed form knows pairs only.
      this.#keep(item.series, [
        { atMs: fromMs, milliwatts: microjoules },
        { atMs: toMs, milliwatts: 0 },
      ]);
    }
  }

  localUse(use: LocalUse): void {
    this.summary.localUse(use);
    this.#localUse.add(use);
  }

  loadTest(test: LoadTest): void {
    this.summary.loadTest(test);
  }

  issue(issue: Issue): void {
    this.summary.issue(issue);
  }
  speaksFor(days: { from: Day; to: Day }): void {
    this.summary.speaksFor(days);
  }
  groupedBy(groups: readonly string[]): void {
    this.#grouping = groups;
    this.summary.groupedBy(groups);
  }
  partOfFeed(part: string): void {
    this.#feedPart = part;
    this.summary.partOfFeed(part);
  }
  exportedAt(ms: number): void {
    this.summary.exportedAt(ms);
  }
  exchangeRate(rate: Parameters<Sink["exchangeRate"]>[0]): void {
    this.summary.exchangeRate(rate);
  }
  invoice(invoice: InvoiceDocument): void {
    this.summary.invoice(invoice);
  }
  billingPeriod(period: BillingPeriodState): void {
    this.summary.billingPeriod(period);
  }
  statedTotal(total: Parameters<Sink["statedTotal"]>[0]): void {
    this.summary.statedTotal(total);
  }

  /** What is no table has no blocks of records: its text is kept in pieces and read again from the first. */
  async onWhole(text: string): Promise<void> {
    await this.#beginRaw("text");
    const bytes = Buffer.from(text, "utf8");
    for (let at = 0; at < bytes.length; at += WHOLE_PIECE_BYTES) {
      const piece = bytes.subarray(at, at + WHOLE_PIECE_BYTES);
      await insertRawBlock(this.#client, {
        importId: this.#importId,
        no: this.#blockNo++,
        firstRow: 0,
        gzip: await gzipped(piece, { level: 1 }),
      });
    }
  }

  async onBlock(block: TextBlock): Promise<void> {
    await this.#beginRaw("text");
    const no = this.#blockNo++;
    // Compressed beside the reader, written one after the other: a connection does one thing at a time.
    this.#waiting.push({ no, firstRow: block.firstRow, gzip: gzipped(block.text, { level: 1 }) });
    if (this.#waiting.length >= MAX_WAITING_BLOCKS) await this.#writeOldestBlock();
    if (this.#lines.isFull) await this.#writeLines();
    if (this.#packed.length > 0) await this.#writePower();
  }

  async finish(result: ReadFileResult, covered: FileSummary["coverage"]): Promise<{ needsRounding: boolean }> {
    while (this.#waiting.length > 0) await this.#writeOldestBlock();
    for (const [device, kept] of this.#samples) this.#pack(device, kept);
    await this.#writePower();
    await this.#writeLines();
    for (const { provider, account, from, to, basis, hasTokens, isLate } of this.#coverage.values()) {
      await insertCoverage(this.#client, {
        importId: this.#importId,
        provider,
        account,
        format: result.importer.id,
        grouping: this.#grouping.join(", "),
        family: [result.importer.family ?? result.importer.id, this.#feedPart]
          .filter((each) => each !== null)
          .join("/"),
        basis,
        hasTokens,
        from: covered && (isLate || covered.from < from) ? covered.from : from,
        to: covered && (isLate || covered.to > to) ? covered.to : to,
      });
    }
    await insertInvoices(this.#client, this.#importId, this.summary.invoices);
    await insertProviderPeriods(this.#client, this.#importId, this.summary.billingPeriods);
    await insertFileRates(this.#client, this.#importId, this.summary.exchangeRates);
    await this.#localUse.write(this.#client, { importId: this.#importId, rigId: this.rigId });
    if (this.rigId !== null)
      await insertLoadTests(this.#client, { importId: this.#importId, rigId: this.rigId }, this.summary.loadTests);
    return { needsRounding: this.#lines.needsRounding };
  }

  #cover(line: UsageLine): void {
    const account = line.account ?? "";
    const before = this.#lastCovered;
    const isSame = before !== null && before.provider === line.provider && before.account === account;
    const key = isSame ? "" : `${line.provider}\u0000${account}`;
    const known = isSame ? before : this.#coverage.get(key);
    this.#lastCovered = known ?? null;
    if (known) {
      if (line.scope !== "included" && rankOf(line.basis) < rankOf(known.basis)) known.basis = line.basis;
      if (line.tokens !== null && line.basis !== "quantity") known.hasTokens = true;
      if (!known.isLate && known.from <= line.day && line.day <= known.to) return;
    }
    const isLate = !line.day.startsWith(line.billedMonth);
    const first = firstDay(line.billedMonth);
    const day = !isLate ? line.day : line.day < first ? first : lastDay(line.billedMonth);
    if (!known) {
      const basis = line.scope === "included" ? "quantity" : line.basis;
      const hasTokens = line.tokens !== null && line.basis !== "quantity";
      this.#coverage.set(key, { provider: line.provider, account, from: day, to: day, basis, hasTokens, isLate });
    } else if (isLate) return;
    else if (known.isLate) Object.assign(known, { from: day, to: day, isLate: false });
    else if (day < known.from) known.from = day;
    else if (day > known.to) known.to = day;
  }

  #pack(key: string, kept: DaySamples): void {
    const { day, readings } = kept;
    if (readings.length > 0)
      this.#packed.push({ key, day, samples: this.#countOf(key, readings), packed: packSamples(readings) });
  }

  #countOf(key: string, readings: readonly Reading[]): number {
    const kind = this.#series.get(key)?.kind;
    if (kind === "interval") return readings.length / 2;
    // The end of a value is no reading.
    return kind === "on-change"
      ? readings.filter(({ milliwatts }) => milliwatts !== SILENCE_MILLIWATTS).length
      : readings.length;
  }

  async #writePower(): Promise<void> {
    const { rigId } = this;
    const blocks = this.#packed;
    this.#packed = [];
    if (blocks.length === 0 || rigId === null) return;
    const rows = [];
    for (const { key, day, samples, packed } of blocks) {
      rows.push([this.#importId, rigId, await this.#seriesId(rigId, key), day, samples, packed]);
    }
    await copyRows(this.#client, { table: "power_block", columns: POWER_COLUMNS }, rows);
  }

  /** Outside the import's transaction: two files of one rig read at once must not wait for each other. */
  async #seriesId(rigId: number, key: string): Promise<number> {
    const known = this.#seriesIds.get(key);
    if (known !== undefined) return known;
    const series = this.#series.get(key) ?? { key, device: key, scope: "gpu", kind: "polled" };
    const id = await ensureSeries(pool, rigId, series);
    this.#seriesIds.set(key, id);
    return id;
  }

  async #writeLines(): Promise<void> {
    const { keys, lines } = this.#lines.drain();
    if (keys.length > 0) {
      const rows = keys.map((key) => this.#keyRow(key));
      await copyRows(this.#client, { table: "import_key", columns: KEY_COLUMNS }, rows);
    }
    if (lines.length > 0) {
      await copyRows(this.#client, { table: "import_line", columns: LINE_COLUMNS }, this.#lineRows(lines));
    }
  }

  #keyRow({ no, line }: CollectedKey) {
    const { project, projectName, workspace, apiKey, apiKeyName, user, tags } = line.keys;
    const json = JSON.stringify(tags);
    return [
      this.#importId,
      no,
      line.provider,
      line.account,
      project,
      projectName,
      workspace,
      apiKey,
      apiKeyName,
      user,
      json,
      line.model,
    ];
  }

  *#lineRows(lines: readonly CollectedLine[]) {
    for (const { line, keyNo, billed, effective, tokens, requests, rows } of lines) {
      yield [
        this.#importId,
        keyNo,
        line.day,
        line.billedMonth,
        line.category,
        line.isCorrection,
        line.basis,
        line.currency,
        line.service,
        line.costKind,
        format(billed),
        effective ? format(effective) : null,
        tokens ? format(tokens) : null,
        requests ? format(requests) : null,
        line.scope ?? "",
        rows.count,
        rows.first,
        rows.more,
      ];
    }
  }

  async #writeOldestBlock(): Promise<void> {
    const block = this.#waiting.shift();
    if (!block) return;
    await insertRawBlock(this.#client, {
      importId: this.#importId,
      no: block.no,
      firstRow: block.firstRow,
      gzip: await block.gzip,
    });
  }

  async #beginRaw(encoding: string): Promise<void> {
    if (this.#rawBegun) return;
    this.#rawBegun = true;
    await insertRawFile(this.#client, { importId: this.#importId, encoding });
  }
}
