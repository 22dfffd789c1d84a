import { cookies } from "next/headers";
import { cache } from "react";
import { principalById } from "../flows/sign-in.ts";
import type { Principal } from "./principal.ts";
import { sessionCookieName, userIdOf } from "./session.ts";

/** Who a request's session cookie stands for. The database is asked each time, so a disabled person is out at once. */
export async function principalOfCookie(cookieValue: string | undefined): Promise<Principal | null> {
  const userId = await userIdOf(cookieValue);
  return userId ? principalById(userId) : null;
}

/** Who is looking at the page being rendered; once per request. */
export const currentPrincipal = cache(
  async (): Promise<Principal | null> => principalOfCookie((await cookies()).get(sessionCookieName())?.value),
);
