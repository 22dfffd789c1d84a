import { env } from "./env.ts";

/** The address people type, without a slash at its end: what links in mail begin with. */
export function publicUrl(): string {
  const url = env.PUBLIC_URL ?? env.NEXTAUTH_URL ?? `http://${env.HOST}:${env.PORT}`;
  return url.replace(/\/+$/, "");
}
