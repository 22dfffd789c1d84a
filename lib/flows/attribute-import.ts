import type { PoolClient } from "pg";
import { type AttributionRule, decide, inOrder } from "../core/attribution.ts";
import { allocate, decimal, format, round } from "../core/decimal.ts";
import type { ImportRow } from "../db/imports.ts";
import {
  type AttributionRow,
  insertEntries,
  type NewEntry,
  postLines,
  type SplitLine,
  splitLines,
  stageAttribution,
} from "../db/ledger-writes.ts";
import { readImportKeys, readRules } from "../db/rules.ts";

const SPLIT_PAGE = 5_000;
const TOKEN_SCALE = 6;

export const becauseOf = (rule: AttributionRule | null): string =>
  rule ? `Rule ${rule.number}, version ${rule.version}` : "No rule matches";

/** Decides, for every key of an import, who bears it on which days, and stages that for the posting statements. */
export async function stageDecisions(
  client: PoolClient,
  importId: number,
): Promise<ReadonlyMap<number, AttributionRule>> {
  const rules = inOrder(await readRules(client));
  const rows: AttributionRow[] = [];
  for (const key of await readImportKeys(client, importId)) {
    for (const { from, to, rule } of decide(key, rules)) {
      const only = rule?.shares.length === 1 ? rule.shares[0] : undefined;
      rows.push({
        keyNo: key.no,
        from,
        to,
        ruleId: rule?.id ?? null,
        because: becauseOf(rule),
        bearer: only ? "team" : "unassigned",
        teamId: only?.teamId ?? null,
        isSplit: rule !== null && rule.shares.length > 1,
      });
    }
  }
  await stageAttribution(client, rows);
  return new Map(rules.map((rule) => [rule.id, rule]));
}

/**
 * Posts the lines of an import (all, or those staged as changed) by the current rules. Lines that a rule splits become
 * one entry a team, parts summing to the line exactly (largest remainder), and count as shared cost.
 * @returns how many entries were written.
 */
export async function postAttributed(
  client: PoolClient,
  { row, rules, onlyChanged }: { row: ImportRow; rules: ReadonlyMap<number, AttributionRule>; onlyChanged: boolean },
): Promise<number> {
  const selection = { importId: row.id, needsRounding: row.needsRounding, onlyChanged };
  let written = await postLines(client, selection);
  let afterId = "0";
  for (;;) {
    const page = await splitLines(client, { ...selection, afterId, limit: SPLIT_PAGE });
    const entries = page.flatMap((line) => splitEntries(line, row.id, rules));
    await insertEntries(client, entries);
    written += entries.length;
    const last = page.at(-1);
    if (!last || page.length < SPLIT_PAGE) return written;
    afterId = last.id;
  }
}

function splitEntries(line: SplitLine, importId: number, rules: ReadonlyMap<number, AttributionRule>): NewEntry[] {
  const rule = rules.get(line.ruleId);
  if (!rule) throw new Error(`Rule ${line.ruleId} decided a line but was not read`);
  const weights = rule.shares.map((share) => share.percent);
  const billed = allocate(decimal(line.billed), weights);
  const effective = allocate(decimal(line.effective), weights);
  const tokens = line.tokens === null ? null : allocate(round(decimal(line.tokens), TOKEN_SCALE), weights, TOKEN_SCALE);
  return rule.shares.map((share, index) => ({
    importId,
    lineId: line.id,
    day: line.day,
    billedMonth: line.billedMonth,
    bearer: "team",
    teamId: share.teamId,
    class: "shared",
    provider: line.provider,
    account: line.account,
    model: line.model,
    service: line.service,
    costKind: line.costKind,
    category: line.category,
    isCorrection: line.isCorrection,
    basis: line.basis,
    rigId: null,
    rigPart: null,
    currency: line.currency,
    billed: format(part(billed, index)),
    effective: format(part(effective, index)),
    tokens: tokens ? format(part(tokens, index)) : null,
    ruleId: line.ruleId,
    because: line.because,
  }));
}

function part<T>(parts: readonly T[], index: number): T {
  const value = parts[index];
  if (value === undefined) throw new Error("A split has fewer parts than shares");
  return value;
}
