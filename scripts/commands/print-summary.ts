import type { FileLocalUse } from "../../lib/importers/local-use-summary.ts";
import type { FileSummary } from "../../lib/importers/summarise.ts";
import { printLoadTest } from "./print-load-test.ts";

const ISSUES_PRINTED = 20;

/** A file's summary for people. */
export function printSummary(summary: FileSummary & { sha256?: string }): void {
  console.log(`${summary.file}: ${summary.label} (${summary.format}, ${summary.basis})`);
  if (summary.coverage) console.log(`  speaks for ${summary.coverage.from} to ${summary.coverage.to}`);
  console.log(
    `  ${summary.lines} lines${summary.accounts.length > 0 ? `, account ${summary.accounts.join(", ")}` : ""}`,
  );
  for (const total of summary.totals) console.log(`  ${total.amount} ${total.currency} ${summary.basis}`);
  for (const total of summary.otherTotals ?? [])
    console.log(`  ${total.amount} ${total.currency} ${total.basis}, apart: another bills it`);
  for (const { scope, lines, totals } of summary.scopes ?? [])
    console.log(`  ${scope}: ${lines} lines${totals.map((total) => `, ${total.amount} ${total.currency}`).join("")}`);
  for (const invoice of summary.invoices ?? [])
    console.log(`  ${invoice.kind} ${invoice.number} of ${invoice.issued}: ${invoice.total} ${invoice.currency}`);
  if (summary.requests) console.log(`  ${summary.requests} requests`);
  for (const total of summary.effectiveTotals ?? []) console.log(`  ${total.amount} ${total.currency} effective`);
  for (const [kind, tokens] of Object.entries(summary.tokens ?? {})) console.log(`  ${tokens} tokens, ${kind}`);
  if (summary.energy)
    console.log(
      summary.energy.kWh === null
        ? "  Readings of one instant only, which cover no time: energy takes at least two"
        : `  ${summary.energy.kWh} kWh measured, coverage ${summary.energy.coverage}, ${summary.energy.gapCount} gaps`,
    );
  if (summary.localUse) printLocalUse(summary.localUse);
  for (const test of summary.loadTests ?? []) printLoadTest(test);
  for (const issue of summary.issues.slice(0, ISSUES_PRINTED)) {
    const where = [issue.row === null ? null : `row ${issue.row}`, issue.column]
      .filter((each) => each !== null)
      .join(", ");
    console.log(`  ${issue.severity}${where ? ` (${where})` : ""}: ${issue.message}`);
  }
  const more = summary.issues.length - ISSUES_PRINTED;
  if (more > 0) console.log(`  ${more} more issues; --json lists them`);
}

const MODELS_PRINTED = 10;

/** Who asked what of local servers: what the file does not say is left out, not printed as 0. */
function printLocalUse({ requestSeconds, failed, isEstimated, endpoints, models }: FileLocalUse): void {
  const facts = [
    endpoints.length > 0 ? `at ${endpoints.join(", ")}` : null,
    requestSeconds === null ? null : `${requestSeconds} s of requests`,
    failed === null ? null : `${failed} failed`,
    isEstimated ? "tokens are estimates" : null,
  ].filter((fact) => fact !== null);
  console.log(`  local use${facts.length > 0 ? `: ${facts.join(", ")}` : ""}`);
  for (const { model, requests, ...tokens } of models.slice(0, MODELS_PRINTED)) {
    const known = Object.entries(tokens).flatMap(([kind, count]) => (count === null ? [] : [`${count} ${kind}`]));
    const parts = [requests === null ? null : `${requests} requests`, ...known].filter((part) => part !== null);
    console.log(`    ${model ?? "model not named"}: ${parts.join(", ")}`);
  }
}
