import type { RulesMonth } from "../api/wire/rules.ts";
import type { Principal } from "../auth/principal.ts";
import { add, type Decimal, decimal, format, subtract, sum } from "../core/decimal.ts";
import { percentOf } from "../core/statement/figure.ts";
import { pool } from "../db/client.ts";
import { countUnassignedKeys } from "../db/ledger-reads.ts";
import { type CaughtRow, caughtInMonth, type RuleRow, readRules } from "../db/rules.ts";
import { ruleToWire } from "./rules.ts";
import { loadStatement } from "./statement/load.ts";

type Caught = { readonly amount: Decimal; readonly entries: number };
const NOTHING: Caught = { amount: decimal(0), entries: 0 };
const together = (a: Caught, b: Caught): Caught => ({
  amount: add(a.amount, b.amount),
  entries: a.entries + b.entries,
});

/** Each rule in force with what it caught of a month; with what no rule caught and the rigs, the rows sum to the month. */
export async function rulesOfMonth(query: { month?: string }, principal: Principal): Promise<RulesMonth> {
  const { month, organisation } = await loadStatement(query, principal);
  const { currency } = organisation;
  const [rules, rows, keys] = await Promise.all([
    readRules(pool, { includeEnded: true }),
    caughtInMonth(pool, { month, currency }),
    countUnassignedKeys(pool, { month, monthBy: "billed" }),
  ]);
  const inForce = await readRules(pool);
  const byNumber = caughtByNumber(rows, rules);
  const listed = inForce.map((rule) => ({ rule, caught: byNumber.get(rule.number) ?? NOTHING }));
  const rigs = total(rows.filter((row) => row.isRig));
  const none = total(rows.filter((row) => !row.isRig && row.ruleId === null));
  const all = total(rows);
  const caught = subtract(subtract(all, rigs), none);
  return {
    month,
    currency,
    rules: listed.map(({ rule, caught: own }) => ({
      ...ruleToWire(rule),
      amount: format(own.amount),
      entries: own.entries,
    })),
    withdrawn: format(subtract(caught, sum(listed.map((each) => each.caught.amount)))),
    unassigned: { amount: format(none), keys },
    rigs: format(rigs),
    total: format(all),
    caughtPercent: percentOf(caught, subtract(all, rigs)),
  };
}

const total = (rows: readonly CaughtRow[]): Decimal => sum(rows.map((row) => decimal(row.amount)));

/** A rule keeps its number from version to version, and with it what its earlier versions caught. */
function caughtByNumber(rows: readonly CaughtRow[], rules: readonly RuleRow[]): ReadonlyMap<number, Caught> {
  const numberOf = new Map(rules.map((rule) => [rule.id, rule.number]));
  const byNumber = new Map<number, Caught>();
  for (const row of rows) {
    const number = row.ruleId === null ? undefined : numberOf.get(row.ruleId);
    if (number === undefined || row.isRig) continue;
    const one = { amount: decimal(row.amount), entries: row.entries };
    byNumber.set(number, together(byNumber.get(number) ?? NOTHING, one));
  }
  return byNumber;
}
