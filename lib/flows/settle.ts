import type { PoolClient } from "pg";
import { type Aside, RESTATED, rankOf, sharedDays } from "../core/standing/standing.ts";
import { type CoverageRow, coverageOf, hasLive } from "../db/coverage.ts";
import { type ImportRow, readImport, setStanding } from "../db/imports.ts";
import {
  addChangedLines,
  lastEntryId,
  liveParts,
  lockPosting,
  reverseEntries,
  stageChangedLines,
} from "../db/ledger-writes.ts";
import type { PostingPlan } from "../db/ready-lines.ts";
import { readRigs } from "../db/rigs.ts";
import { addToRollups } from "../db/rollups.ts";
import { sql } from "../db/sql.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { partsOf, partsText, postAttributed, splitPages } from "./attribute-import.ts";
import { type PostingContext, postingContext } from "./posting-context.ts";
import { isSplitByUsageOf, type Reach } from "./settle-reach.ts";
import { stagePlan } from "./stage-plan.ts";
import { usageSplits } from "./usage-splits.ts";

/** The import whose posting or undoing made others stand otherwise, and the words for it. */
export type Cause = { readonly importId: number | null; readonly because: string };
const BY_RULES: Cause = { importId: null, because: "Attribution, price, rate or scope changed" };

/**
 * Brings the ledger in line with what posted imports, rules, prices, rates and scopes say now: what would be posted
 * otherwise today is reversed and posted anew. Call it in the transaction that changed any of them; where rates changed,
 * give the time up to which rigs are reckoned (`rigsAsOfMs`), for they may be kept in another currency; where rules did, that of
 * the rigs that are split by use (`usedAsOfMs`). `reach` leaves out imports that the
 * change cannot touch.
 * @returns how many entries were posted anew.
 */
export async function settleAll(
  client: PoolClient,
  { rigsAsOfMs, usedAsOfMs, reach = () => true }: { rigsAsOfMs?: number; usedAsOfMs?: number; reach?: Reach } = {},
): Promise<number> {
  await lockPosting(client);
  const context = await postingContext(client);
  let written = 0;
  const asOfMs = rigsAsOfMs ?? usedAsOfMs;
  if (asOfMs !== undefined) {
    const rigs = (await readRigs(client)).filter((rig) => rigsAsOfMs !== undefined || rig.terms.splitBy !== "shares");
    for (const rig of rigs) written += await accrueRig(client, { rigId: rig.id, nowMs: asOfMs });
  }
  const reached = new Set(context.coverage.filter((row) => reach(row, context.rules)).map((row) => row.importId));
  for (const id of [...reached].sort((a, b) => a - b))
    written += await settleImport(client, { id, context, cause: BY_RULES });
  return written;
}

/**
 * The same for the imports that share days of a source with `importId`, itself left out, and for those that a rule splits
 * by its usage. @returns how many entries were posted anew.
 */
export async function settleBeside(client: PoolClient, importId: number, cause: Cause): Promise<number> {
  const context = await postingContext(client);
  const own = await coverageOf(client, importId);
  const providers = new Set(own.filter((each) => each.basis !== "billed").map((each) => each.provider.toLowerCase()));
  const beside = new Set(
    context.coverage
      .filter(
        (other) =>
          own.some((mine) => sharedDays(mine, other) !== null) ||
          (providers.size > 0 &&
            sharesDays(own, other) &&
            isSplitByUsageOf(other, { rules: context.rules, providers })),
      )
      .map((other) => other.importId),
  );
  beside.delete(importId);
  let written = 0;
  for (const id of [...beside].sort((a, b) => a - b)) written += await settleImport(client, { id, context, cause });
  return written;
}

/** Usage divides a bill of its own months: by day where it can, else by month. */
const sharesDays = (own: readonly CoverageRow[], other: CoverageRow): boolean =>
  own.some((mine) => mine.from.slice(0, 7) <= other.to.slice(0, 7) && other.from.slice(0, 7) <= mine.to.slice(0, 7));

async function settleImport(
  client: PoolClient,
  { id, context, cause }: { id: number; context: PostingContext; cause: Cause },
): Promise<number> {
  const row = await readImport(client, id);
  if (row?.yields !== "cost" || (row.state !== "posted" && row.state !== "superseded")) return 0;
  const { plan, asides } = await stagePlan(client, row, context);
  const changed = (await stageChangedLines(client, plan)) + (await stageChangedSplits(client, { row, plan, context }));
  let posted = 0;
  if (changed > 0) {
    const before = await lastEntryId(client);
    await reverseEntries(client, sql`e.import_id = ${id} AND e.line_id IN (SELECT line_id FROM pg_temp.changed_line)`, {
      causeId: cause.importId ?? id,
      because: cause.because,
    });
    posted = await postAttributed(client, { row, plan, context, onlyChanged: true });
    await addToRollups(client, before);
  }
  await sayStanding(client, { row, asides });
  return posted;
}

/** Lines that usage divides: compared part by part, for usage may have changed while the line did not. */
async function stageChangedSplits(
  client: PoolClient,
  { row, plan, context }: { row: ImportRow; plan: PostingPlan; context: PostingContext },
): Promise<number> {
  const ruleIds = context.rules.filter((rule) => rule.splitBy != null).map((rule) => rule.id);
  if (ruleIds.length === 0) return 0;
  const splits = usageSplits(client, context);
  const live = new Map(
    (await liveParts(client, { importId: row.id, ruleIds })).map((each) => [each.lineId, each.parts]),
  );
  const changed: string[] = [];
  for await (const lines of splitPages(client, { plan, onlyChanged: false, ruleIds })) {
    for (const line of lines) {
      const entries = await partsOf(line, { row, context, splits });
      if (live.get(line.id) !== partsText(entries)) changed.push(line.id);
    }
  }
  await addChangedLines(client, changed);
  return changed.length;
}

/** Says on the import whether its money counts, or which import's stands before it. */
export async function sayStanding(
  client: PoolClient,
  { row: { id, basis }, asides }: { row: Pick<ImportRow, "id" | "basis">; asides: readonly Aside[] },
): Promise<void> {
  const isLive = await hasLive(client, id);
  const restated = namesOf(asides.filter((aside) => aside.overRank === RESTATED));
  const bases = (await coverageOf(client, id)).map((each) => each.basis);
  // Of a bill only what is less sure in it stands aside, and most bills hold nothing but what is billed.
  const less = asides.filter((aside) => bases.some((each) => rankOf(each) > aside.overRank));
  const surest = Math.min(...less.map((aside) => aside.overRank));
  const surer = namesOf(less.filter((aside) => aside.overRank === surest));
  if (restated !== "") {
    const message = `Replaced by ${restated}${isLive ? ", in part" : ""}.`;
    await setStanding(client, { id, state: isLive ? "posted" : "superseded", message });
  } else await setStanding(client, { id, state: "posted", message: standingMessage(basis, surer) });
}

function standingMessage(basis: string | null, surer: string): string {
  if (surer === "") return "Posted.";
  if (basis === "quantity") return `Usage without money of its own: it explains ${surer}.`;
  return `Its estimate stands aside for ${surer}, which is surer; its usage explains.`;
}

function namesOf(asides: readonly Aside[]): string {
  const ids = [...new Set(asides.map((aside) => aside.byImportId))].sort((a, b) => a - b);
  if (ids.length === 0) return "";
  return ids.length === 1 ? `import ${ids[0]}` : `imports ${ids.slice(0, -1).join(", ")} and ${ids.at(-1)}`;
}
