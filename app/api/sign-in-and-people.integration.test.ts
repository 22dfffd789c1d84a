import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { sessionCookieName, sessionFor } from "../../lib/auth/session.ts";
import { pool, prisma } from "../../lib/db/client.ts";
import { freshDatabase } from "../../lib/db/test-database.ts";
import { issueSetupToken } from "../../lib/flows/create-admin.ts";
import { signIn } from "../../lib/flows/sign-in.ts";
import { GET as health } from "./health/route.ts";
import { PATCH as changePerson } from "./people/[id]/route.ts";
import { POST as addPerson } from "./people/route.ts";
import { PATCH as changeSettings, GET as readSettings } from "./settings/route.ts";
import { POST as setup } from "./setup/route.ts";

const ADMIN = { email: "Mara@Example.com", password: "a long enough secret" };
const ORIGIN = "http://tokenwatt.test";
let database: Awaited<ReturnType<typeof freshDatabase>>;
let adminId = "";

beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
  await prisma.team.create({ data: { slug: "search", name: "Search" } });
});
afterAll(() => database.close());

type Sent = { method?: string; body?: unknown; as?: string; headers?: Record<string, string> };

async function request({ method = "GET", body, as, headers }: Sent): Promise<Request> {
  const cookie: Record<string, string> = as ? { cookie: `${sessionCookieName()}=${await sessionFor(as)}` } : {};
  return new Request(`${ORIGIN}/api/x`, {
    method,
    headers: { host: "tokenwatt.test", "content-type": "application/json", ...cookie, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
const patch = async (id: string, body: unknown, as = adminId) =>
  changePerson(await request({ method: "PATCH", body, as }), { params: Promise.resolve({ id }) });

async function add(person: { email: string; role: string; teams?: string[] }): Promise<string> {
  const body = { name: person.email, password: "another long secret", ...person };
  const answer = await addPerson(await request({ method: "POST", body, as: adminId }));
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

describe("setup", () => {
  const body = {
    ...ADMIN,
    name: "Mara",
    organisation: "Halden",
    currency: "eur",
    zone: "Europe/Berlin",
    start: "upload",
  };
  const post = async (token: string) => setup(await request({ method: "POST", body: { ...body, token } }));

  test("a wrong token and one of yesterday are refused, and nothing is made", async () => {
    const old = await issueSetupToken(new Date(Date.now() - 25 * 3_600_000));
    expect((await post("wrong")).status).toBe(403);
    expect((await post(old ?? "")).status).toBe(403);
    expect(await prisma.user.count()).toBe(0);
  });

  test("a zone or currency that is none is refused with its field, and the link still works", async () => {
    const token = await issueSetupToken(new Date());
    const answer = await setup(await request({ method: "POST", body: { ...body, token, zone: "Mars/Olympus" } }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid-input", fields: [{ path: "zone" }] });
  });

  test("of two people with the same link one becomes admin, and the link is burnt", async () => {
    const token = (await issueSetupToken(new Date())) ?? "";
    const answers = await Promise.all([post(token), post(token)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
    const admin = await prisma.user.findFirstOrThrow();
    adminId = admin.id;
    expect(admin).toMatchObject({ email: "mara@example.com", role: "admin" });
    expect(await issueSetupToken(new Date())).toBeNull();
    expect(await prisma.organisation.findFirst()).toMatchObject({
      name: "Halden",
      currency: "EUR",
      setupTokenHash: null,
    });
  });
});

describe("signing in", () => {
  const address = "192.0.2.1";

  test("needs the right password, whatever the case of the e-mail", async () => {
    expect(await signIn({ ...ADMIN, address })).toMatchObject({ role: "admin", teams: [] });
    expect(await signIn({ ...ADMIN, password: "a long enough Secret", address })).toBeNull();
    expect(await signIn({ email: "nobody@example.com", password: "x", address })).toBeNull();
  });

  test("stops after ten attempts for one e-mail, also when they come at once", async () => {
    const attempt = () => signIn({ email: "guess@example.com", password: "x", address: "192.0.2.2" });
    const results = await Promise.allSettled(Array.from({ length: 14 }, attempt));
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(4);
    expect(refused[0]?.reason).toMatchObject({ code: "too-many-requests" });
    expect((await pool.query("SELECT FROM sign_in_attempt WHERE key LIKE '%guess%'")).rowCount).toBe(0);
  });
});

describe("who may", () => {
  test("nobody signed out, and no lead, reads settings; finance reads and cannot change", async () => {
    const finance = await add({ email: "fin@example.com", role: "finance" });
    const lead = await add({ email: "lead@example.com", role: "lead", teams: ["search"] });
    expect((await readSettings(await request({}))).status).toBe(401);
    expect((await readSettings(await request({ as: lead }))).status).toBe(403);
    expect((await readSettings(await request({ as: finance }))).status).toBe(200);
    const change = { method: "PATCH", body: { name: "Mine" } };
    expect((await changeSettings(await request({ ...change, as: finance }))).status).toBe(403);
    expect((await addPerson(await request({ method: "POST", body: {}, as: lead }))).status).toBe(403);
    expect((await patch(lead, { role: "admin" }, lead)).status).toBe(403);
  });

  test("a disabled person is out at the next request, and back once enabled", async () => {
    const id = await add({ email: "sam@example.com", role: "finance" });
    expect((await readSettings(await request({ as: id }))).status).toBe(200);
    expect((await patch(id, { isDisabled: true })).status).toBe(204);
    expect((await readSettings(await request({ as: id }))).status).toBe(401);
    expect((await patch(id, { isDisabled: false })).status).toBe(204);
    expect((await readSettings(await request({ as: id }))).status).toBe(200);
  });

  test("a cookie that we did not sign is nobody", async () => {
    const forged = `${sessionCookieName()}=${(await sessionFor(adminId)).slice(0, -4)}AAAA`;
    expect((await readSettings(await request({ headers: { cookie: forged } }))).status).toBe(401);
  });

  test("a change asked for by another site is refused", async () => {
    const change = { method: "PATCH", body: { name: "Stolen" }, as: adminId };
    const from = async (headers: Record<string, string>) =>
      (await changeSettings(await request({ ...change, headers }))).status;
    expect(await from({ origin: "https://evil.example" })).toBe(403);
    expect(await from({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await from({ origin: ORIGIN, "sec-fetch-site": "same-origin" })).toBe(200);
  });
});

describe("people", () => {
  test("an e-mail is one person's, and a team must exist", async () => {
    const body = { name: "Twin", email: "MARA@example.com", role: "lead", password: "another long secret" };
    const twin = await addPerson(await request({ method: "POST", body, as: adminId }));
    expect(twin.status).toBe(409);
    const lost = { ...body, email: "lost@example.com", teams: ["nowhere"] };
    const answer = await addPerson(await request({ method: "POST", body: lost, as: adminId }));
    expect(await answer.json()).toMatchObject({ status: 400, fields: [{ path: "teams" }] });
  });

  test("a short password is refused with its field", async () => {
    const body = { name: "Short", email: "short@example.com", role: "lead", password: "short" };
    const answer = await addPerson(await request({ method: "POST", body, as: adminId }));
    expect(await answer.json()).toMatchObject({ status: 400, fields: [{ path: "password" }] });
  });

  test("you cannot shut yourself out, and two admins cannot remove each other at once", async () => {
    expect((await patch(adminId, { isDisabled: true })).status).toBe(409);
    expect((await patch(adminId, { role: "lead" })).status).toBe(409);
    const other = await add({ email: "second@example.com", role: "admin" });
    const answers = await Promise.all([
      patch(other, { isDisabled: true }),
      patch(adminId, { isDisabled: true }, other),
    ]);
    expect(await prisma.user.count({ where: { role: "admin", disabledAt: null } })).toBe(1);
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
    await prisma.user.updateMany({ where: { role: "admin" }, data: { disabledAt: null } });
  });

  test("what is done to people stands in the audit log", async () => {
    const page = (await (await readSettings(await request({ as: adminId }))).json()) as { audit: { what: string }[] };
    const said = page.audit.map((event) => event.what);
    expect(said).toContain("disabled sam@example.com");
    expect(said).toContain("set Tokenwatt up for Halden");
  });
});

describe("settings", () => {
  const change = async (body: unknown) => changeSettings(await request({ method: "PATCH", body, as: adminId }));

  test("thresholds keep their defaults until changed, and must be numbers we know", async () => {
    const page = await (await change({ thresholds: { changePercent: "12.5" } })).json();
    expect(page).toMatchObject({ thresholds: { changePercent: "12.5", adviceMinimum: "25" } });
    expect((await change({ thresholds: { changePercent: "-1" } })).status).toBe(400);
    expect((await change({ thresholds: { invented: "1" } })).status).toBe(400);
  });

  test("currency and zone stand once a month is closed; the name may still change", async () => {
    expect((await change({ currency: "USD" })).status).toBe(200);
    await prisma.monthState.create({ data: { month: "2026-05", state: "closed", closedAt: new Date() } });
    expect((await change({ currency: "EUR" })).status).toBe(409);
    expect((await change({ zone: "Asia/Tokyo" })).status).toBe(409);
    expect((await change({ currency: "USD", name: "Halden Systems" })).status).toBe(200);
  });

  test("what is not JSON is refused in words", async () => {
    const broken = new Request(ORIGIN, {
      method: "PATCH",
      body: "{",
      headers: (await request({ as: adminId })).headers,
    });
    expect(await (await changeSettings(broken)).json()).toMatchObject({
      status: 400,
      detail: "The request is not valid JSON.",
    });
  });
});

test("health answers for the database", async () => {
  const answer = await health(await request({}));
  expect(await answer.json()).toEqual({ status: "ok" });
  expect(answer.headers.get("cache-control")).toBe("no-store");
});
