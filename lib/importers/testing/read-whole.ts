import type { LoadTest } from "../../core/capacity/load-test.ts";
import { format } from "../../core/decimal.ts";
import type { EnergyItem } from "../../core/energy/series.ts";
import type { InvoiceDocument } from "../../core/invoice.ts";
import type { Issue } from "../../core/issue.ts";
import type { LocalUse } from "../../core/local-use/local-use.ts";
import type { PowerSample, UsageLine } from "../../core/usage-line.ts";
import type { Container, ReadOptions, Sink } from "../importer.ts";
import { type ReadFileResult, readFile, type TextBlock } from "../read-file.ts";
import { type FileSummary, Summary } from "../summarise.ts";

/** For tests: a file read whole, with everything the importer yields. */
export type WholeFile = {
  readonly summary: FileSummary;
  readonly lines: readonly UsageLine[];
  readonly samples: readonly PowerSample[];
  readonly energy: readonly EnergyItem[];
  readonly localUses: readonly LocalUse[];
  readonly loadTests: readonly LoadTest[];
  readonly issues: readonly Issue[];
  readonly blocks: readonly TextBlock[];
  readonly invoices: readonly InvoiceDocument[];
  readonly sources: ReadonlyMap<number, string>;
  readonly result: ReadFileResult;
};

export const TEST_NOW_MS = Date.parse("2026-11-21T12:00:00Z");

type Given = {
  readonly fileName?: string;
  readonly pieceBytes?: number;
  readonly options?: Partial<ReadOptions>;
  readonly container?: Container | null;
};

/** Reads text (as UTF-8) or bytes, fed in pieces so that cuts fall anywhere. */
export async function readWhole(content: string | Uint8Array, given: Given = {}): Promise<WholeFile> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const fileName = given.fileName ?? "file.csv";
  const summary = new Summary();
  const lines: UsageLine[] = [];
  const samples: PowerSample[] = [];
  const energy: EnergyItem[] = [];
  const localUses: LocalUse[] = [];
  const loadTests: LoadTest[] = [];
  const blocks: TextBlock[] = [];
  const sources = new Map<number, string>();
  const invoices: InvoiceDocument[] = [];
  const sink: Sink = {
    line(line) {
      lines.push(line);
      summary.line(line);
    },
    sample(sample) {
      samples.push(sample);
      summary.sample(sample);
    },
    energy(item) {
      energy.push(item);
      summary.energy(item);
    },
    localUse(use) {
      localUses.push(use);
      summary.localUse(use);
    },
    loadTest(test) {
      loadTests.push(test);
      summary.loadTest(test);
    },
    issue: (issue) => summary.issue(issue),
    speaksFor: (days) => summary.speaksFor(days),
    groupedBy: (groups) => summary.groupedBy(groups),
    partOfFeed: (part) => summary.partOfFeed(part),
    exportedAt: (ms) => summary.exportedAt(ms),
    exchangeRate: (rate) => summary.exchangeRate(rate),
    invoice: (invoice) => {
      invoices.push(invoice);
      summary.invoice(invoice);
    },
    billingPeriod: (period) => summary.billingPeriod(period),
    statedTotal: (total) => summary.statedTotal(total),
    source: (row, text) => void sources.set(row, text),
  };
  const result = await readFile({
    fileName,
    bytes: inPieces(bytes, given.pieceBytes ?? 64 * 1024),
    container: given.container ?? null,
    sink,
    options: { account: null, zone: null, nowMs: TEST_NOW_MS, ...given.options },
    onBlock: (block) => void blocks.push(block),
  });
  const described = summary.result({ file: fileName, importer: result.importer });
  return {
    summary: described,
    lines,
    samples,
    energy,
    localUses,
    loadTests,
    issues: described.issues,
    blocks,
    sources,
    invoices,
    result,
  };
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A line with its decimals as text and its empty keys left out: what expected results hold. */
function shown(line: UsageLine): Record<string, unknown> {
  const keys = Object.entries(line.keys).filter(([, value]) => value !== null && Object.keys(value).length > 0);
  return {
    ...line,
    billed: format(line.billed),
    effective: line.effective && format(line.effective),
    tokens: line.tokens && format(line.tokens),
    ...(line.requests ? { requests: format(line.requests) } : {}),
    keys: Object.fromEntries(keys),
  };
}

const SHOWN = 60;

/** What `<case>.expected.json` holds: the summary, and the first lines and readings. */
export const expectedOf = ({ summary, lines, samples, energy, localUses }: WholeFile) => ({
  summary,
  lines: lines.slice(0, SHOWN).map(shown),
  samples: samples.slice(0, SHOWN),
  ...(energy.length > 0 ? { energy: energy.slice(0, SHOWN) } : {}),
  ...(localUses.length > 0 ? { localUses: localUses.slice(0, SHOWN).map(shownUse) } : {}),
});

const shownUse = (use: LocalUse): Record<string, unknown> => ({
  ...use,
  input: use.input && format(use.input),
  cacheRead: use.cacheRead && format(use.cacheRead),
  output: use.output && format(use.output),
  keys: Object.fromEntries(
    Object.entries(use.keys).filter(([, value]) => value !== null && Object.keys(value).length > 0),
  ),
});
