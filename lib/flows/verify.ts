import { absolute, compare, type Decimal, decimal, format, isZero, subtract } from "../core/decimal.ts";
import { pool } from "../db/client.ts";
import { type ImportRow, readImport } from "../db/imports.ts";
import { readMonths } from "../db/ledger-reads.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { rigQuarterPrint } from "../db/power.ts";
import { readRigs } from "../db/rigs.ts";
import { rebuildRollups, rollupDifferences } from "../db/rollups.ts";
import { inTransaction } from "../db/transaction.ts";
import { importsToVerify, lineDifferences, stagedSums } from "../db/verify-reads.ts";
import { readFile } from "../importers/read-file.ts";
import { Summary } from "../importers/summarise.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { brokenHashes } from "./close/check-hash.ts";
import { formatOf } from "./file-formats.ts";
import { integrateRig } from "./integrate-power.ts";
import { identityGap, OPERATOR, reportOf } from "./report.ts";
import { rolledBack } from "./rolled-back.ts";
import { settleAll } from "./settle.ts";
import { storedBytes } from "./source-rows.ts";

export type Difference = {
  readonly check: "rollups" | "settled" | "files" | "lines" | "energy" | "rigs" | "identity" | "closed";
  readonly where: string;
  readonly text: string;
};
export type Verified = {
  readonly holds: boolean;
  readonly imports: number;
  readonly months: number;
  readonly rigs: number;
  readonly differences: readonly Difference[];
};

/** Decimal places of import_line.billed. */
const STAGED_SCALE = 30;

/**
 * Holds the ledger against its rollups, against the files kept (each is read again), against the rigs' terms and measured
 * energy, and the TCO identity in every month and view. Reads only.
 */
export async function verify(nowMs: number = Date.now()): Promise<Verified> {
  const differences: Difference[] = [];
  for (const row of await rollupDifferences(pool)) {
    differences.push({
      check: "rollups",
      where: row.where,
      text: `The ledger holds ${row.ledger}, the rollup ${row.rollup} (billed / effective).`,
    });
  }
  const imports = await importsToVerify(pool);
  for (const id of imports) differences.push(...(await verifyImport(id)));
  const rigs = await readRigs(pool);
  for (const rig of rigs) {
    if (!(await isMeasuredAsRead(rig.id)))
      differences.push({
        check: "energy",
        where: rig.name,
        text: "Its measured quarter hours differ from what its kept readings give.",
      });
    const written = await wouldAccrue(rig.id, nowMs);
    if (written > 0)
      differences.push({
        check: "rigs",
        where: rig.name,
        text: `${written} entries differ from the rig's terms, shares and measured energy.`,
      });
  }
  const unsettled = await wouldSettle();
  if (unsettled > 0) {
    differences.push({
      check: "settled",
      where: "the ledger",
      text: `${unsettled} entries differ from what the posted imports, rules, prices, rates and scopes say now.`,
    });
  }
  const months = await readMonths(pool, "billed");
  differences.push(...(await verifyIdentity(nowMs)));
  for (const { month, signed, now } of await brokenHashes(pool)) {
    const text = `Signed as ${signed}, its figures are ${now || "without a record of what was signed"} now.`;
    differences.push({ check: "closed", where: month, text });
  }
  return {
    holds: differences.length === 0,
    imports: imports.length,
    months: months.length,
    rigs: rigs.length,
    differences,
  };
}

/** Sums the ledger anew into the rollups, which are only a cache of it. */
export async function rebuildSums(): Promise<void> {
  await inTransaction(async ({ client }) => {
    await lockPosting(client);
    await rebuildRollups(client);
  });
}

async function verifyImport(id: number): Promise<Difference[]> {
  const row = await readImport(pool, id);
  if (!row) return [];
  const where = `import ${id}, ${row.fileName}`;
  const again = await readAgain(row);
  if (again === null) return [{ check: "files", where, text: "The file kept cannot be read again." }];
  const staged = await stagedSums(pool, id);
  const found: Difference[] = [];
  if (again.lines !== staged.lines)
    found.push({ check: "files", where, text: `The file holds ${again.lines} lines, ${staged.lines} were staged.` });
  for (const total of again.totals) {
    const kept =
      staged.totals.find((each) => each.basis === total.basis && each.currency === total.currency)?.amount ?? "0";
    if (!isKept({ kept: decimal(kept), read: decimal(total.amount), lines: staged.lines })) {
      found.push({
        check: "files",
        where,
        text: `The file sums to ${total.amount} ${total.currency}, its lines to ${format(decimal(kept))}.`,
      });
    }
  }
  for (const line of await lineDifferences(pool, { importId: id, needsRounding: row.needsRounding })) {
    found.push({
      check: "lines",
      where: `${where}, row ${line.firstRow}`,
      text: `The line is ${line.line}, its entries sum to ${line.entries}.`,
    });
  }
  return found;
}

/** Lines are kept with 30 places, as many as any provider writes; a file with more loses at most half of the last one a line. */
function isKept({ kept, read, lines }: { kept: Decimal; read: Decimal; lines: number }): boolean {
  const lost = absolute(subtract(read, kept));
  return (
    isZero(lost) || (read.scale > STAGED_SCALE && compare(lost, { units: BigInt(lines), scale: STAGED_SCALE }) <= 0)
  );
}

async function readAgain(row: ImportRow): Promise<{
  lines: number;
  totals: readonly { basis: string; currency: string; amount: string }[];
} | null> {
  const importer = await formatOf(pool, row);
  if (!importer) return null;
  const summary = new Summary();
  const options = { account: row.account, zone: row.zone, nowMs: row.createdAt.getTime() };
  await readFile({ fileName: row.fileName, bytes: storedBytes(row.id), sink: summary, options, importer });
  const { totals, otherTotals = [] } = summary.result({ file: row.fileName, importer });
  return {
    lines: summary.keptLines,
    totals: [...totals.map((total) => ({ basis: importer.basis, ...total })), ...otherTotals],
  };
}

/** Do a rig's kept readings, integrated anew, give the quarter hours it is billed by; nothing is kept. */
const isMeasuredAsRead = (rigId: number): Promise<boolean> =>
  rolledBack(async ({ client }) => {
    const before = await rigQuarterPrint(client, rigId);
    await integrateRig(client, rigId);
    return before === (await rigQuarterPrint(client, rigId));
  });

/** How many entries bringing a rig up to date would write; nothing is kept. */
const wouldAccrue = (rigId: number, nowMs: number): Promise<number> =>
  rolledBack(({ client }) => accrueRig(client, { rigId, nowMs }));

/** How many entries would be posted otherwise today; nothing is kept. */
const wouldSettle = (): Promise<number> => rolledBack(({ client }) => settleAll(client));

async function verifyIdentity(nowMs: number): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const monthBy of ["billed", "used"] as const) {
    for (const month of await readMonths(pool, monthBy)) {
      for (const cost of ["effective", "billed"] as const) {
        const { byBearer, byClass } = identityGap(await reportOf({ month, monthBy, cost }, OPERATOR, nowMs));
        if (byBearer === "0" && byClass === "0") continue;
        found.push({
          check: "identity",
          where: `${month}, ${cost} cost, by ${monthBy} month`,
          text: `Teams, unassigned and idle differ from the ledger by ${byBearer}; cloud, rigs and shared by ${byClass}.`,
        });
      }
    }
  }
  return found;
}
