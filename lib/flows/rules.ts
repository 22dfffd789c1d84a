import type { z } from "zod";
import type { newRuleBody, RuleTrial, RuleWire } from "../api/wire/rules.ts";
import { AppError } from "../core/app-error.ts";
import { checkShares, MATCH_FIELDS, type SplitBy } from "../core/attribution.ts";
import { parseDay } from "../core/calendar.ts";
import { type Decimal, decimal, format, isZero, parseDecimal, subtract } from "../core/decimal.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { type BearerSum, endRule, insertRule, type RuleRow, readRules, sumBearers } from "../db/rules.ts";
import { inTransaction, type Transaction } from "../db/transaction.ts";
import { hashPerson } from "../importers/person.ts";
import { rolledBack } from "./rolled-back.ts";
import { settleAll } from "./settle.ts";
import { reachOfRule } from "./settle-reach.ts";
import { teamNamed } from "./teams.ts";

export type NewRule = z.input<typeof newRuleBody>;

export const ruleToWire = (rule: RuleRow): RuleWire => ({
  id: rule.id,
  number: rule.number,
  version: rule.version,
  from: rule.from,
  to: rule.to,
  match: { ...rule.match },
  shares: rule.teams.map((share) => ({ team: share.slug, percent: format(decimal(share.percent)) })),
  splitBy: rule.splitBy ?? null,
  note: rule.note,
  createdBy: rule.createdBy,
});

export async function listRules(): Promise<RuleWire[]> {
  return (await readRules(pool)).map(ruleToWire);
}

/**
 * Adds a rule and, in the same transaction, moves every open entry it now decides. The ledger keeps the old entries and
 * their reversals.
 * @throws AppError invalid-input, not-found (team)
 */
export async function createRule(
  body: NewRule,
  by: string,
  nowMs: number = Date.now(),
): Promise<{ rule: RuleWire; moved: number }> {
  const checked = await checkedRule(body, by);
  return inTransaction(async (tx) => {
    const { rule, moved } = await addRule(tx, checked, nowMs);
    const { match, shares, splitBy } = ruleToWire(rule);
    await audit(tx.client, { who: by, what: `added rule ${rule.number}`, details: { match, shares, splitBy, moved } });
    return { rule: ruleToWire(rule), moved };
  });
}

/**
 * What a rule would move if it were kept: it is added, the ledger is brought in line, and all of it is taken back.
 * @throws AppError as `createRule`
 */
export async function tryRule(body: NewRule, by: string, nowMs: number = Date.now()): Promise<RuleTrial> {
  const checked = await checkedRule(body, by);
  return rolledBack(async (tx) => {
    await lockPosting(tx.client);
    const before = await sumBearers(tx.client);
    const { moved } = await addRule(tx, checked, nowMs);
    return { entries: moved, moves: movesBetween(before, await sumBearers(tx.client)) };
  });
}

/** Withdraws a rule; what it decided in open months is decided anew. @throws AppError not-found */
export async function withdrawRule(id: number, by: string, nowMs: number = Date.now()): Promise<{ moved: number }> {
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const rule = (await readRules(client)).find((each) => each.id === id);
    if (!rule || !(await endRule(client, id)))
      throw new AppError("not-found", `There is no rule with the id ${id} in force.`);
    const moved = await settleAll(client, { usedAsOfMs: nowMs, reach: reachOfRule(rule) });
    await audit(client, { who: by, what: `withdrew rule ${id}`, details: { moved } });
    return { moved };
  });
}

type CheckedRule = Parameters<typeof insertRule>[1];

async function addRule(
  { client }: Transaction,
  checked: CheckedRule,
  nowMs: number,
): Promise<{ rule: RuleRow; moved: number }> {
  await lockPosting(client);
  const id = await insertRule(client, checked);
  const moved = await settleAll(client, { usedAsOfMs: nowMs, reach: reachOfRule(checked) });
  const rule = (await readRules(client)).find((each) => each.id === id);
  if (!rule) throw new Error("The rule just written was not read back");
  return { rule, moved };
}

async function checkedRule(body: NewRule, by: string): Promise<CheckedRule> {
  const match = checkedMatch(body.match);
  const from = checkedDay(body.from);
  const to = checkedDay(body.to);
  if (from && to && to < from)
    throw new AppError("invalid-input", `The rule would end (${to}) before it begins (${from}).`);
  const splitBy = checkedSplit(body);
  const shares = splitBy ? [] : await checkedShares(body.shares ?? []);
  return { match, from, to, note: body.note ?? "", createdBy: by, shares, splitBy };
}

function checkedSplit({ splitBy, shares }: NewRule): SplitBy | null {
  if (!splitBy) return null;
  if (shares && shares.length > 0)
    throw new AppError("invalid-input", "A rule divides by shares or by usage, not by both.");
  const { family, provider } = splitBy;
  return { ...(family && { family }), ...(provider && { provider: provider.toLowerCase() }) };
}

async function checkedShares(given: NonNullable<NewRule["shares"]>): Promise<{ teamId: number; percent: string }[]> {
  const shares: { teamId: number; percent: Decimal }[] = [];
  for (const share of given) {
    const percent = parseDecimal(share.percent);
    if (!percent) throw new AppError("invalid-input", `"${share.percent}" is not a percentage. Write it as 33.3.`);
    shares.push({ teamId: (await teamNamed(share.team)).id, percent });
  }
  if (new Set(shares.map((share) => share.teamId)).size !== shares.length) {
    throw new AppError("invalid-input", "A team can have only one share in a rule.");
  }
  checkShares(shares);
  return shares.map((share) => ({ teamId: share.teamId, percent: format(share.percent) }));
}

function checkedMatch(match: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(match).filter(([, value]) => value.trim() !== "");
  if (entries.length === 0)
    throw new AppError("invalid-input", "A rule needs something to match, such as a project or a key.");
  return Object.fromEntries(
    entries.map(([field, value]) => {
      const isKnown = (MATCH_FIELDS as readonly string[]).includes(field) || /^tag:.+/.test(field);
      if (!isKnown) {
        throw new AppError(
          "invalid-input",
          `A rule cannot match on "${field}". It can match on ${MATCH_FIELDS.join(", ")} and tag:NAME.`,
        );
      }
      const text = value.trim();
      // E-mail addresses are kept only as a hash; the rule must speak of the same hash.
      return [
        field.startsWith("tag:") ? field.toLowerCase() : field,
        field === "user" && text.includes("@") ? hashPerson(text) : text,
      ];
    }),
  );
}

function checkedDay(text: string | null | undefined): string | null {
  if (!text) return null;
  if (!parseDay(text)) throw new AppError("invalid-input", `"${text}" is not a day. Write it as 2026-05-14.`);
  return text;
}

function movesBetween(before: readonly BearerSum[], after: readonly BearerSum[]): RuleTrial["moves"] {
  const keyOf = ({ month, bearer, currency }: BearerSum): string => `${month} ${currency} ${bearer}`;
  const rows = new Map([...before, ...after].map((row) => [keyOf(row), row]));
  const amounts = (sums: readonly BearerSum[]) => new Map(sums.map((row) => [keyOf(row), row.amount]));
  const [old, now] = [amounts(before), amounts(after)];
  return [...rows].flatMap(([key, { month, bearer, name, currency }]) => {
    const was = decimal(old.get(key) ?? "0");
    const is = decimal(now.get(key) ?? "0");
    const change = subtract(is, was);
    if (isZero(change)) return [];
    return [{ month, bearer, name, currency, before: format(was), after: format(is), change: format(change) }];
  });
}
