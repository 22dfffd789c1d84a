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
      `  ${summary.energy.kWh} kWh measured, coverage ${summary.energy.coverage}, ${summary.energy.gapCount} gaps`,
    );
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
