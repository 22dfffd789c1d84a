import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { sessionCookieName, sessionFor } from "../../lib/auth/session.ts";
import { prisma } from "../../lib/db/client.ts";
import { freshDatabase } from "../../lib/db/test-database.ts";
import { POST as loadDemo, GET as readDemo, DELETE as removeDemo } from "./demo/route.ts";
import { GET as preview } from "./digests/[id]/preview/route.ts";
import { PATCH as change, DELETE as remove } from "./digests/[id]/route.ts";
import { POST as sendTest } from "./digests/[id]/test/route.ts";
import { POST as create, GET as list } from "./digests/route.ts";
import { GET as askUnsubscribe, POST as unsubscribe } from "./digests/unsubscribe/route.ts";

const ORIGIN = "http://tokenwatt.test";
const BODY = { name: "Mara", email: "mara@halden.example", cadence: "monthly", zone: "Europe/Stockholm" };
const people: Record<string, string> = {};
let database: Awaited<ReturnType<typeof freshDatabase>>;
let id = 0;
let token = "";

beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
  await prisma.team.create({ data: { slug: "search", name: "Search" } });
  for (const role of ["admin", "finance", "lead"] as const) {
    const person = await prisma.user.create({ data: { email: `${role}@halden.example`, name: role, role } });
    people[role] = person.id;
  }
  const made = await create(await request({ method: "POST", body: BODY, as: "finance" }));
  expect(made.status).toBe(201);
  id = ((await made.json()) as { id: number }).id;
  token = (await prisma.digestSubscription.findUniqueOrThrow({ where: { id } })).unsubscribeToken;
});
afterAll(() => database.close());

type Sent = { method?: string; body?: unknown; as?: string; query?: string };
async function request({ method = "GET", body, as, query = "" }: Sent): Promise<Request> {
  const cookie: Record<string, string> = as
    ? { cookie: `${sessionCookieName()}=${await sessionFor(people[as] ?? "")}` }
    : {};
  return new Request(`${ORIGIN}/api/x${query}`, {
    method,
    headers: { host: "tokenwatt.test", "content-type": "application/json", ...cookie },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
const at = (of: number) => ({ params: Promise.resolve({ id: String(of) }) });

describe("digests", () => {
  const doors: readonly [string, (as?: string) => Promise<Response>][] = [
    ["list", async (as) => list(await request(as ? { as } : {}))],
    ["create", async (as) => create(await request({ method: "POST", body: BODY, ...(as && { as }) }))],
    ["change", async (as) => change(await request({ method: "PATCH", body: { hour: 9 }, ...(as && { as }) }), at(id))],
    ["remove", async (as) => remove(await request({ method: "DELETE", ...(as && { as }) }), at(id))],
    ["preview", async (as) => preview(await request(as ? { as } : {}), at(id))],
    ["test", async (as) => sendTest(await request({ method: "POST", ...(as && { as }) }), at(id))],
  ];
  test.each(doors)("%s is refused to who is signed out and to a lead", async (_, open) => {
    expect((await open()).status).toBe(401);
    expect((await open("lead")).status).toBe(403);
  });

  test("finance reads, changes and previews them", async () => {
    expect(
      (await change(await request({ method: "PATCH", body: { hour: 9, teams: ["Search"] }, as: "finance" }), at(id)))
        .status,
    ).toBe(204);
    const page = (await (await list(await request({ as: "finance" }))).json()) as { subscriptions: unknown[] };
    expect(page.subscriptions).toMatchObject([{ id, hour: 9, teams: ["search"], isActive: true, lastSent: null }]);
    const shown = await preview(await request({ as: "finance" }), at(id));
    expect(await shown.json()).toMatchObject({ subject: expect.stringContaining("nothing imported yet") });
    expect((await preview(await request({ as: "finance" }), at(999))).status).toBe(404);
    const bad = await create(await request({ method: "POST", body: { ...BODY, hour: 24 }, as: "finance" }));
    expect(bad.status).toBe(400);
  });

  test("opening the link of a mail changes nothing; its button or one click ends the subscription", async () => {
    const isActive = async () => (await prisma.digestSubscription.findUniqueOrThrow({ where: { id } })).isActive;
    const query = `?token=${token}`;
    const asked = await askUnsubscribe(await request({ query }));
    expect(asked.headers.get("content-type")).toContain("text/html");
    expect(await asked.text()).toContain('<form method="post">');
    expect(await isActive()).toBe(true);
    expect((await unsubscribe(await request({ method: "POST", query: "?token=wrong" }))).status).toBe(404);
    const oneClick = new Request(`${ORIGIN}/api/digests/unsubscribe${query}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    expect((await unsubscribe(oneClick)).status).toBe(200);
    expect(await isActive()).toBe(false);
  });
});

describe("the demo", () => {
  test("is an admin's to load and remove, and never mixes with data there is", async () => {
    for (const [method, open] of [
      ["GET", readDemo],
      ["POST", loadDemo],
      ["DELETE", removeDemo],
    ] as const) {
      expect((await open(await request({ method }))).status).toBe(401);
      expect((await open(await request({ method, as: "finance" }))).status).toBe(403);
    }
    expect((await removeDemo(await request({ method: "DELETE", as: "admin" }))).status).toBe(409);
    expect((await loadDemo(await request({ method: "POST", as: "admin" }))).status).toBe(202);
    const progress = async () =>
      (await (await readDemo(await request({ as: "admin" }))).json()) as { state: string; message: string };
    await expect.poll(async () => (await progress()).state).toBe("failed");
    expect((await progress()).message).toContain("data of its own");
    expect(await prisma.organisation.findFirst()).toMatchObject({ isDemo: false });
  });
});
