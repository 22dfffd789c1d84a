import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

export type ApiTokenRow = {
  readonly id: number;
  readonly name: string;
  readonly prefix: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
};

const COLUMNS: SqlQuery = sql`id, name, prefix, created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"`;

/** Newest first. */
export async function readApiTokens(database: Database): Promise<ApiTokenRow[]> {
  return rowsOf(database, sql`SELECT ${COLUMNS} FROM api_token ORDER BY id DESC`);
}

export async function insertApiToken(
  database: Database,
  token: { name: string; hash: string; prefix: string; by: string; expiresAt: Date | null },
): Promise<ApiTokenRow> {
  const row = await oneRow<ApiTokenRow>(
    database,
    sql`INSERT INTO api_token (name, hash, prefix, scopes, created_by, expires_at)
        VALUES (${token.name}, ${token.hash}, ${token.prefix}, ${["ingest"]}::text[], ${token.by}, ${token.expiresAt}) RETURNING ${COLUMNS}`,
  );
  if (!row) throw new Error("The token just written was not returned");
  return row;
}

export async function findApiToken(database: Database, hash: string): Promise<ApiTokenRow | null> {
  return oneRow(database, sql`SELECT ${COLUMNS} FROM api_token WHERE hash = ${hash}`);
}

/** Written at most once a minute, so that a busy machine does not rewrite one row all day. */
export async function touchApiToken(database: Database, id: number, now: Date): Promise<void> {
  await run(
    database,
    sql`UPDATE api_token SET last_used_at = ${now} WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at < ${now}::timestamptz - interval '1 minute')`,
  );
}

/** @returns the token's name; null when there is no such token. One that is revoked already keeps its day. */
export async function revokeApiToken(database: Database, id: number, now: Date): Promise<string | null> {
  const row = await oneRow<{ name: string }>(
    database,
    sql`UPDATE api_token SET revoked_at = coalesce(revoked_at, ${now}) WHERE id = ${id} RETURNING name`,
  );
  return row?.name ?? null;
}
