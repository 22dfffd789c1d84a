import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Issue } from "../core/issue.ts";
import { type Database, oneRow, run, sql } from "./sql.ts";

/** Cells of one COPY row in text format: null becomes \N, the rest is escaped. */
export type CopyCell = string | number | bigint | null | boolean | Uint8Array;

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const SPECIAL = /[\\\t\n\r]/;

function cellText(cell: CopyCell): string {
  if (cell === null) return "\\N";
  if (typeof cell === "string") {
    // NUL cannot be stored in PostgreSQL text; importers report such cells, here it only must not break the row.
    const text = cell.includes("\u0000") ? cell.replaceAll("\u0000", "") : cell;
    return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : text;
  }
  if (cell instanceof Uint8Array) return `\\\\x${Buffer.from(cell).toString("hex")}`;
  return String(cell);
}

function* copyText(rows: Iterable<readonly CopyCell[]>): Generator<string> {
  let text = "";
  for (const row of rows) {
    text += `${row.map(cellText).join("\t")}\n`;
    if (text.length > 65_536) {
      yield text;
      text = "";
    }
  }
  if (text) yield text;
}

/** COPY of rows into `table (columns)`, both names of ours, never input. */
export async function copyRows(
  client: PoolClient,
  { table, columns }: { table: string; columns: readonly string[] },
  rows: Iterable<readonly CopyCell[]>,
): Promise<void> {
  const target = client.query(copyFrom(`COPY ${table} (${columns.join(", ")}) FROM STDIN`));
  await pipeline(Readable.from(copyText(rows)), target);
}

export const KEY_COLUMNS = [
  "import_id",
  "no",
  "provider",
  "account",
  "project",
  "project_name",
  "workspace",
  "api_key",
  "api_key_name",
  "person",
  "tags",
  "model",
] as const;
export const LINE_COLUMNS = [
  "import_id",
  "key_no",
  "day",
  "billed_month",
  "category",
  "is_correction",
  "basis",
  "currency",
  "service",
  "cost_kind",
  "billed",
  "effective",
  "tokens",
  "requests",
  "scope",
  "line_count",
  "first_row",
  "more_rows",
] as const;
export const POWER_COLUMNS = ["import_id", "rig_id", "series_id", "day", "samples", "packed"] as const;

export async function copyIssues(client: PoolClient, importId: number, issues: readonly Issue[]): Promise<void> {
  const columns = ["import_id", "severity", "row", '"column"', "code", "message"];
  await copyRows(
    client,
    { table: "import_issue", columns },
    issues.map((issue) => [importId, issue.severity, issue.row, issue.column, issue.code, issue.message]),
  );
}

export async function insertRawFile(
  database: Database,
  { importId, encoding }: { importId: number; encoding: string },
) {
  await run(database, sql`INSERT INTO raw_file (import_id, encoding) VALUES (${importId}, ${encoding})`);
}
export async function insertRawBlock(
  database: Database,
  block: { importId: number; no: number; firstRow: number; gzip: Uint8Array },
): Promise<void> {
  await run(
    database,
    sql`INSERT INTO raw_block (import_id, no, first_row, gzip) VALUES (${block.importId}, ${block.no}, ${block.firstRow}, ${Buffer.from(block.gzip)})`,
  );
}

