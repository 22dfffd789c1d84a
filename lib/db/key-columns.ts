import { type SqlQuery, sql } from "./sql.ts";

/** A project's or workspace's own name where the file gives one: what people recognise. */
export const KEY_KIND: SqlQuery = sql`CASE WHEN coalesce(k.project, k.project_name) IS NOT NULL THEN 'project' WHEN k.workspace IS NOT NULL THEN 'workspace' WHEN coalesce(k.api_key, k.api_key_name) IS NOT NULL THEN 'key' WHEN k.person IS NOT NULL THEN 'user' WHEN k.account IS NOT NULL THEN 'account' ELSE 'provider' END`;
export const KEY_VALUE: SqlQuery = sql`coalesce(k.project_name, k.project, k.workspace, k.api_key_name, k.api_key, k.person, k.account, k.provider)`;
