import type { z } from "zod";
import type { ScopesMonth, scopeBody } from "../api/wire/prices.ts";
import { AppError } from "../core/app-error.ts";
import { scopesOf } from "../core/source-scope.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { readScopedSources, readScopes, type ScopedSource, scopedSourcesVersion, writeScope } from "../db/scopes.ts";
import type { Database } from "../db/sql.ts";
import { inTransaction } from "../db/transaction.ts";
import { importers } from "../importers/registry.ts";
import { defaultScope } from "./scope-book.ts";
import { settleAll } from "./settle.ts";
import { reachOfScope } from "./settle-reach.ts";

type SourceWire = ScopesMonth["sources"][number];

/** Every source that tells AI from the rest, or that an admin chose for, with what is out of its scope in the month. */
export async function scopesOfMonth(month: string | null, database: Database = pool): Promise<SourceWire[]> {
  const chosen = await readScopes(database);
  const sources = await scopedSources(database, month);
  const scopes = scopesOf(chosen, defaultScope);
  const keys = new Map([...chosen, ...sources].map((each) => [`${each.provider} ${each.format}`, each]));
  return [...keys.values()].map(({ provider, format }) => {
    const own = chosen.find((each) => each.provider === provider && each.format === format);
    return {
      provider,
      format,
      label: importers.find((importer) => importer.id === format)?.label ?? format,
      scope: own?.scope ?? defaultScope(format),
      services: [...(own?.services ?? [])],
      isDefault: !own,
      changedBy: own?.changedBy ?? null,
      outside: sources.filter((each) => isOutside(each, { provider, format })).map(withoutSource),
    };
  });
  function isOutside(each: ScopedSource, { provider, format }: { provider: string; format: string }): boolean {
    return each.provider === provider && each.format === format && !scopes.countsInScope({ ...each, scope: "other" });
  }
}

/** Every overview says what is out of scope: a bill's lines are summed once for as long as the posted bills stay the same. */
async function scopedSources(database: Database, month: string | null): Promise<readonly ScopedSource[]> {
  const key = `${month ?? ""} ${await scopedSourcesVersion(database)}`;
  const known = summed.get(key);
  if (known) return known;
  const sources = await readScopedSources(database, month);
  if (summed.size >= MOST_KEPT) summed.clear();
  summed.set(key, sources);
  return sources;
}
const summed = new Map<string, readonly ScopedSource[]>();
const MOST_KEPT = 100;

const withoutSource = ({ service, lines, currency, amount }: ScopedSource) => ({ service, lines, currency, amount });

/**
 * Says what of a source counts. Open months are settled anew in the same transaction; no file has to be uploaded again.
 * @throws AppError not-found when no format has that name
 */
export async function setScope(body: z.input<typeof scopeBody>, by: string): Promise<{ moved: number }> {
  if (!importers.some((importer) => importer.id === body.format)) {
    const known = importers.filter((importer) => importer.scope !== undefined).map((importer) => importer.id);
    throw new AppError(
      "not-found",
      `There is no format “${body.format}”. Those that hold more than AI are ${known.join(", ")}.`,
    );
  }
  const services = [...new Set((body.services ?? []).map((service) => service.trim()))];
  const choice = { provider: body.provider.toLowerCase(), format: body.format, scope: body.scope, services };
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    await writeScope(client, { ...choice, by });
    const moved = await settleAll(client, { reach: reachOfScope(choice) });
    const beside = services.length > 0 ? ` and ${services.join(", ")}` : "";
    const what = `set what counts of ${choice.provider} in ${choice.format} to ${choice.scope}${beside}`;
    await audit(client, { who: by, what, details: { ...choice, moved } });
    return { moved };
  });
}
