import { type Day, utcDay } from "../core/calendar.ts";
import { type Decimal, format, subtract } from "../core/decimal.ts";
import type { Issue } from "../core/issue.ts";
import { type PowerSample, TOKEN_KINDS, type TokenKind, type UsageLine } from "../core/usage-line.ts";
import { EnergySummary, type FileEnergy } from "./energy-summary.ts";
import type { Importer, Sink } from "./importer.ts";
import { AmountSum, MoneySums } from "./source/amount.ts";

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
  readonly totals: readonly CurrencyTotal[];
  /** Only when any line has an amortised cost; lines without one count what they were billed. */
  readonly effectiveTotals?: readonly CurrencyTotal[];
  readonly tokens?: Partial<Record<TokenKind, string>>;
  readonly energy?: FileEnergy;
  readonly accounts: readonly string[];
  readonly grouping: readonly string[];
  readonly statedTotals: readonly StatedTotal[];
  readonly issues: readonly Issue[];
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
  #from: Day | null = null;
  #to: Day | null = null;
  #hasEffective = false;
  readonly #billed = new MoneySums();
  readonly #effective = new MoneySums();
  readonly #tokens = new Map<TokenKind, AmountSum>();
  readonly #accounts = new Set<string>();
  #grouping: readonly string[] = [];
  readonly #stated: { row: number; currency: string; amount: Decimal }[] = [];
  readonly #issues = new IssueList();
  readonly #energy = new EnergySummary();

  line(line: UsageLine): void {
    this.#lines += 1;
    // A correction of an earlier month is on this statement, but the file does not speak for those days.
    if (line.day.startsWith(line.billedMonth)) this.#widen(line.day, line.day);
    this.#billed.add(line.currency, line.billed);
    if (line.effective !== null) this.#hasEffective = true;
    this.#effective.add(line.currency, line.effective ?? line.billed);
    if (line.tokens !== null && line.costKind !== "other") this.#addTokens(line.costKind, line.tokens);
    if (line.account !== null) this.#accounts.add(line.account);
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

  statedTotal(total: { row: number; currency: string; amount: Decimal }): void {
    this.#stated.push(total);
  }

  /** What was read. Call once, after the whole file. */
  result({ file, importer }: { file: string; importer: Importer }): FileSummary {
    const tokens = this.#tokenTotals();
    const energy = importer.yields === "energy" ? this.#energy.finish((issue) => this.#issues.add(issue)) : null;
    if (energy?.span) this.#widen(utcDay(energy.span.fromMs), utcDay(energy.span.toMs));
    return {
      file,
      format: importer.id,
      label: importer.label,
      basis: importer.basis,
      coverage: this.#from && this.#to ? { from: this.#from, to: this.#to } : null,
      lines: this.#lines,
      totals: totalsOf(this.#billed),
      ...(this.#hasEffective ? { effectiveTotals: totalsOf(this.#effective) } : {}),
      ...(tokens ? { tokens } : {}),
      ...(energy?.span ? { energy: energy.file } : {}),
      accounts: [...this.#accounts].sort(),
      grouping: this.#grouping,
      statedTotals: this.#stated.map((stated) => this.#compared(stated)),
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

  #compared({ row, currency, amount }: { row: number; currency: string; amount: Decimal }): StatedTotal {
    const asRead = this.#billed.total(currency);
    return {
      row,
      currency,
      stated: format(amount),
      asRead: format(asRead),
      difference: format(subtract(amount, asRead)),
    };
  }
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
