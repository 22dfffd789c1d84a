/** Who asks. Made only by `currentPrincipal` (a person) or by the command line, which is the operator's. */
export type Role = "admin" | "finance" | "lead";

export type Principal = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Slugs of the teams a lead may read; empty for the other roles, who read all. */
  readonly teams: readonly string[];
};

export const readsEverything = (principal: Principal): boolean => principal.role !== "lead";
export const mayReadTeam = (principal: Principal, slug: string): boolean =>
  readsEverything(principal) || principal.teams.includes(slug);
/** Imports, rules, rigs, people, settings. */
export const mayAdminister = (principal: Principal): boolean => principal.role === "admin";
/** Digest subscriptions, notes, closing. */
export const mayKeepBooks = (principal: Principal): boolean =>
  principal.role === "admin" || principal.role === "finance";
