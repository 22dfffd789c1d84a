import { AppError } from "../core/app-error.ts";
import { slugOf } from "../core/slug.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { readRigs } from "../db/rigs.ts";
import { findTeam, insertTeam, readTeams, type TeamRow } from "../db/teams.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";

export type NewTeam = {
  readonly name: string;
  readonly slug?: string | undefined;
  readonly owner?: string | null;
  readonly costCentre?: string | null;
};

export const listTeams = (): Promise<TeamRow[]> => readTeams(pool);

/**
 * A new team carries its part of what all teams carry together from the first open month on.
 * @throws AppError conflict when the slug is taken, invalid-input for the two names that are not teams
 */
export async function createTeam(body: NewTeam, by: string, nowMs: number = Date.now()): Promise<TeamRow> {
  const slug = body.slug ?? slugOf(body.name);
  if (slug === "") throw new AppError("invalid-input", "A team needs a name with at least one letter or digit.");
  if (slug === "unassigned" || slug === "idle") {
    throw new AppError(
      "invalid-input",
      `"${body.name}" cannot name a team: unassigned and idle are what belongs to no team.`,
    );
  }
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const team = await insertTeam(client, {
      slug,
      name: body.name,
      owner: body.owner ?? null,
      costCentre: body.costCentre ?? null,
    });
    if (!team) throw new AppError("conflict", `There is already a team "${slug}".`);
    for (const rig of await readRigs(client))
      if (rig.terms.idleBearer === "shared") await accrueRig(client, { rigId: rig.id, nowMs });
    await audit(client, { who: by, what: `added the team ${body.name}` });
    return team;
  });
}

/** @throws AppError not-found naming the teams there are */
export async function teamNamed(nameOrSlug: string): Promise<TeamRow> {
  const team = await findTeam(pool, nameOrSlug);
  if (team) return team;
  const names = (await readTeams(pool)).map((each) => each.slug);
  throw new AppError(
    "not-found",
    `There is no team "${nameOrSlug}". ${names.length > 0 ? `The teams are ${names.join(", ")}.` : "No team exists yet; add one first."}`,
  );
}
