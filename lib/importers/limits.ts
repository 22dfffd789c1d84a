import type { Decimal } from "../core/decimal.ts";
import type { Issue } from "../core/issue.ts";
import type { LocalUse } from "../core/local-use/local-use.ts";
import type { UsageLine } from "../core/usage-line.ts";
import type { Sink } from "./importer.ts";

/** A row of a bill at or above 10^15 is no amount but a damaged cell; the ledger keeps 16 digits before the point. */
const AMOUNT_DIGITS = 15;
/** Tokens or requests of a row; the ledger keeps 22 digits before the point. */
const TOKEN_DIGITS = 18;

const POWERS: bigint[] = Array.from({ length: 256 }, (_, power) => 10n ** BigInt(power));

function isBeyond({ units, scale }: Decimal, digits: number): boolean {
  const limit = POWERS[scale + digits] ?? 10n ** BigInt(scale + digits);
  return units >= limit || units <= -limit;
}

/** The sink, but a line whose figures no ledger can hold becomes a blocking issue of its row. */
export function withinLimits(sink: Sink): Sink {
  const { source } = sink;
  return {
    line(line) {
      const problem = beyondLimits(line);
      if (problem) sink.issue(problem);
      else sink.line(line);
    },
    sample: (sample) => sink.sample(sample),
    energy: (item) => sink.energy(item),
    localUse(use) {
      const problem = tooMuch(use);
      if (problem) sink.issue(problem);
      else sink.localUse(use);
    },
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
    ...(source ? { source: source.bind(sink) } : {}),
  };
}

function beyondLimits({ row, billed, effective, tokens, requests }: UsageLine): Issue | null {
  const isMoney = isBeyond(billed, AMOUNT_DIGITS) || (effective !== null && isBeyond(effective, AMOUNT_DIGITS));
  const isCount = [tokens, requests].some((count) => count && isBeyond(count, TOKEN_DIGITS));
  if (!isMoney && !isCount) return null;
  const what = isMoney ? "An amount of this row has more than 15" : "Tokens or requests of this row have more than 18";
  return {
    severity: "blocking",
    row,
    column: null,
    code: isMoney ? "amount-too-large" : "tokens-too-large",
    message: `${what} digits before the point. Mend the row or leave it out.`,
  };
}

/** Requests of an hour are kept as 32 bits. */
const MOST_REQUESTS = 2_000_000_000;

function tooMuch({ row, input, cacheRead, output, requests, failed }: LocalUse): Issue | null {
  const isTokens = [input, cacheRead, output].some((count) => count && isBeyond(count, TOKEN_DIGITS));
  const isRequests = [requests, failed].some(
    (count) => count !== null && !(Number.isSafeInteger(count) && count <= MOST_REQUESTS),
  );
  if (!isTokens && !isRequests) return null;
  return {
    severity: "blocking",
    row,
    column: null,
    code: "tokens-too-large",
    message: "Tokens or requests of this row are more than any server serves. Mend the row or leave it out.",
  };
}
