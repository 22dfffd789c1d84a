import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Handler } from "../../lib/api/route.ts";
import { sessionCookieName, sessionFor } from "../../lib/auth/session.ts";
import { prisma } from "../../lib/db/client.ts";
import { freshDatabase } from "../../lib/db/test-database.ts";
import { ingestFile } from "../../lib/flows/ingest.ts";
import { linesOf } from "../../lib/flows/lines.ts";
import { OPERATOR } from "../../lib/flows/report.ts";
import { createRig } from "../../lib/flows/rigs.ts";
import { createRule } from "../../lib/flows/rules.ts";
import { createTeam } from "../../lib/flows/teams.ts";

// The wrong-user table: every route on disk, every method it exports, everybody who may knock. A route that is new and
// not in the table fails the first test.

const ORIGIN = "http://tokenwatt.test";
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
const PEOPLE = ["signed out", "disabled", "lead of another team", "lead of the team", "finance", "admin"] as const;
type Person = (typeof PEOPLE)[number];

/** next-auth's own routes read Next's request scope; the browser journeys sign in and out through them. */
const ELSEWHERE = ["auth/[...nextauth]"];
const MONTH = "2026-05";
const NOBODY = "999999";
const RIG = {
  name: "Kiln",
  hardware: "",
  zone: "UTC",
  currency: "USD",
  price: "2400",
  inService: "2026-05-01",
  months: 24,
  salvage: "0",
  hostingMonthly: "50",
  operationsHours: "1",
  operationsRate: "85",
  tariffPerKwh: "0.2",
  wallFactor: "1",
  shares: [{ team: "atlas", percent: "60" }],
};
const ASSET = { name: "A second GPU", price: "1800", inService: "2026-05-01" };
const PRICE = {
  provider: "openai",
  model: "in-house",
  from: "2026-05-01",
  source: "Agreement A-1",
  perMillion: { input: "1" },
};
const TARIFF_VERSION = { from: "2026-05-01", terms: { energy: { kind: "flat", perKwh: "0.2" } } };
const NO_ACCOUNT = { act: "own", provider: "nobody", currency: "USD", amount: "1", text: "no such account" };
const SUBSCRIPTION = { name: "Mara", email: "mara@halden.example", cadence: "monthly", zone: "UTC" };

/** Status for: signed out, lead of another team, lead of the team, finance, admin. A disabled person is signed out. */
type Statuses = readonly [out: number, otherLead: number, lead: number, finance: number, admin: number];
type Knock = {
  readonly query?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, with its name, as an upload is. */
  readonly file?: string;
};
type Row = readonly [method: Method, route: string, statuses: Statuses, knock?: Knock];

const EVERYBODY = (status: number): Statuses => [status, status, status, status, status];
/** Any role reads; what a lead gets is narrowed to own teams, as the test below looks at. */
const READERS: Statuses = [401, 200, 200, 200, 200];
/** One team's: another team's lead is told that there is no such thing. */
const OF_ONE_TEAM: Statuses = [401, 404, 200, 200, 200];
const BOOKS = (status: number): Statuses => [401, 403, 403, status, status];
const ADMINS = (status: number): Statuses => [401, 403, 403, 403, status];

