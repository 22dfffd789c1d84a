import { mayAdminister, mayReadTeam, type Principal, readsEverything } from "../auth/principal.ts";
import { pool } from "../db/client.ts";
import { countNeedingYou } from "../db/imports.ts";
import { readMonths } from "../db/ledger-reads.ts";
import { readOrganisation } from "../db/organisation.ts";
import { readRigs } from "../db/rigs.ts";
import { readTeams } from "../db/teams.ts";

export type Shell = {
  readonly organisation: string;
  readonly currency: string;
  readonly zone: string;
  readonly isDemo: boolean;
  readonly months: string[];
  readonly latestMonth: string | null;
  readonly teams: { slug: string; name: string }[];
  readonly rigs: { slug: string; name: string }[];
  readonly importsNeedingYou: number;
};

/** What frames every page: where the reader can go. */
export async function shellOf(principal: Principal): Promise<Shell> {
  const [organisation, months, teams, rigs, needing] = await Promise.all([
    readOrganisation(pool),
    readMonths(pool, "billed"),
    readTeams(pool),
    readsEverything(principal) ? readRigs(pool) : [],
    mayAdminister(principal) ? countNeedingYou(pool) : 0,
  ]);
  return {
    organisation: organisation.name,
    currency: organisation.currency,
    zone: organisation.zone,
    isDemo: organisation.isDemo,
    months,
    latestMonth: months.at(-1) ?? null,
    teams: teams.filter((team) => mayReadTeam(principal, team.slug)).map(({ slug, name }) => ({ slug, name })),
    rigs: rigs.map(({ slug, name }) => ({ slug, name })),
    importsNeedingYou: needing,
  };
}

/** The zone in which the organisation's months begin and end. */
export const organisationZone = async (): Promise<string> => (await readOrganisation(pool)).zone;
