import { type AttributionRule, type Decision, decide, inOrder } from "../core/attribution.ts";
import { utcDay } from "../core/calendar.ts";
import { decimal, multiply } from "../core/decimal.ts";
import { busyByHour, type CountedUse, countedUse, type SeenHour, type UseOfHour } from "../core/local-use/counted.ts";
import { type LocalUseRow, readBusyHours, readLocalUse } from "../db/local-use.ts";
import type { RigRow } from "../db/rigs.ts";
import { type KeyRow, readImportKeys, readRules } from "../db/rules.ts";
import type { Database } from "../db/sql.ts";

export type RigUse = {
  /** Each hour once, by team and model. */
  readonly counted: readonly CountedUse[];
  /** Milliseconds busy by hour; hours no file tells it of are left out. */
  readonly busyByHour: ReadonlyMap<number, number>;
  /** The files it rests on. */
  readonly files: readonly { readonly importId: number; readonly fileName: string; readonly format: string }[];
};

type Stretch = { readonly fromMs: number; readonly toMs: number };

/** What posted files say was used of a rig in [fromMs, toMs), by team: the same rules as for bills, provider `local`. */
export async function rigUse(database: Database, rig: RigRow, { fromMs, toMs }: Stretch): Promise<RigUse> {
  const readsOthers = rig.serves.length > 0;
  const rows = (await readLocalUse(database, { rigId: rig.id, readsOthers, fromMs, toMs })).filter(
    (row) => row.rigId === rig.id || serves(rig, row),
  );
  const importIds = [...new Set(rows.map((row) => row.importId))];
  if (importIds.length === 0) return { counted: [], busyByHour: new Map(), files: [] };
  const rules = inOrder(await readRules(database)).filter((rule) => rule.splitBy == null);
  const keys = new Map<number, Map<number, KeyRow>>();
  for (const importId of importIds)
    keys.set(importId, new Map((await readImportKeys(database, importId)).map((key) => [key.no, key])));
  const decisionsOf = decidedOnce(rules);
  const uses = rows.flatMap((row) => usesOf(row, keys.get(row.importId)?.get(row.keyNo), decisionsOf));
  const seen = await seenHours(database, { rows, importIds, fromMs, toMs });
  const files = [
    ...new Map(rows.map(({ importId, fileName, format }) => [importId, { importId, fileName, format }])).values(),
  ];
  return { counted: countedUse(uses, seen), busyByHour: busyByHour(uses, seen), files };
}

/** Does the rig answer at this host, or serve this model. */
function serves(rig: RigRow, { endpoint, model }: Pick<LocalUseRow, "endpoint" | "model">): boolean {
  const host = endpoint?.toLowerCase().split(":")[0];
  return rig.serves.some((each) => {
    const name = each.toLowerCase();
    return name === endpoint?.toLowerCase() || name === host || name === model?.toLowerCase();
  });
}

type Decide = (key: KeyRow) => readonly Decision[];

/** A file has a row an hour and few keys: what the rules say of a key is asked once. */
function decidedOnce(rules: readonly AttributionRule[]): Decide {
  const known = new Map<KeyRow, readonly Decision[]>();
  return (key) => {
    const decisions = known.get(key) ?? decide(key, rules);
    known.set(key, decisions);
    return decisions;
  };
}

function decidedAt(decisions: readonly Decision[], atMs: number): Decision | undefined {
  const [only, ...others] = decisions;
  if (only && others.length === 0 && only.from === null && only.to === null) return only;
  const day = utcDay(atMs);
  return decisions.find((each) => (each.from === null || each.from <= day) && (each.to === null || day <= each.to));
}

function usesOf(row: LocalUseRow, key: KeyRow | undefined, decisionsOf: Decide): UseOfHour[] {
  const decided = key && decidedAt(decisionsOf(key), row.hourMs);
  const shares = decided?.rule?.shares ?? [];
  const whole = {
    importId: row.importId,
    feed: row.format,
    endpoint: row.endpoint ?? "",
    hourMs: row.hourMs,
    namesWho: key !== undefined && namesWho(key),
    model: row.model,
  };
  const use = (teamId: number | null, percent = decimal(100)): UseOfHour => {
    const part = (text: string | null) =>
      text === null ? null : multiply(decimal(text), multiply(percent, { units: 1n, scale: 2 }));
    const count = (value: number | null) =>
      value === null ? null : (value * Number(percent.units)) / (100 * 10 ** percent.scale);
    return {
      ...whole,
      teamId,
      requests: count(row.requests),
      input: part(row.input),
      cacheRead: part(row.cacheRead),
      output: part(row.output),
      requestMs: count(row.requestMs),
    };
  };
  return shares.length === 0 ? [use(null)] : shares.map((share) => use(share.teamId, share.percent));
}

const namesWho = ({ apiKey, apiKeyName, project, projectName, workspace, user, tags }: KeyRow): boolean =>
  [apiKey, apiKeyName, project, projectName, workspace, user].some((each) => each !== null) ||
  Object.keys(tags).length > 0;

async function seenHours(
  database: Database,
  { rows, importIds, fromMs, toMs }: { rows: readonly LocalUseRow[]; importIds: readonly number[] } & Stretch,
): Promise<SeenHour[]> {
  const endpoints = new Set(rows.map((row) => `${row.importId} ${row.endpoint ?? ""}`));
  const hours = await readBusyHours(database, { importIds, fromMs, toMs });
  return hours.filter((hour) => endpoints.has(`${hour.importId} ${hour.endpoint}`));
}