// Where an act would be over after the first who may, it is asked of something that does not exist: 404 says that the
// door was passed, 401 and 403 that it was not.
const table = (): readonly Row[] => [
  ["GET", "health", EVERYBODY(200)],
  ["POST", "setup", EVERYBODY(409), { body: SETUP }],
  // A machine's token opens it, no session does: ingest.integration.test.ts knocks with one.
  ["POST", "v1/ingest", EVERYBODY(401), { query: "rig=kiln&name=costs.csv", file: EXPORT }],
  ["GET", "digests/unsubscribe", EVERYBODY(200), { query: "token=unknown" }],
  ["POST", "digests/unsubscribe", EVERYBODY(404), { query: "token=unknown" }],

  ["GET", "overview", READERS, { query: `month=${MONTH}` }],
  ["GET", "teams", READERS],
  ["GET", "lines", READERS, { query: `month=${MONTH}` }],
  ["GET", "lines", READERS, { query: `month=${MONTH}&bearer=atlas&by=key` }],
  ["GET", "explain", READERS, { query: `month=${MONTH}` }],
  ["GET", "explain", READERS, { query: `month=${MONTH}&aspect=share` }],

  ["GET", "teams/[slug]/month", OF_ONE_TEAM, { params: { slug: "atlas" }, query: `month=${MONTH}` }],
  ["GET", "teams/[slug]/month", [401, 404, 404, 404, 404], { params: { slug: "nowhere" } }],
  ["GET", "teams/[slug]/statement", OF_ONE_TEAM, { params: { slug: "atlas" }, query: `month=${MONTH}` }],
  ["GET", "lines/[id]", OF_ONE_TEAM, { params: { id: atlasEntry } }],
  ["GET", "explain", OF_ONE_TEAM, { query: `month=${MONTH}&bearer=atlas` }],
  ["GET", "explain", OF_ONE_TEAM, { query: `month=${MONTH}&bearer=atlas&aspect=tokens` }],
  ["GET", "explain", [401, 404, 404, 200, 200], { query: `month=${MONTH}&bearer=unassigned` }],
  ["GET", "explain", [401, 404, 404, 200, 200], { query: `month=${MONTH}&bearer=idle` }],

  ["GET", "digests", BOOKS(200)],
  ["POST", "digests", BOOKS(201), { body: SUBSCRIPTION }],
  ["PATCH", "digests/[id]", BOOKS(204), { params: { id: subscription }, body: { hour: 9 } }],
  ["DELETE", "digests/[id]", BOOKS(404), { params: { id: NOBODY } }],
  ["GET", "digests/[id]/preview", BOOKS(200), { params: { id: subscription } }],
  ["POST", "digests/[id]/test", BOOKS(200), { params: { id: subscription } }],
  ["GET", "months/[month]/close", BOOKS(200), { params: { month: MONTH } }],
  ["POST", "months/[month]/close", BOOKS(400), { params: { month: "2020-01" }, body: { reason: "empty" } }],
  ["POST", "months/[month]/reopen", BOOKS(409), { params: { month: MONTH }, body: { reason: "not closed" } }],
  ["GET", "months/[month]/hash", BOOKS(409), { params: { month: MONTH } }],
  ["POST", "months/[month]/reasons", BOOKS(404), { params: { month: MONTH }, body: NO_ACCOUNT }],
  ["DELETE", "months/[month]/reasons/[id]", BOOKS(404), { params: { month: MONTH, id: NOBODY } }],
  ["GET", "imports", BOOKS(200)],
  ["GET", "imports/[id]", BOOKS(200), { params: { id: imported } }],
  ["GET", "imports/[id]/issues.csv", BOOKS(200), { params: { id: imported } }],
  ["GET", "imports/[id]/rows", BOOKS(200), { params: { id: imported }, query: "row=2" }],
  ["GET", "rigs", BOOKS(200), { query: `month=${MONTH}` }],
  ["GET", "rigs/[slug]", BOOKS(200), { params: { slug: "kiln" }, query: `month=${MONTH}` }],
  ["GET", "rigs/[slug]/terms", BOOKS(200), { params: { slug: "kiln" } }],
  ["GET", "rules", BOOKS(200)],
  ["GET", "rules/month", BOOKS(200), { query: `month=${MONTH}` }],
  ["GET", "prices", BOOKS(200), { query: `month=${MONTH}&show=all&find=opus` }],
  ["GET", "prices/history", BOOKS(200), { query: "provider=openai&model=o3" }],
  ["GET", "rates", BOOKS(200), { query: `month=${MONTH}` }],
  ["GET", "scopes", BOOKS(200), { query: `month=${MONTH}` }],
  ["GET", "tariffs", BOOKS(200)],
  ["GET", "carbon", BOOKS(200)],
  ["GET", "carbon/month", BOOKS(200), { query: `month=${MONTH}` }],
  ["GET", "settings", BOOKS(200)],

  ["POST", "imports", ADMINS(201), { file: EXPORT }],
  ["POST", "imports/[id]/post", ADMINS(404), { params: { id: NOBODY }, body: {} }],
  ["POST", "imports/[id]/undo", ADMINS(404), { params: { id: NOBODY } }],
  ["POST", "imports/[id]/discard", ADMINS(404), { params: { id: NOBODY } }],
  ["POST", "imports/[id]/leave-out", ADMINS(404), { params: { id: NOBODY }, body: { issueIds: [1] } }],
  ["POST", "imports/[id]/read-again", ADMINS(404), { params: { id: NOBODY }, body: {} }],
  ["GET", "imports/[id]/mapping", ADMINS(404), { params: { id: NOBODY } }],
  ["POST", "imports/[id]/mapping", ADMINS(400), { params: { id: imported }, body: { mapping: {} } }],
  ["POST", "imports/[id]/mapping/preview", ADMINS(404), { params: { id: NOBODY }, body: { mapping: {} } }],
  ["POST", "imports/post-ready", ADMINS(200)],
  ["GET", "mappings", ADMINS(200)],
  ["DELETE", "mappings/[id]", ADMINS(404), { params: { id: NOBODY } }],
  ["POST", "teams", ADMINS(201), { body: { name: "Cirrus" } }],
  ["POST", "rules", ADMINS(201), { body: { match: { key: "key_x" }, shares: [{ team: "atlas", percent: "100" }] } }],
  [
    "POST",
    "rules/try",
    ADMINS(200),
    { body: { match: { key: "key_y" }, shares: [{ team: "atlas", percent: "100" }] } },
  ],
  ["DELETE", "rules/[id]", ADMINS(404), { params: { id: NOBODY } }],
  ["POST", "prices", ADMINS(201), { body: PRICE }],
  ["DELETE", "prices/[id]", ADMINS(404), { params: { id: NOBODY } }],
  ["POST", "rates", ADMINS(201), { body: { day: "2026-05-29", from: "EUR", to: "USD", rate: "1.0842" } }],
  ["POST", "rates/ecb", ADMINS(200), { file: "Date,USD\n2026-05-29,1.0842\n" }],
  ["DELETE", "rates/[id]", ADMINS(404), { params: { id: NOBODY } }],
  ["PUT", "scopes", ADMINS(404), { body: { provider: "aws", format: "no-format", scope: "everything" } }],
  ["POST", "tariffs", ADMINS(201), { body: { name: "Grid", terms: { energy: { kind: "flat", perKwh: "0.15" } } } }],
  ["POST", "tariffs/[id]/versions", ADMINS(404), { params: { id: NOBODY }, body: TARIFF_VERSION }],
  ["POST", "tariffs/[id]/rigs", ADMINS(404), { params: { id: NOBODY }, body: { rig: "kiln" } }],
  [
    "POST",
    "tariffs/import",
    ADMINS(200),
    { query: "tariff=Spot", file: "from,price_per_kwh\n2026-05-01T00:00Z,0.1\n" },
  ],
  ["POST", "carbon", ADMINS(201), { body: { zone: "SWE", grams: "40.7", from: "2026-05-01" } }],
  ["POST", "carbon/import", ADMINS(422), { file: "no history" }],
  ["POST", "rigs", ADMINS(201), { body: { ...RIG, name: "Anvil" } }],
  ["PUT", "rigs/[slug]", ADMINS(200), { params: { slug: "kiln" }, body: RIG }],
  ["POST", "rigs/[slug]/assets", ADMINS(201), { params: { slug: "kiln" }, body: ASSET }],
  [
    "PATCH",
    "rigs/[slug]/assets/[id]",
    ADMINS(404),
    { params: { slug: "kiln", id: NOBODY }, body: { on: `${MONTH}-31` } },
  ],
  ["POST", "rigs/[slug]/charges", ADMINS(201), { params: { slug: "kiln" }, body: { kind: "licences", monthly: "9" } }],
  [
    "PATCH",
    "rigs/[slug]/charges/[id]",
    ADMINS(404),
    { params: { slug: "kiln", id: NOBODY }, body: { to: `${MONTH}-31` } },
  ],
  [
    "POST",
    "rigs/[slug]/fills",
    ADMINS(201),
    {
      params: { slug: "kiln" },
      body: { from: `${MONTH}-01T00:00:00Z`, to: `${MONTH}-02T00:00:00Z`, rule: "off" },
    },
  ],
  ["DELETE", "rigs/[slug]/fills/[id]", ADMINS(404), { params: { slug: "kiln", id: NOBODY } }],
  ["PUT", "rigs/[slug]/wall", ADMINS(200), { params: { slug: "kiln" }, body: { factor: "1.1" } }],
  ["PUT", "rigs/[slug]/shares", ADMINS(200), { params: { slug: "kiln" }, body: { shares: RIG.shares } }],
  ["PUT", "rigs/[slug]/tariff", ADMINS(200), { params: { slug: "kiln" }, body: { perKwh: "0.21" } }],
  ["GET", "tokens", ADMINS(200)],
  ["POST", "tokens", ADMINS(201), { body: { name: "Kiln's cron" } }],
  ["DELETE", "tokens/[id]", ADMINS(404), { params: { id: NOBODY } }],
  ["PATCH", "settings", ADMINS(200), { body: { name: "Halden" } }],
  ["POST", "people", ADMINS(201), { body: { ...NEW_PERSON, email: "new@halden.example" } }],
  ["PATCH", "people/[id]", ADMINS(404), { params: { id: crypto.randomUUID() }, body: { isDisabled: true } }],
  ["GET", "demo", ADMINS(200)],
  ["POST", "demo", ADMINS(202)],
  ["DELETE", "demo", ADMINS(409)],
];

