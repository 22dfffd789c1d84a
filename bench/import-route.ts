import { createReadStream } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { createAdmin, issueSetupToken } from "../lib/flows/create-admin.ts";
import { isReady, startWeb, stopChild } from "../scripts/children.ts";
import { COLUMNS, costFile } from "./import-cost.ts";
import { copyBaseline, megabytes, percentile, seconds, sizeOf } from "./measure.ts";

/** Between two looks of the reader: a person, not a load test. */
const PAUSE_MS = 250;
const PORT = 3399;
const ADDRESS = `http://127.0.0.1:${PORT}`;
const SIGN_IN = { email: "bench@example.com", password: "correct horse battery staple" };

/**
 * The same file through the browser's own way: signed in, streamed to the built server, previewed, posted. While it runs a
 * page is asked for again and again: an import must not hold up who reads. `next build` first.
 */
export async function benchImportRoute(rows: number, databaseUrl: string): Promise<string[]> {
  const path = await costFile(rows, 40);
  await makeAdmin();
  const web = startWeb(
    { host: "127.0.0.1", port: PORT, isDevelopment: false },
    {
      DATABASE_URL: databaseUrl,
      PUBLIC_URL: ADDRESS,
      NEXTAUTH_URL: ADDRESS,
      NEXTAUTH_SECRET: "signs the sessions of a benchmark and of nothing else",
      NODE_ENV: "production",
    },
  );
  try {
    if (!(await isReady(web, ADDRESS))) throw new Error("The built server did not start; run next build first");
    const cookie = await signedIn();
    const quiet = await askPages({ cookie, until: () => false, atLeast: 30 });
    const copyBefore = await copyBaseline(path, COLUMNS);
    let isDone = false;
    const pages = askPages({ cookie, until: () => isDone, atLeast: 1 });
    const begun = performance.now();
    const { id, received } = await upload(path, cookie);
    const posted = await postPreview(id, cookie);
    const took = performance.now() - begun;
    isDone = true;
    const busy = await pages;
    const copyAfter = await copyBaseline(path, COLUMNS);
    const copy = (copyBefore + copyAfter) / 2;
    return [
      `${rows} cost lines (${megabytes(sizeOf(path))}) by POST /api/imports and POST .../post: ${seconds(took)} (received and previewed ${seconds(received)}, posted ${seconds(posted)}); COPY ${seconds(copy)}`,
      `ratio ${(took / copy).toFixed(2)} (goal <= 2.00); overview meanwhile p95 ${percentile(busy, 0.95).toFixed(0)} ms over ${busy.length} requests, idle ${percentile(quiet, 0.95).toFixed(0)} ms`,
    ];
  } finally {
    await stopChild(web);
  }
}

async function makeAdmin(): Promise<void> {
  const now = new Date();
  const token = await issueSetupToken(now);
  if (token === null) return;
  await createAdmin(
    { token, organisation: "Bench", currency: "USD", zone: "UTC", name: "Bench", start: "upload", ...SIGN_IN },
    now,
  );
}

/** Signs in as the form does. @returns the session's cookies */
async function signedIn(): Promise<string> {
  const csrf = await fetch(`${ADDRESS}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${ADDRESS}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookiesOf(csrf) },
    body: new URLSearchParams({ csrfToken, ...SIGN_IN, json: "true" }),
  });
  return [cookiesOf(csrf), cookiesOf(answer)].join("; ");
}
const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

async function upload(path: string, cookie: string): Promise<{ id: number; received: number }> {
  const begun = performance.now();
  const answer = await fetch(`${ADDRESS}/api/imports`, {
    method: "POST",
    headers: { cookie, origin: ADDRESS, "x-file-name": "costs.csv", "content-type": "application/octet-stream" },
    body: createReadStream(path, { highWaterMark: 1 << 20 }) as unknown as BodyInit, // undici takes a Node stream
    duplex: "half",
  } as RequestInit);
  const { id } = await ok<{ id: number }>(answer);
  return { id, received: performance.now() - begun };
}

async function postPreview(id: number, cookie: string): Promise<number> {
  const begun = performance.now();
  const headers = { cookie, origin: ADDRESS, "content-type": "application/json" };
  await ok(await fetch(`${ADDRESS}/api/imports/${id}/post`, { method: "POST", headers, body: "{}" }));
  return performance.now() - begun;
}

async function ok<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}

/** Times of GET /api/overview, one after the other, sorted; milliseconds. */
async function askPages({
  cookie,
  until,
  atLeast,
}: {
  cookie: string;
  until: () => boolean;
  atLeast: number;
}): Promise<number[]> {
  const times: number[] = [];
  while (times.length < atLeast || (atLeast === 1 && !until())) {
    const begun = performance.now();
    await ok(await fetch(`${ADDRESS}/api/overview`, { headers: { cookie } }));
    times.push(performance.now() - begun);
    await wait(PAUSE_MS);
  }
  return times.sort((a, b) => a - b);
}
