import { env } from "../env.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Does a request that changes something come from our own pages? Browsers say so in Sec-Fetch-Site and Origin, which a
 * foreign page cannot forge. A program that sends neither carries no cookie it was not given, and passes.
 */
export function isSameOrigin(request: Request): boolean {
  if (SAFE_METHODS.has(request.method)) return true;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  const hosts = [request.headers.get("host"), env.PUBLIC_URL && new URL(env.PUBLIC_URL).host];
  return URL.canParse(origin) && hosts.includes(new URL(origin).host);
}