const NEW_PERSON = { name: "New", role: "lead", teams: ["atlas"], password: "a long enough secret" };
const SETUP = {
  ...{ token: "none", name: "Eve", email: "eve@halden.example", password: "a long enough secret" },
  ...{ organisation: "Eve", currency: "USD", zone: "UTC", start: "upload" },
};

const HEADER =
  "start_time,end_time,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id,organization_id";
const day = Date.parse(`${MONTH}-04T00:00:00Z`) / 1000;
const COSTS = [
  ["7310.25", "proj_atlas"],
  ["4021.75", "proj_borealis"],
  ["913.5", "proj_stray"],
];
const EXPORT = [
  HEADER,
  ...COSTS.map(
    ([amount, project]) =>
      `${day},${day + 86_400},${amount},usd,1000,tokens,"gpt-4.1-2025-04-14, input",${project},org-halden`,
  ),
].join("\n");
/** What a lead of Borealis must never be told: Atlas, its money, the unassigned money and the organisation's total. */
const NOT_FOR_BOREALIS = /atlas|7310\.25|7,310|913\.5|12245\.5|12,245/i;

const ids: Partial<Record<Person, string>> = {};
let database: Awaited<ReturnType<typeof freshDatabase>>;
let atlasEntry = "";
let subscription = "";
let imported = "";

beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
  for (const [name, project] of [
    ["Atlas", "proj_atlas"],
    ["Borealis", "proj_borealis"],
  ] as const) {
    const { slug } = await createTeam({ name }, "test");
    await createRule({ match: { project }, shares: [{ team: slug, percent: "100" }] }, "test");
  }
  await addPeople();
  async function* bytes() {
    yield new TextEncoder().encode(EXPORT);
  }
  const done = await ingestFile({ fileName: "costs.csv", bytes: bytes(), by: "test" });
  expect(done.isPosted).toBe(true);
  imported = String(done.importId);
  await createRig(RIG, "test");
  const lines = await linesOf({ month: MONTH, bearer: "atlas", class: "cloud" }, OPERATOR);
  atlasEntry = lines.entries[0]?.id ?? "";
  const made = await knock("POST", "digests", "finance", { body: SUBSCRIPTION });
  subscription = String(((await made.json()) as { id: number }).id);
});
afterAll(() => database.close());

async function addPeople(): Promise<void> {
  const teams = await prisma.team.findMany();
  const idOf = (slug: string) => teams.find((team) => team.slug === slug)?.id ?? 0;
  const wanted = [
    ["disabled", "admin", null],
    ["lead of another team", "lead", "borealis"],
    ["lead of the team", "lead", "atlas"],
    ["finance", "finance", null],
    ["admin", "admin", null],
  ] as const;
  for (const [person, role, team] of wanted) {
    const { id } = await prisma.user.create({
      data: {
        email: `${person.replaceAll(" ", "-")}@halden.example`,
        name: person,
        role,
        disabledAt: person === "disabled" ? new Date() : null,
        ...(team && { teams: { create: { teamId: idOf(team) } } }),
      },
    });
    ids[person] = id;
  }
}

