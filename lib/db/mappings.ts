import { type AnyMapping, checkAnyMapping } from "../core/any-mapping.ts";
import { type Database, oneRow, rowsOf, run, sql } from "./sql.ts";

export type MappingRow = {
  readonly id: number;
  readonly name: string;
  /** What the header of its files is recognised by. */
  readonly signature: string;
  readonly spec: AnyMapping;
  readonly createdBy: string;
  readonly createdAt: Date;
  /** Imports that were read by it and were not undone or discarded. */
  readonly imports: number;
};

type RawMapping = Omit<MappingRow, "spec"> & { readonly spec: unknown };

const SELECT = sql`SELECT m.id, m.name, m.signature, m.spec, m.created_by AS "createdBy", m.created_at AS "createdAt",
  (SELECT count(*)::int FROM import i WHERE i.mapping_id = m.id AND i.state NOT IN ('undone', 'discarded', 'failed')) AS imports FROM table_mapping m`;

const checked = (raw: RawMapping): MappingRow => ({ ...raw, spec: checkAnyMapping(raw.spec) });

/** Mappings in force, by name. */
export async function readMappings(database: Database): Promise<MappingRow[]> {
  const rows = await rowsOf<RawMapping>(database, sql`${SELECT} WHERE m.ended_at IS NULL ORDER BY lower(m.name), m.id`);
  return rows.map(checked);
}

/** The mapping an import was read by, ended or not; null when it was read by none. */
export async function readMappingOf(database: Database, importId: number): Promise<MappingRow | null> {
  const row = await oneRow<RawMapping>(
    database,
    sql`${SELECT} WHERE m.id = (SELECT mapping_id FROM import WHERE id = ${importId})`,
  );
  return row && checked(row);
}

/** Saves a mapping in place of the one in force for the same header; the same one again is left as it is. */
export async function insertMapping(
  database: Database,
  { spec, signature, createdBy }: { spec: AnyMapping; signature: string; createdBy: string },
): Promise<number> {
  const text = JSON.stringify(spec);
  const same = await oneRow<{ id: number }>(
    database,
    sql`SELECT id FROM table_mapping WHERE signature = ${signature} AND spec = ${text}::jsonb AND ended_at IS NULL`,
  );
  if (same) return same.id;
  await run(
    database,
    sql`UPDATE table_mapping SET ended_at = now() WHERE signature = ${signature} AND ended_at IS NULL`,
  );
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO table_mapping (name, signature, spec, created_by)
        VALUES (${spec.name}, ${signature}, ${text}::jsonb, ${createdBy}) RETURNING id`,
  );
  if (!row) throw new Error("INSERT ... RETURNING gave no row");
  return row.id;
}

/** Files of that header are no longer recognised; what was read by it stays. @returns false when none was in force */
export async function endMapping(database: Database, id: number): Promise<boolean> {
  return (
    (await run(database, sql`UPDATE table_mapping SET ended_at = now() WHERE id = ${id} AND ended_at IS NULL`)) === 1
  );
}

export async function setImportMapping(
  database: Database,
  { importId, mappingId }: { importId: number; mappingId: number },
): Promise<void> {
  await run(database, sql`UPDATE import SET mapping_id = ${mappingId} WHERE id = ${importId}`);
}
