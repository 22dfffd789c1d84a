import type { QueryResultRow } from "pg";

/** SQL as a tagged template: every interpolated value becomes a bound parameter; a nested `sql` is spliced in. */
export type SqlQuery = { readonly text: string; readonly values: readonly unknown[] };

const isQuery = (value: unknown): value is SqlQuery =>
  typeof value === "object" && value !== null && "text" in value && "values" in value;

export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): SqlQuery {
  const values: unknown[] = [];
  let text = strings[0] ?? "";
  parts.forEach((part, index) => {
    if (isQuery(part)) {
      text += part.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + values.length}`);
      values.push(...part.values);
    } else {
      values.push(part);
      text += `$${values.length}`;
    }
    text += strings[index + 1] ?? "";
  });
  return { text, values };
}

export const joinSql = (queries: readonly SqlQuery[], separator: " AND " | ", "): SqlQuery =>
  queries.reduce((joined, query, index) =>
    // the separator is one of two literals of ours, never input
    index === 0 ? query : sql`${joined}${{ text: separator, values: [] }}${query}`,
  );

/** What runs a query: a pool, or the client of a transaction. */
export type Database = {
  query<Row extends QueryResultRow>(
    text: string,
    values?: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
};

export async function rowsOf<Row extends QueryResultRow>(database: Database, query: SqlQuery): Promise<Row[]> {
  return (await database.query<Row>(query.text, [...query.values])).rows;
}
export async function oneRow<Row extends QueryResultRow>(database: Database, query: SqlQuery): Promise<Row | null> {
  return (await rowsOf<Row>(database, query))[0] ?? null;
}
export async function run(database: Database, query: SqlQuery): Promise<number> {
  return (await database.query(query.text, [...query.values])).rowCount ?? 0;
}
