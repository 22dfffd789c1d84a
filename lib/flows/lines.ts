import type { z } from "zod";
import type { LedgerEntryWire, LinesPage, linesQuery, SourceRows } from "../api/wire/explain.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import { type Principal, readsEverything } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { decimal, format, isZero } from "../core/decimal.ts";
import { isRigPart } from "../core/rig/parts.ts";
import { percentOf } from "../core/statement/figure.ts";
import { classNameOf, costKindName, providerName, rigPartName } from "../core/statement/names.ts";
import { pool } from "../db/client.ts";
import {
  type EntryGroup,
  GROUPINGS,
  type Grouping,
  groupEntries,
  readEntries,
  readEntry,
  sumEntries,
} from "../db/entries.ts";
import { readOrganisation } from "../db/organisation.ts";
import { readRigs } from "../db/rigs.ts";
import { readTeams } from "../db/teams.ts";
import { entryFilterOf, rowsOfEntry, toEntryWire } from "./entry-wire.ts";
import { sourceRowsOf } from "./source-rows.ts";
import { loadStatement, totalOf } from "./statement/load.ts";

export type LinesQuery = Partial<z.input<typeof linesQuery>>;

const GROUPS_SHOWN = 500;
const ENTRIES_A_PAGE = 50;

const isGrouping = (text: string): text is Grouping => (GROUPINGS as readonly string[]).includes(text);

/** The ledger of a month, grouped and filtered; its total is the overview's when nothing narrows it. */
export async function linesOf(query: LinesQuery, principal: Principal): Promise<LinesPage> {
  const statement = await loadStatement(query, principal);
  const { by: byText = "bearer", after, entry: _entry, ...rest } = query;
  const filter: FigureFilter = {
    ...rest,
    month: statement.month,
    cost: statement.views.cost,
    monthBy: statement.views.monthBy,
  };
  const by = byText.split(",").filter(isGrouping).slice(0, 4);
  const currency = statement.organisation.currency;
  const chosen = entryFilterOf(filter, principal, currency);
  const [groups, totals, entries, naming] = await Promise.all([
    groupEntries(pool, chosen, by.length > 0 ? by : ["bearer"], GROUPS_SHOWN),
    sumEntries(pool, chosen),
    readEntries(pool, chosen, { after: placeOf(after), limit: ENTRIES_A_PAGE, onlyLive: true }),
    namesOf(),
  ]);
  const total = decimal(totals.amount);
  const last = entries.at(-1);
  const isNarrowed = Object.keys(rest).some((key) => !["month", "cost", "monthBy"].includes(key));
  return {
    month: statement.month,
    currency,
    by: by.length > 0 ? by : ["bearer"],
    groups: groups.map((group) => ({
      keys: group.keys,
      label: labelOf(by.length > 0 ? by : ["bearer"], group, naming),
      basis: group.basis,
      entries: group.entries,
      tokens: group.tokens === null ? null : format(decimal(group.tokens)),
      amount: format(decimal(group.amount)),
      estimated: estimatedText(group.estimated),
      share: percentOf(decimal(group.amount), total),
      filter: narrowed(filter, by.length > 0 ? by : ["bearer"], group),
    })),
    entries: entries.map(toEntryWire),
    entryCount: totals.live,
    total: format(total),
    estimated: estimatedText(totals.estimated),
    tokens: totals.tokens === null ? null : format(decimal(totals.tokens)),
    nextAfter: last && entries.length === ENTRIES_A_PAGE ? `${last.day}.${last.id}` : null,
    overviewTotal: isNarrowed ? null : format(totalOf(statement, { month: statement.month })),
  };
}

/** Null where nothing is estimated. */
const estimatedText = (text: string): string | null => (isZero(decimal(text)) ? null : format(decimal(text)));

const placeOf = (after: string | undefined): { day: string; id: string } | null => {
  const match = after ? /^(\d{4}-\d{2}-\d{2})\.(\d+)$/.exec(after) : null;
  return match?.[1] && match[2] ? { day: match[1], id: match[2] } : null;
};

async function namesOf(): Promise<{ teams: Map<string, string>; rigs: Map<string, string> }> {
  const [teams, rigs] = await Promise.all([readTeams(pool), readRigs(pool)]);
  return {
    teams: new Map(teams.map((team) => [team.slug, team.name])),
    rigs: new Map(rigs.map((rig) => [rig.slug, rig.name])),
  };
}

function labelOf(
  by: readonly Grouping[],
  group: EntryGroup,
  names: { teams: Map<string, string>; rigs: Map<string, string> },
): string {
  const key = group.keys.at(-1) ?? "";
  const column = by[by.length - 1];
  switch (column) {
    case "bearer":
      return key === "unassigned" ? "Unassigned" : key === "idle" ? "Idle" : (names.teams.get(key) ?? key);
    case "provider":
      return key.startsWith("rig:") ? (names.rigs.get(key.slice(4)) ?? key.slice(4)) : providerName(key);
    case "class":
      return classNameOf(key);
    case "kind":
      return isRigPart(key) ? rigPartName(key) : costKindName(key);
    case "rig":
      return key === "" ? "No rig" : (names.rigs.get(key) ?? key);
    case "key":
      return key === "" ? "No key" : key;
    default:
      return key;
  }
}

/** The filter that a group stands for. */
function narrowed(filter: FigureFilter, by: readonly Grouping[], group: EntryGroup): FigureFilter {
  const added: Partial<FigureFilter> = {};
  by.forEach((column, index) => {
    const key = group.keys[index] ?? "";
    if (column === "model") Object.assign(added, group.hasModel ? { model: key } : { model: "", service: key });
    else if (key !== "") added[column] = key as never; // every grouping but model is a text field of the filter
  });
  return { ...filter, ...added };
}

/** One entry with the rows it came from. @throws AppError not-found, also when it is another team's */
export async function entryOf(
  id: string,
  principal: Principal,
): Promise<{ entry: LedgerEntryWire; source: SourceRows | null; currency: string }> {
  const row = /^\d{1,18}$/.test(id) ? await readEntry(pool, id, "effective") : null;
  const isSeen =
    row && (readsEverything(principal) || (row.teamSlug !== null && principal.teams.includes(row.teamSlug)));
  if (!row || !isSeen) throw new AppError("not-found", `There is no entry ${id}, or it is not one of yours.`);
  const source =
    row.importId === null
      ? null
      : await sourceRowsOf({ importId: row.importId, rows: rowsOfEntry(row, 5), rowCount: row.lineCount ?? 0 });
  return { entry: toEntryWire(row), source, currency: (await readOrganisation(pool)).currency };
}
