/** A key of a file as people know it, and whose it is. */
export type KnownKey = {
  readonly keyKind: string;
  readonly key: string;
  /** Hashes of the people who used it, as far as the file says. */
  readonly users: readonly string[];
};
export type TeamName = { readonly slug: string; readonly name: string };
export type SuggestedTeam = { readonly team: string; readonly name: string; readonly because: string };

type Evidence = {
  /** Teams that bore this very key in other months or files. */
  readonly before: readonly (TeamName & { readonly months: number })[];
  /** Keys of the same file that a rule gives to one team. */
  readonly assigned: readonly (KnownKey & { readonly team: TeamName })[];
  readonly teams: readonly TeamName[];
};

const SHORTEST_WORD = 3;
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= SHORTEST_WORD);

/**
 * Whose an unassigned key probably is: who bore it before, else whose other keys its user has, else whose keys are named
 * alike, else the team that its name names. A suggestion only where all of the evidence points to one team.
 */
export function suggestTeam(key: KnownKey, { before, assigned, teams }: Evidence): SuggestedTeam | null {
  const [earlier, ...others] = before;
  if (earlier && others.length === 0) {
    const months = earlier.months === 1 ? "another month" : `${earlier.months} other months`;
    return { team: earlier.slug, name: earlier.name, because: `was ${earlier.name}’s in ${months}` };
  }
  const sameUser = assigned.filter((other) => other.users.some((user) => key.users.includes(user)));
  const [first] = wordsOf(key.key);
  const alike = assigned.filter(
    (other) => other.keyKind === key.keyKind && first !== undefined && wordsOf(other.key)[0] === first,
  );
  return (
    ofOneTeam(
      sameUser,
      (many, name) => `same user as ${many === 1 ? `a key of ${name}` : `${many} keys of ${name}`}`,
    ) ??
    ofOneTeam(alike, (_, name) => `named like ${name}’s ${alike[0]?.key}`) ??
    namedAfter(key.key, teams)
  );
}

function ofOneTeam(keys: Evidence["assigned"], because: (many: number, name: string) => string): SuggestedTeam | null {
  const slugs = new Set(keys.map((key) => key.team.slug));
  const team = keys[0]?.team;
  return team && slugs.size === 1
    ? { team: team.slug, name: team.name, because: because(keys.length, team.name) }
    : null;
}

function namedAfter(key: string, teams: readonly TeamName[]): SuggestedTeam | null {
  const words = ` ${wordsOf(key).join(" ")} `;
  const found = teams.filter(({ slug, name }) =>
    [name, slug].some((each) => wordsOf(each).length > 0 && words.includes(` ${wordsOf(each).join(" ")} `)),
  );
  const [team, ...others] = found;
  return team && others.length === 0
    ? { team: team.slug, name: team.name, because: `its name says ${team.name}` }
    : null;
}
