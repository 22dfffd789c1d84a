import { type Day, type Month, utcDay } from "../core/calendar.ts";
import type { LoadTest } from "../core/capacity/load-test.ts";
import { type Decimal, decimal, format, subtract } from "../core/decimal.ts";
import type { EnergyItem } from "../core/energy/series.ts";
import type { BillingPeriodState, InvoiceDocument } from "../core/invoice.ts";
import type { Issue } from "../core/issue.ts";
import type { LocalUse } from "../core/local-use/local-use.ts";
import {
  type Basis,
  type LineScope,
  type PowerSample,
  TOKEN_KINDS,
  type TokenKind,
  type UsageLine,
} from "../core/usage-line.ts";
import { EnergySummary, type FileEnergy } from "./energy-summary.ts";
import type { Importer, Sink } from "./importer.ts";
import { type FileLocalUse, LocalUseSummary } from "./local-use-summary.ts";
import { AmountSum, MoneySums } from "./source/amount.ts";

const MS_PER_DAY = 86_400_000;

/** Issues of one code beyond this are counted, not kept. */
export const MAX_ISSUES_PER_CODE = 10_000;

export type CurrencyTotal = { readonly currency: string; readonly amount: string };

/** What a file says, before anything is posted. Amounts are exact decimal text; days are inclusive. */
export type FileSummary = {
  readonly file: string;
  readonly format: string;
  readonly label: string;
  readonly basis: string;
  readonly coverage: { readonly from: Day; readonly to: Day } | null;
  readonly lines: number;
  /** Money of the file's own basis. */
  readonly totals: readonly CurrencyTotal[];
  /** Money of lines of another basis (a gateway's estimate of what another provider bills): never part of `totals`. */
  readonly otherTotals?: readonly (CurrencyTotal & { readonly basis: Basis })[];
  /** Where a broad bill tells AI from the rest: lines and money of each. */
  readonly scopes?: readonly {
    readonly scope: LineScope;
    readonly lines: number;
    readonly totals: readonly CurrencyTotal[];
  }[];
  readonly requests?: string;
  /** When the provider made the export, as far as the file says; RFC 3339. */
  readonly exportedAt?: string;
  readonly feedPart?: string;
  readonly invoices?: readonly InvoiceSummary[];
  readonly billingPeriods?: readonly Omit<BillingPeriodState, "row">[];
  readonly rates?: readonly { readonly day: Day; readonly from: string; readonly to: string; readonly rate: string }[];
  /** Only when any line has an amortised cost; lines without one count what they were billed. */
  readonly effectiveTotals?: readonly CurrencyTotal[];
  readonly tokens?: Partial<Record<TokenKind, string>>;
  readonly energy?: FileEnergy;
  /** What local servers did; a gateway's file may hold it beside money. */
  readonly localUse?: FileLocalUse;
  readonly loadTests?: readonly LoadTest[];
  readonly accounts: readonly string[];
  readonly grouping: readonly string[];
  readonly statedTotals: readonly StatedTotal[];
  readonly issues: readonly Issue[];
};

export type InvoiceSummary = {
  readonly kind: InvoiceDocument["kind"];
  readonly provider: string;
  readonly number: string;
  readonly issued: Day;
  readonly month: Month;
  readonly currency: string;
  readonly subtotal: string | null;
  readonly tax: string | null;
  readonly total: string;
  readonly amountDue: string | null;
  readonly isPrepaid: boolean;
};

export type StatedTotal = {
  readonly row: number;
  readonly currency: string;
  readonly stated: string;
  readonly asRead: string;
  readonly difference: string;
};

/** A sink that adds up. Memory does not grow with the lines, only with currencies, accounts and issues. */
export class Summary implements Sink {
  #lines = 0;
  #uses = 0;
  #from: Day | null = null;
  #to: Day | null = null;
  #hasEffective = false;
  readonly #billed = new Map<Basis, MoneySums>();
  readonly #scopes = new Map<LineScope, { lines: number; sums: MoneySums }>();
  readonly #requests = new AmountSum();
  #hasRequests = false;
  #exportedAtMs: number | null = null;
  #feedPart: string | null = null;
  readonly #invoices: InvoiceDocument[] = [];
  readonly #periods: BillingPeriodState[] = [];
  readonly #rates = new Map<string, Parameters<Sink["exchangeRate"]>[0]>();
  readonly #effective = new MoneySums();
  readonly #tokens = new Map<TokenKind, AmountSum>();
  readonly #accounts = new Set<string>();
  #grouping: readonly string[] = [];
  readonly #stated: { row: number; currency: string; amount: Decimal }[] = [];
  readonly #issues = new IssueList();
  readonly #energy = new EnergySummary();
  readonly #localUse = new LocalUseSummary();
  #useDays = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  readonly #loadTests: LoadTest[] = [];

