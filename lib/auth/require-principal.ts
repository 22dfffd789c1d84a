import { forbidden, redirect } from "next/navigation";
import { isSetUp } from "../flows/create-admin.ts";
import { type Access, mayAccess } from "./access.ts";
import { currentPrincipal } from "./current-principal.ts";
import type { Principal } from "./principal.ts";

/**
 * The first line of every page: who is looking. Sends a signed-out person to sign in (and back to `returnTo`, a path of
 * ours), everybody to setup before there is an admin, and shows the forbidden page to the wrong role.
 */
export async function requirePrincipal(access: Access, returnTo?: string): Promise<Principal> {
  const principal = await currentPrincipal();
  if (!principal) {
    if (!(await isSetUp())) redirect("/setup");
    redirect(returnTo ? `/sign-in?returnTo=${encodeURIComponent(returnTo)}` : "/sign-in");
  }
  if (!mayAccess(principal, access)) forbidden();
  return principal;
}