export async function insertImport(
  database: Database,
  begun: { fileName: string; createdBy: string; account: string | null; zone: string | null; rigId: number | null },
): Promise<number> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO import (file_name, state, created_by, account, zone, rig_id, message)
        VALUES (${begun.fileName}, 'receiving', ${begun.createdBy}, ${begun.account}, ${begun.zone}, ${begun.rigId}, 'Receiving.') RETURNING id`,
  );
  if (!row) throw new Error("INSERT ... RETURNING gave no row");
  return row.id;
}

export type ImportChange = {
  readonly state: string;
  readonly message: string;
  readonly sha256?: string | null;
  readonly bytes?: number;
  readonly rowsRead?: number;
  readonly format?: string | null;
  readonly label?: string | null;
  readonly yields?: string | null;
  readonly basis?: string | null;
  readonly summary?: object;
  readonly needsRounding?: boolean;
  /** RFC 3339. */
  readonly exportedAt?: string | null;
  readonly container?: string | null;
  readonly part?: { readonly partOf: string; readonly partNo: string } | null;
};

/** Changes what is named, leaves the rest. */
export async function changeImport(database: Database, id: number, change: ImportChange): Promise<void> {
  await run(
    database,
    sql`UPDATE import SET state = ${change.state}, message = ${change.message},
      sha256 = coalesce(${change.sha256 ?? null}, sha256), bytes = coalesce(${change.bytes ?? null}, bytes),
      rows_read = coalesce(${change.rowsRead ?? null}, rows_read), format = coalesce(${change.format ?? null}, format),
      label = coalesce(${change.label ?? null}, label), yields = coalesce(${change.yields ?? null}, yields),
      basis = coalesce(${change.basis ?? null}, basis), summary = coalesce(${change.summary ? JSON.stringify(change.summary) : null}::jsonb, summary),
      exported_at = coalesce(${change.exportedAt ?? null}::timestamptz, exported_at), container = coalesce(${change.container ?? null}, container),
      part_of = coalesce(${change.part?.partOf ?? null}, part_of), part_no = coalesce(${change.part?.partNo ?? null}, part_no),
      needs_rounding = coalesce(${change.needsRounding ?? null}, needs_rounding),
      ended_at = CASE WHEN ${change.state} IN ('undone', 'discarded', 'failed') THEN now() ELSE ended_at END
      WHERE id = ${id}`,
  );
}

export async function insertCoverage(
  database: Database,
  coverage: {
    importId: number;
    provider: string;
    account: string;
    format: string;
    grouping: string;
    family: string;
    basis: string;
    hasTokens: boolean;
    from: string;
    to: string;
  },
): Promise<void> {
  await run(
    database,
    sql`INSERT INTO import_coverage (import_id, provider, account, format, grouping, family, basis, has_tokens, from_day, to_day)
        VALUES (${coverage.importId}, ${coverage.provider}, ${coverage.account}, ${coverage.format}, ${coverage.grouping}, ${coverage.family}, ${coverage.basis}, ${coverage.hasTokens}, ${coverage.from}::date, ${coverage.to}::date)`,
  );
}

/** The rig and the zone that an import is read for. */
export async function nameRigOfImport(
  database: Database,
  { id, rigId, zone }: { id: number; rigId: number | null; zone: string | null },
): Promise<void> {
  await run(database, sql`UPDATE import SET rig_id = ${rigId}::int, zone = ${zone} WHERE id = ${id}`);
}

/** Drops what was said of a preview's rows, before it is read again. */
export async function dropIssues(database: Database, importId: number): Promise<void> {
  await run(database, sql`DELETE FROM import_issue WHERE import_id = ${importId}`);
}

/** Drops what a preview staged (never of a posted import: its lines are the way down from the ledger). */
export async function dropStaged(database: Database, importId: number): Promise<void> {
  await run(database, sql`DELETE FROM import_line WHERE import_id = ${importId}`);
  await run(database, sql`DELETE FROM import_key WHERE import_id = ${importId}`);
  await run(database, sql`DELETE FROM import_coverage WHERE import_id = ${importId}`);
  await run(database, sql`DELETE FROM power_block WHERE import_id = ${importId} AND NOT is_posted`);
  await run(database, sql`DELETE FROM local_use_hour WHERE import_id = ${importId}`);
  await run(database, sql`DELETE FROM local_busy_hour WHERE import_id = ${importId}`);
  await run(database, sql`DELETE FROM load_test WHERE import_id = ${importId}`);
  await run(database, sql`DELETE FROM raw_file WHERE import_id = ${importId}`);
  await run(database, sql`DELETE FROM invoice WHERE import_id = ${importId}`);
  await run(database, sql`DELETE FROM provider_period WHERE import_id = ${importId}`);
  await run(database, sql`DELETE FROM fx_rate WHERE import_id = ${importId}`);
}