async function handlersOf(route: string): Promise<Partial<Record<Method, Handler>>> {
  // What a route file exports under a method's name is a handler: Next demands it.
  return (await import(/* @vite-ignore */ join(import.meta.dirname, route, "route.ts"))) as Partial<
    Record<Method, Handler>
  >;
}

async function knock(
  method: Method,
  route: string,
  person: Person,
  { query = "", params = {}, body, file, ...more }: Knock & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const handler = (await handlersOf(route))[method];
  if (!handler) throw new Error(`${route} has no ${method}`);
  const id = ids[person];
  const request = new Request(`${ORIGIN}/api/${route}?${query}`, {
    method,
    headers: {
      host: "tokenwatt.test",
      ...(file === undefined ? { "content-type": "application/json" } : { "x-file-name": "costs.csv" }),
      ...(id && { cookie: `${sessionCookieName()}=${await sessionFor(id)}` }),
      ...more.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(file === undefined ? {} : { body: file }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

const routesOnDisk = (): string[] =>
  globSync("**/route.ts", { cwd: import.meta.dirname }).map((path) =>
    path.replace(/[\\/]route\.ts$/, "").replaceAll("\\", "/"),
  );

test("every route on disk stands in the table with every method it exports", async () => {
  const found: string[] = [];
  for (const route of routesOnDisk().filter((one) => !ELSEWHERE.includes(one))) {
    const handlers = await handlersOf(route);
    found.push(...METHODS.filter((method) => handlers[method]).map((method) => `${method} ${route}`));
  }
  const listed = new Set(table().map(([method, route]) => `${method} ${route}`));
  expect([...listed].sort()).toEqual(found.sort());
  expect(routesOnDisk()).toEqual(expect.arrayContaining(ELSEWHERE));
});

const statusFor = (statuses: Statuses, person: Person): number => {
  const [out, otherLead, lead, finance, admin] = statuses;
  return {
    "signed out": out,
    disabled: out,
    "lead of another team": otherLead,
    "lead of the team": lead,
    finance,
    admin,
  }[person];
};

describe.each(PEOPLE)("%s", (person) => {
  test("gets from every route what the table says", async () => {
    const expected: string[] = [];
    const got: string[] = [];
    for (const [method, route, statuses, given = {}] of table()) {
      const name = `${method} ${route} ${given.query ?? ""}`;
      expected.push(`${name} ${statusFor(statuses, person)}`);
      got.push(`${name} ${(await knock(method, route, person, given)).status}`);
    }
    expect(got).toEqual(expected);
  });
});

test("a refusal is problem+json with a sentence, and never cached", async () => {
  for (const person of ["signed out", "lead of another team"] as const) {
    const answer = await knock("GET", "settings", person);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(((await answer.json()) as { detail: string }).detail).toMatch(/\.$/);
  }
});

test("no answer to a lead holds another team, its money, the unassigned money or the whole organisation's", async () => {
  const own: Row = ["GET", "teams/[slug]/month", READERS, { params: { slug: "borealis" }, query: `month=${MONTH}` }];
  for (const [method, route, statuses, given = {}] of [own, ...table()]) {
    if (statuses[1] !== 200 || statuses[0] === 200) continue;
    const answer = await knock(method, route, "lead of another team", given);
    expect(answer.status).toBe(200);
    expect((await answer.text()).match(NOT_FOR_BOREALIS)?.[0], `${route} ${given.query ?? ""}`).toBeUndefined();
  }
});

test("another site's page changes nothing, whoever is signed in", async () => {
  const foreign: readonly Record<string, string>[] = [
    { origin: "https://elsewhere.example" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const [method, route, , given = {}] of table()) {
    if (method === "GET") continue;
    for (const headers of foreign) {
      const answer = await knock(method, route, "admin", { ...given, headers });
      // A token opens this one, and no page has it to send.
      expect(answer.status, `${method} ${route}`).toBe(route === "v1/ingest" ? 401 : 403);
    }
  }
});

test("the demo that the admin asked for is refused, for this company has data of its own", async () => {
  const state = async () => ((await (await knock("GET", "demo", "admin")).json()) as { state: string }).state;
  await expect.poll(state).toBe("failed");
});