  line(line: UsageLine): void {
    this.#lines += 1;
    // A correction of an earlier month is on this statement, but the file does not speak for those days.
    if (line.day.startsWith(line.billedMonth)) this.#widen(line.day, line.day);
    this.#sumsOf(line.basis).add(line.currency, line.billed);
    if (line.scope) this.#addScope(line.scope, line);
    if (line.requests) {
      this.#hasRequests = true;
      this.#requests.add(line.requests);
    }
    if (line.effective !== null) this.#hasEffective = true;
    if (line.basis !== "quantity") this.#effective.add(line.currency, line.effective ?? line.billed);
    if (line.tokens !== null && line.costKind !== "other") this.#addTokens(line.costKind, line.tokens);
    if (line.account !== null) this.#accounts.add(line.account);
  }

  #sumsOf(basis: Basis): MoneySums {
    let sums = this.#billed.get(basis);
    if (!sums) {
      sums = new MoneySums();
      this.#billed.set(basis, sums);
    }
    return sums;
  }

  #addScope(scope: LineScope, line: UsageLine): void {
    let kept = this.#scopes.get(scope);
    if (!kept) {
      kept = { lines: 0, sums: new MoneySums() };
      this.#scopes.set(scope, kept);
    }
    kept.lines += 1;
    kept.sums.add(line.currency, line.billed);
  }

  #addTokens(kind: TokenKind, tokens: Decimal): void {
    let sum = this.#tokens.get(kind);
    if (!sum) {
      sum = new AmountSum();
      this.#tokens.set(kind, sum);
    }
    sum.add(tokens);
  }

  sample(sample: PowerSample): void {
    this.#lines += 1;
    this.#energy.add(sample);
  }

  energy(item: EnergyItem): void {
    if (item.is === "counter" || item.is === "interval") this.#lines += 1;
    this.#energy.item(item);
  }

  /** Lines of which each is kept as it is: use of local servers is kept by hour. */
  get keptLines(): number {
    return this.#lines - this.#uses;
  }

  localUse(use: LocalUse): void {
    this.#lines += 1;
    this.#uses += 1;
    this.#localUse.add(use);
    // A window ends where the next begins: one that ends at midnight does not speak for the day after.
    this.#widenByUse(use.fromMs, Math.max(use.fromMs, use.toMs - 1));
    for (const [kind, tokens] of [
      ["input", use.input],
      ["cacheRead", use.cacheRead],
      ["output", use.output],
    ] as const) {
      if (tokens) this.#addTokens(kind, tokens);
    }
    if (use.requests !== null) {
      this.#hasRequests = true;
      this.#requests.add(decimal(use.requests));
    }
  }

  /** A log of a million requests lies on few days: their names are made once a day. */
  #widenByUse(fromMs: number, toMs: number): void {
    const first = Math.floor(fromMs / MS_PER_DAY);
    const last = Math.floor(toMs / MS_PER_DAY);
    const known = this.#useDays;
    if (first >= known.first && last <= known.last) return;
    this.#useDays = { first: Math.min(first, known.first), last: Math.max(last, known.last) };
    this.#widen(utcDay(fromMs), utcDay(toMs));
  }

  loadTest(test: LoadTest): void {
    this.#lines += 1;
    if (test.atMs !== null) this.#widen(utcDay(test.atMs), utcDay(test.atMs));
    this.#loadTests.push(test);
  }

  get loadTests(): readonly LoadTest[] {
    return this.#loadTests;
  }

  issue(issue: Issue): void {
    this.#issues.add(issue);
  }

  speaksFor({ from, to }: { from: Day; to: Day }): void {
    this.#widen(from, to);
  }

  #widen(from: Day, to: Day): void {
    if (this.#from === null || from < this.#from) this.#from = from;
    if (this.#to === null || to > this.#to) this.#to = to;
  }

  groupedBy(groups: readonly string[]): void {
    this.#grouping = groups;
  }

  partOfFeed(part: string): void {
    this.#feedPart = part;
  }

  exportedAt(ms: number): void {
    if (this.#exportedAtMs === null || ms > this.#exportedAtMs) this.#exportedAtMs = ms;
  }

  exchangeRate(rate: Parameters<Sink["exchangeRate"]>[0]): void {
    this.#rates.set(`${rate.day} ${rate.from} ${rate.to}`, rate);
  }

  invoice(invoice: InvoiceDocument): void {
    this.#lines += 1;
    this.#widen(invoice.issued, invoice.issued);
    this.#invoices.push(invoice);
  }

  billingPeriod(period: BillingPeriodState): void {
    this.#lines += 1;
    this.#widen(period.from, period.to);
    this.#periods.push(period);
  }

  /** The documents read so far. */
  get invoices(): readonly InvoiceDocument[] {
    return this.#invoices;
  }
  get billingPeriods(): readonly BillingPeriodState[] {
    return this.#periods;
  }
  /** One rate a day and pair: the last the file gives. */
  get exchangeRates(): readonly Parameters<Sink["exchangeRate"]>[0][] {
    return [...this.#rates.values()];
  }

  statedTotal(total: { row: number; currency: string; amount: Decimal }): void {
    this.#stated.push(total);
  }

  /** What was read. Call once, after the whole file. */
  result({ file, importer }: { file: string; importer: Importer }): FileSummary {
    const tokens = this.#tokenTotals();
    const energy = importer.yields === "energy" ? this.#energy.finish((issue) => this.#issues.add(issue)) : null;
    if (energy?.span) this.#widen(utcDay(energy.span.fromMs), utcDay(energy.span.toMs));
    const own = this.#sumsOf(importer.basis);
    const localUse = this.#localUse.result();
    return {
      file,
      format: importer.id,
      label: importer.label,
      basis: importer.basis,
      coverage: this.#from && this.#to ? { from: this.#from, to: this.#to } : null,
      lines: this.#lines,
      // A file of usage has no money: not nought of it.
      totals: importer.basis === "quantity" ? [] : totalsOf(own),
      ...this.#apart(importer.basis),
      ...(this.#hasEffective ? { effectiveTotals: totalsOf(this.#effective) } : {}),
      ...(tokens ? { tokens } : {}),
      ...(energy?.span ? { energy: energy.file } : {}),
      ...(localUse ? { localUse } : {}),
      ...(this.#loadTests.length > 0 ? { loadTests: this.#loadTests } : {}),
      accounts: [...this.#accounts].sort(),
      grouping: this.#grouping,
      statedTotals: this.#stated.map((stated) => compared(stated, own)),
      issues: this.#issues.all(),
    };
  }

  #tokenTotals(): Partial<Record<TokenKind, string>> | null {
    const seen = TOKEN_KINDS.flatMap((kind) => {
      const sum = this.#tokens.get(kind);
      return sum ? [[kind, format(sum.total())] as const] : [];
    });
    return seen.length > 0 ? Object.fromEntries(seen) : null;
  }

  /** What a file may say beside its own money, each only where it does. */
  #apart(
    own: Basis,
  ): Pick<
    FileSummary,
    "otherTotals" | "scopes" | "requests" | "exportedAt" | "feedPart" | "invoices" | "billingPeriods" | "rates"
  > {
    const others = [...this.#billed].flatMap(([basis, sums]) =>
      basis === own || basis === "quantity" ? [] : totalsOf(sums).map((total) => ({ basis, ...total })),
    );
    return {
      ...(others.length > 0 ? { otherTotals: others } : {}),
      ...(this.#scopes.size > 0
        ? { scopes: [...this.#scopes].map(([scope, { lines, sums }]) => ({ scope, lines, totals: totalsOf(sums) })) }
        : {}),
      ...(this.#hasRequests ? { requests: format(this.#requests.total()) } : {}),
      ...(this.#exportedAtMs === null ? {} : { exportedAt: new Date(this.#exportedAtMs).toISOString() }),
      ...(this.#feedPart === null ? {} : { feedPart: this.#feedPart }),
      ...(this.#invoices.length > 0 ? { invoices: this.#invoices.map(summaryOfInvoice) } : {}),
      ...(this.#periods.length > 0 ? { billingPeriods: this.#periods.map(({ row: _row, ...period }) => period) } : {}),
      ...(this.#rates.size > 0
        ? { rates: this.exchangeRates.map(({ day, from, to, rate }) => ({ day, from, to, rate: format(rate) })) }
        : {}),
    };
  }
}

const textOf = (amount: Decimal | null): string | null => (amount ? format(amount) : null);

const summaryOfInvoice = (invoice: InvoiceDocument): InvoiceSummary => ({
  kind: invoice.kind,
  provider: invoice.provider,
  number: invoice.number,
  issued: invoice.issued,
  month: invoice.month,
  currency: invoice.currency,
  subtotal: textOf(invoice.subtotal),
  tax: textOf(invoice.tax),
  total: format(invoice.total),
  amountDue: textOf(invoice.amountDue),
  isPrepaid: invoice.isPrepaid,
});

function compared(
  { row, currency, amount }: { row: number; currency: string; amount: Decimal },
  sums: MoneySums,
): StatedTotal {
  const asRead = sums.total(currency);
  return {
    row,
    currency,
    stated: format(amount),
    asRead: format(asRead),
    difference: format(subtract(amount, asRead)),
  };
}

const totalsOf = (sums: MoneySums): CurrencyTotal[] =>
  sums.currencies().map((currency) => ({ currency, amount: format(sums.total(currency)) }));

/** Keeps issues in order, the first 10,000 of each code; the rest are one notice that counts them. */
export class IssueList {
  readonly #kept: Issue[] = [];
  readonly #counts = new Map<string, number>();

  add(issue: Issue): boolean {
    const count = (this.#counts.get(issue.code) ?? 0) + 1;
    this.#counts.set(issue.code, count);
    if (count > MAX_ISSUES_PER_CODE) return false;
    this.#kept.push(issue);
    return true;
  }

  all(): Issue[] {
    const more = [...this.#counts].filter(([, count]) => count > MAX_ISSUES_PER_CODE);
    return [
      ...this.#kept,
      ...more.map(
        ([code, count]): Issue => ({
          severity: "notice",
          row: null,
          column: null,
          code: "more-issues",
          message: `${count - MAX_ISSUES_PER_CODE} more issues of the kind ${code} are not listed.`,
        }),
      ),
    ];
  }
}
