import type { RuleWire } from "../api/wire/records.ts";
import { AppError } from "../core/app-error.ts";
import { checkShares, MATCH_FIELDS } from "../core/attribution.ts";
import { parseDay } from "../core/calendar.ts";
import { type Decimal, decimal, format } from "../core/decimal.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { endRule, insertRule, type RuleRow, readRules } from "../db/rules.ts";
import { inTransaction } from "../db/transaction.ts";
import { hashPerson } from "../importers/person.ts";
import { reattributeAll } from "./reattribute.ts";
import { teamNamed } from "./teams.ts";

export type NewRule = {
  readonly match: Readonly<Record<string, string>>;
  readonly shares: readonly { readonly team: string; readonly percent: string }[];
  readonly from?: string | null;
  readonly to?: string | null;
  readonly note?: string;
};

const toWire = (rule: RuleRow): RuleWire => ({
  id: rule.id,
  version: rule.version,
  from: rule.from,
  to: rule.to,
  match: { ...rule.match },
  shares: rule.teams.map((share) => ({ team: share.slug, percent: format(decimal(share.percent)) })),
  note: rule.note,
});

export async function listRules(): Promise<RuleWire[]> {
  return (await readRules(pool)).map(toWire);
}

/**
 * Adds a rule and, in the same transaction, moves every open entry it now decides. The ledger keeps the old entries and
 * their reversals.
 * @throws AppError invalid-input, not-found (team)
 */
export async function createRule(body: NewRule, by: string): Promise<{ rule: RuleWire; moved: number }> {
  const match = checkedMatch(body.match);
  const from = checkedDay(body.from);
  const to = checkedDay(body.to);
  if (from && to && to < from)
    throw new AppError("invalid-input", `The rule would end (${to}) before it begins (${from}).`);
  const shares: { teamId: number; percent: Decimal }[] = [];
  for (const share of body.shares)
    shares.push({ teamId: (await teamNamed(share.team)).id, percent: decimal(share.percent) });
  if (new Set(shares.map((share) => share.teamId)).size !== shares.length) {
    throw new AppError("invalid-input", "A team can have only one share in a rule.");
  }
  checkShares(shares);
  return inTransaction(async ({ client }) => {
    const id = await insertRule(client, {
      match,
      from,
      to,
      note: body.note ?? "",
      createdBy: by,
      shares: shares.map((share) => ({ teamId: share.teamId, percent: format(share.percent) })),
    });
    const moved = await reattributeAll(client);
    const rule = (await readRules(client)).find((each) => each.id === id);
    if (!rule) throw new Error("The rule just written was not read back");
    await audit(client, { who: by, what: `added rule ${rule.number}`, details: { match, shares: body.shares, moved } });
    return { rule: toWire(rule), moved };
  });
}

/** Withdraws a rule; what it decided in open months is decided anew. @throws AppError not-found */
export async function withdrawRule(id: number, by: string): Promise<{ moved: number }> {
  return inTransaction(async ({ client }) => {
    if (!(await endRule(client, id))) throw new AppError("not-found", `There is no rule with the id ${id} in force.`);
    const moved = await reattributeAll(client);
    await audit(client, { who: by, what: `withdrew rule ${id}`, details: { moved } });
    return { moved };
  });
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
