import type { ImportPreview } from "../api/wire/records.ts";
import { decide, inOrder } from "../core/attribution.ts";
import { add, type Decimal, decimal, format, ZERO } from "../core/decimal.ts";
import { suggestTeam } from "../core/suggest-team.ts";
import { pool } from "../db/client.ts";
import type { ImportRow } from "../db/imports.ts";
import { readKeyTeams } from "../db/key-teams.ts";
import { readKeySums } from "../db/preview-reads.ts";
import { type KeyRow, type RuleRow, readImportKeys, readRules } from "../db/rules.ts";
import { readTeams } from "../db/teams.ts";
import { becauseOf } from "./posting-context.ts";
import { postingEffect } from "./posting-effect.ts";

const GROUPS_SHOWN = 100;
const USERS_COMPARED = 50;

type Effect = Pick<ImportPreview, "attribution" | "unassigned" | "effect">;

/** What a person recognises a key by: the narrowest name the file gives. */
export function keyOfRow(key: KeyRow): { keyKind: string; key: string } {
  const named: [string, string | null][] = [
    ["project", key.projectName ?? key.project],
    ["workspace", key.workspace],
    ["key", key.apiKeyName ?? key.apiKey],
    ["user", key.user],
    ["account", key.account],
  ];
  const found = named.find(([, value]) => value !== null);
  return { keyKind: found?.[0] ?? "provider", key: found?.[1] ?? key.provider };
}

/** Who the lines of an import go to by the rules in force, and how the months change by posting it. */
export async function previewEffect({ row, isWaiting }: { row: ImportRow; isWaiting: boolean }): Promise<Effect> {
  const [keys, sums, rules, months] = await Promise.all([
    readImportKeys(pool, row.id),
    readKeySums(pool, row.id),
    readRules(pool),
    isWaiting ? postingEffect(row) : [],
  ]);
  const sorted = groupsOf({ keys, sums, rules })
    .map(({ sum, ...group }) => ({ ...group, amount: format(sum) }))
    .sort((a, b) => (decimalLess(a.amount, b.amount) ? 1 : -1));
  return {
    attribution: sorted
      .slice(0, GROUPS_SHOWN)
      .map(({ provider: _provider, known: _known, users: _users, ...group }) => group),
    unassigned: await unassignedOf(sorted),
    effect: months ?? [],
  };
}

type Shown = ImportPreview["attribution"][number] & { provider: string; known: string; users: Set<string> };

type Read = {
  readonly keys: readonly KeyRow[];
  readonly sums: Awaited<ReturnType<typeof readKeySums>>;
  readonly rules: readonly RuleRow[];
};

/** Lines and money by the name a person knows the key by and who it goes to. */
function groupsOf({ keys, sums, rules }: Read): (Shown & { sum: Decimal })[] {
  const byNo = new Map(keys.map((key) => [key.no, key]));
  const ordered = inOrder(rules);
  const groups = new Map<string, Shown & { sum: Decimal }>();
  for (const each of sums) {
    const key = byNo.get(each.keyNo);
    if (!key) continue;
    const rule = (decide(key, ordered).at(-1)?.rule ?? null) as RuleRow | null; // the rules asked are the rows read above
    const named = keyOfRow(key);
    const goesTo = rule ? rule.teams.map((share) => share.name).join(", ") : "Unassigned";
    const identity = JSON.stringify([key.provider, named, rule?.id ?? 0, each.currency]);
    const group = groups.get(identity) ?? {
      ...named,
      provider: key.provider,
      goesTo,
      teamSlug: rule?.teams.length === 1 ? (rule.teams[0]?.slug ?? null) : null,
      because: becauseOf(rule),
      lines: 0,
      currency: each.currency,
      amount: "0",
      sum: ZERO,
      known: knownOf(key),
      users: new Set<string>(),
    };
    if (key.user !== null && group.users.size < USERS_COMPARED) group.users.add(key.user);
    group.lines += each.lines;
    group.sum = add(group.sum, decimal(each.billed));
    groups.set(identity, group);
  }
  return [...groups.values()];
}

/** What no rule catches, largest first, with the team it probably is and the rule that would catch it. */
async function unassignedOf(sorted: readonly Shown[]): Promise<ImportPreview["unassigned"]> {
  const open = sorted.filter((group) => group.goesTo === "Unassigned").slice(0, GROUPS_SHOWN);
  if (open.length === 0) return [];
  const [before, teams] = await Promise.all([readKeyTeams(pool, open), readTeams(pool)]);
  const assigned = sorted.flatMap(({ keyKind, key, users, teamSlug, goesTo }) =>
    teamSlug === null ? [] : [{ keyKind, key, users: [...users], team: { slug: teamSlug, name: goesTo } }],
  );
  return open.map(({ keyKind, key, known, provider, lines, currency, amount, users }) => ({
    keyKind,
    key,
    known,
    provider,
    lines,
    currency,
    amount,
    match: keyKind === "provider" ? { provider } : { provider, [keyKind]: key },
    suggested: suggestTeam(
      { keyKind, key, users: [...users] },
      {
        before: before.filter((one) => one.provider === provider && one.keyKind === keyKind && one.key === key),
        assigned,
        teams,
      },
    ),
  }));
}

const decimalLess = (a: string, b: string): boolean =>
  add(decimal(a), { ...decimal(b), units: -decimal(b).units }).units < 0n;

/** What else the file says about a key, to help recognise it. */
function knownOf(key: KeyRow): string {
  const tags = Object.entries(key.tags).map(([name, value]) => `${name} ${value}`);
  const parts = [
    key.project && key.projectName ? key.project : null,
    key.workspace && key.project ? `workspace ${key.workspace}` : null,
    key.apiKeyName ?? key.apiKey,
    key.account ? `account ${key.account}` : null,
    ...tags.slice(0, 3),
  ];
  return parts.filter((part) => part !== null).join(", ") || "nothing more in this file";
}
