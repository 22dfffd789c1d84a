import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "./client.ts";
import { databaseUrl } from "./database-url.ts";

const WINDOW_SECONDS = 15 * 60;
const PER_EMAIL = 10;
const PER_ADDRESS = 50;

type Limiters = { readonly email: RateLimiterPostgres; readonly address: RateLimiterPostgres };
const opened = new Map<string, Promise<Limiters>>();

function limiters(): Promise<Limiters> {
  const url = databaseUrl();
  const known = opened.get(url);
  if (known) return known;
  const opening = openLimiters();
  opening.catch(() => opened.delete(url)); // the caller gets the error; the next attempt tries again
  opened.set(url, opening);
  return opening;
}

/** One after the other, and once more: PostgreSQL refuses the second of two that make a table at the same moment. */
async function openLimiters(): Promise<Limiters> {
  const first = { keyPrefix: "email", points: PER_EMAIL };
  const email = await openLimiter(first).catch(() => openLimiter(first));
  return { email, address: await openLimiter({ keyPrefix: "address", points: PER_ADDRESS }) };
}

/** A counter of attempts by key, kept in the database for all processes. `duration` in seconds. */
export function openLimiter(limits: {
  keyPrefix: string;
  points: number;
  duration?: number;
}): Promise<RateLimiterPostgres> {
  return new Promise((resolve, reject) => {
    const options = { storeClient: pool, storeType: "pool", tableName: "sign_in_attempt", duration: WINDOW_SECONDS };
    // The table is made before the callback; using the limiter earlier would fail.
    const limiter: RateLimiterPostgres = new RateLimiterPostgres({ ...options, ...limits }, (error?: Error) =>
      error ? reject(error) : resolve(limiter),
    );
  });
}

/** Hashed: the table tells nobody which addresses were tried, and no key is too long for it. */
const keyOf = (text: string): string => createHash("sha256").update(text.toLowerCase()).digest("hex");

export type Attempt = { readonly email: string; readonly address: string };

/** Counts an attempt before it is judged, so that many at once do not slip through. @returns seconds to wait, 0 = go on. */
export async function countAttempt({ email, address }: Attempt): Promise<number> {
  const limits = await limiters();
  try {
    await limits.address.consume(keyOf(address));
    await limits.email.consume(keyOf(email));
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.ceil(refusal.msBeforeNext / 1000);
    throw refusal;
  }
}

/** A right password clears what was counted against its e-mail and gives the address its point back. */
export async function forgiveAttempt({ email, address }: Attempt): Promise<void> {
  const limits = await limiters();
  await limits.email.delete(keyOf(email));
  await limits.address.reward(keyOf(address));
}
