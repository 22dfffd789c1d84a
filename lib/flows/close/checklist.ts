import type { CloseStep, ExpectedFileWire, Reconciliation } from "../../api/wire/close.ts";
import { addMonths, firstDay, lastDay, monthBoundsMs } from "../../core/calendar.ts";
import { type ExpectedFile, expectedFiles, LEARNED_FROM, monthsLearnedFrom } from "../../core/close/expected-files.ts";
import { accountsStep, filesStep, metersStep, teamsStep } from "../../core/close/steps.ts";
import { decimal, divide, format, formatFixed } from "../../core/decimal.ts";
import { percentOf } from "../../core/statement/figure.ts";
import { readArrivals } from "../../db/arrivals.ts";
import { pool } from "../../db/client.ts";
import { readProviderPeriods } from "../../db/invoices.ts";
import { readCoveredMs } from "../../db/power.ts";
import { unpricedModels } from "../prices.ts";
import { reconciliationOf } from "../reconcile/reconcile-month.ts";
import { withDefaults } from "../settings.ts";
import { type Statement, totalOf, unconvertedOf } from "../statement/load.ts";
import { meteredOf } from "../statement/metered.ts";

export type Checklist = {
  readonly steps: readonly CloseStep[];
  readonly files: readonly ExpectedFileWire[];
  readonly learnedFrom: readonly string[];
  readonly reconciliation: Reconciliation;
};

/** What is done and what is open before the statement's month can be signed. @param statement effective, by billed month */
export async function checklistOf(statement: Statement): Promise<Checklist> {
  const { month } = statement;
  const limits = withDefaults(statement.organisation.thresholds);
  const files = await filesOf(statement);
  const [periods, reconciliation, metered, unpriced] = await Promise.all([
    readProviderPeriods(pool, { from: firstDay(month), to: lastDay(month) }),
    reconciliationOf(pool, month),
    meteredOf(statement),
    unpricedModels(month),
  ]);
  const open = periods.filter((period) => period.status === "open");
  const accounts = reconciliation.accounts.map((row) => ({ ...row, account: row.account ?? "" }));
  const unassigned = totalOf(statement, { month, bearer: "unassigned" });
  return {
    steps: [
      filesStep(files, open),
      accountsStep(accounts, unconvertedOf(statement)),
      metersStep(metered, limits.meteredPercent),
      teamsStep(
        {
          amount: format(unassigned),
          share: percentOf(unassigned, totalOf(statement, { month })),
          currency: statement.organisation.currency,
        },
        { limit: limits.unassignedPercent, unpriced: [...new Set(unpriced.map((each) => each.model))] },
      ),
    ],
    files: await filesWire(files, statement),
    learnedFrom: monthsLearnedFrom(month).filter((each) => statement.months.includes(each)),
    reconciliation,
  };
}

async function filesOf({ month, organisation }: Statement): Promise<ExpectedFile[]> {
  const fromMonth = addMonths(month, -LEARNED_FROM);
  const arrivals = await readArrivals(pool, {
    from: firstDay(fromMonth),
    to: lastDay(month),
    fromMonth,
    toMonth: month,
    zone: organisation.zone,
  });
  return expectedFiles(month, arrivals);
}

const MS_PER_DAY = decimal(86_400_000);

async function filesWire(files: readonly ExpectedFile[], statement: Statement): Promise<ExpectedFileWire[]> {
  const measured = await measuredDays(statement);
  const whole = Number(lastDay(statement.month).slice(8));
  return files.map((file) => ({
    kind: file.kind,
    label: file.label,
    provider: file.kind === "power" ? "" : file.provider,
    account: file.account || null,
    importId: file.importId,
    receivedAt: file.receivedOn,
    usually: file.usually,
    isExpected: file.isExpected,
    state: file.state,
    days: file.kind === "power" ? (measured.get(file.provider) ?? null) : daysOf(file, whole),
    missingDays: file.missingDays && [...file.missingDays],
    text: file.text,
  }));
}

const daysOf = (file: ExpectedFile, whole: number): string | null =>
  file.missingDays === null ? null : String(whole - file.missingDays.length);

/** Days' worth of measured time by the rig's name, one decimal. */
async function measuredDays({ month, organisation, rigs }: Statement): Promise<ReadonlyMap<string, string>> {
  const { startMs, endMs } = monthBoundsMs(month, organisation.zone);
  const covered = await readCoveredMs(pool, { fromMs: startMs, toMs: endMs });
  return new Map(
    covered.flatMap(({ rigId, coveredMs }) => {
      const rig = rigs.find((each) => each.id === rigId);
      const days = divide(decimal(coveredMs), MS_PER_DAY, { scale: 3 });
      return rig ? [[rig.name, format(decimal(formatFixed(days, 1)))] as const] : [];
    }),
  );
}
