import type { StatementQuery } from "../../lib/api/query-keys.ts";
import { parseMonth } from "../../lib/core/calendar.ts";

export type SearchParams = Promise<Readonly<Record<string, string | string[] | undefined>>>;

/** One value of a search parameter; a repeated one counts once. */
export function parameter(value: string | string[] | undefined): string | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  return one === "" ? undefined : one;
}

/** The address that was asked for, to come back to after signing in: a link to a view stays one. */
export async function addressOf(path: string, searchParams: SearchParams): Promise<string> {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(await searchParams)) {
    for (const value of Array.isArray(values) ? values : [values ?? ""]) search.append(name, value);
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/** The view in the address, as `useView` reads it in the browser; what it would not accept is left out. */
export async function viewQuery(searchParams: SearchParams): Promise<StatementQuery> {
  const given = await searchParams;
  const month = parameter(given.month);
  const cost = parameter(given.cost);
  const monthBy = parameter(given.monthBy);
  return {
    ...(month !== undefined && parseMonth(month) !== null ? { month } : {}),
    ...(cost === "effective" || cost === "billed" ? { cost } : {}),
    ...(monthBy === "billed" || monthBy === "used" ? { monthBy } : {}),
  };
}
