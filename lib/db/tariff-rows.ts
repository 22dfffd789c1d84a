import type { Day } from "../core/calendar.ts";
import type { NamedTariff } from "../core/rig/terms.ts";
import { tariffTerms } from "../core/tariff/terms-json.ts";
import { type SqlQuery, sql } from "./sql.ts";

/** A tariff as json_build_object writes it. */
export type RawTariffJson = {
  readonly id: number;
  readonly name: string;
  readonly currency: string;
  readonly zone: string;
  readonly source: string;
  readonly versions: readonly { readonly from: Day; readonly terms: unknown; readonly note: string }[];
};

/** The tariff `n` with its versions, oldest first. */
export const TARIFF_JSON: SqlQuery = sql`json_build_object('id', n.id, 'name', n.name, 'currency', n.currency, 'zone', n.zone, 'source', n.source,
  'versions', (SELECT coalesce(json_agg(json_build_object('from', v.from_day::text, 'terms', v.terms, 'note', v.note) ORDER BY v.from_day), '[]') FROM tariff_version v WHERE v.tariff_id = n.id))`;

export const tariffOfJson = ({ versions, ...tariff }: RawTariffJson): NamedTariff => ({
  ...tariff,
  versions: versions.map(({ from, terms, note }) => ({ from, terms: tariffTerms(terms), note })),
});
