import { type RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { databaseUrl } from "./database-url.ts";
import { openLimiter } from "./sign-in-attempts.ts";

/** A push a second on the mean: a token shared by sixty rigs that each send once a minute. */
const PER_TOKEN = { keyPrefix: "token", points: 60, duration: 60 };
const opened = new Map<string, Promise<RateLimiterPostgres>>();

function limiter(): Promise<RateLimiterPostgres> {
  const url = databaseUrl();
  const known = opened.get(url);
  if (known) return known;
  // Once more: PostgreSQL refuses the second of two that make the table at the same moment.
  const opening = openLimiter(PER_TOKEN).catch(() => openLimiter(PER_TOKEN));
  opening.catch(() => opened.delete(url)); // the caller gets the error; the next push tries again
  opened.set(url, opening);
  return opening;
}

/** Counts a push of a token. @returns seconds to wait, 0 = go on. */
export async function countPush(tokenId: number): Promise<number> {
  try {
    await (await limiter()).consume(String(tokenId));
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}
