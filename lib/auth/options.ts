import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { AppError } from "../core/app-error.ts";
import { signIn } from "../flows/sign-in.ts";
import { log } from "../log.ts";
import { authSecret } from "./secret.ts";
import { SESSION_SECONDS } from "./session.ts";

/**
 * next-auth's configuration. A refused sign-in gives the page the error `CredentialsSignin`; too many attempts give
 * `too-many-requests`.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: authSecret(),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (given, request) =>
          authorise({
            email: given?.email ?? "",
            password: given?.password ?? "",
            address: addressOf(request?.headers?.["x-forwarded-for"]),
          }),
      }),
    ],
    callbacks: {
      // The cookie carries the id alone: name, role and teams are read from the database at every request.
      jwt: ({ token, user }) => ({ sub: user?.id ?? token.sub }),
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}

async function authorise(attempt: { email: string; password: string; address: string }) {
  try {
    const principal = await signIn(attempt);
    return principal && { id: principal.userId };
  } catch (error) {
    if (!(error instanceof AppError)) log.error({ err: error }, "sign-in failed");
    // next-auth hands the message to the page as the error's name.
    throw new Error(error instanceof AppError ? error.code : "internal");
  }
}

/** The nearest hop's word for where the request came from: what a client itself puts into the header stands before it. */
function addressOf(forwardedFor: unknown): string {
  return typeof forwardedFor === "string" ? (forwardedFor.split(",").at(-1)?.trim() ?? "unknown") : "unknown";
}
