import { mayAdminister, mayKeepBooks, type Principal } from "./principal.ts";

/** Who may: an admin; finance and admins; anyone signed in (a lead sees own teams, which the flow decides). */
export type Access = "admin" | "finance" | "reader";

export function mayAccess(principal: Principal, access: Access): boolean {
  switch (access) {
    case "admin":
      return mayAdminister(principal);
    case "finance":
      return mayKeepBooks(principal);
    case "reader":
      return true;
    default:
      return access satisfies never;
  }
}
