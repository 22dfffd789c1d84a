import { type Database, oneRow, sql } from "./sql.ts";

export type OrganisationRow = {
  readonly name: string;
  readonly currency: string;
  readonly zone: string;
  readonly isDemo: boolean;
  readonly thresholds: Readonly<Record<string, string>>;
};

/** The organisation, or what a deployment starts from before anyone has named it. */
export async function readOrganisation(database: Database): Promise<OrganisationRow> {
  const row = await oneRow<OrganisationRow>(
    database,
    sql`SELECT name, currency, zone, is_demo AS "isDemo", thresholds FROM organisation LIMIT 1`,
  );
  return row ?? { name: "Your organisation", currency: "USD", zone: "UTC", isDemo: false, thresholds: {} };
}
