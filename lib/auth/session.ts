import { decode, encode } from "next-auth/jwt";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { authSecret } from "./secret.ts";

export const SESSION_SECONDS = 12 * 60 * 60;

/** next-auth's own name; over https a browser accepts it only as a secure cookie. */
export const sessionCookieName = (): string =>
  env.NEXTAUTH_URL?.startsWith("https://") ? "__Secure-next-auth.session-token" : "next-auth.session-token";

/** The person's id in a session cookie's value, or null when it is missing, forged or over. */
export async function userIdOf(cookieValue: string | undefined): Promise<string | null> {
  if (!cookieValue) return null;
  try {
    const session = await decode({ token: cookieValue, secret: authSecret() });
    return session?.sub ?? null;
  } catch (error) {
    log.debug({ reason: String(error) }, "a session cookie was refused");
    return null;
  }
}

/** A session cookie's value for a person; next-auth makes the same at sign-in. */
export const sessionFor = (userId: string): Promise<string> =>
  encode({ token: { sub: userId }, secret: authSecret(), maxAge: SESSION_SECONDS });
