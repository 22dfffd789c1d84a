import { gzipSync, strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { pushAnswer } from "../../../../lib/api/wire/tokens.ts";
import { sessionCookieName, sessionFor } from "../../../../lib/auth/session.ts";
import { prisma } from "../../../../lib/db/client.ts";
import { freshDatabase } from "../../../../lib/db/test-database.ts";
import { createToken, listTokens, revokeToken } from "../../../../lib/flows/api-tokens.ts";
import { createRig } from "../../../../lib/flows/rigs.ts";
import { POST } from "./route.ts";

const HEADER = "start_time,end_time,amount_value,amount_currency,line_item,project_id,organization_id";
const costs = (day: string, amount = "1.25") =>
  strToU8(`${HEADER}\n${Date.parse(`${day}T00:00:00Z`) / 1000},,${amount},usd,i,p,org-1\n`);
/** A GPU at 300 W for an hour, a reading a minute. */
const POWER = strToU8(
  [
    "timestamp, index, power.draw [W]",
    ...Array.from({ length: 61 }, (_, minute) => {
      const at = new Date(Date.UTC(2026, 5, 1, 10, minute)).toISOString();
      return `${at.slice(0, 10).replaceAll("-", "/")} ${at.slice(11, 23)}, 0, 300.00 W`;
    }),
  ].join("\n"),
);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let token = "";
let adminCookie = "";
beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
  const { id } = await prisma.user.create({ data: { email: "a@halden.example", name: "Ada", role: "admin" } });
  adminCookie = `${sessionCookieName()}=${await sessionFor(id)}`;
  token = (await createToken({ name: "kiln-cron" }, "Ada")).token;
  const rig = {
    name: "Kiln",
    zone: "UTC",
    currency: "USD",
    price: "2400",
    inService: "2026-05-01",
    tariffPerKwh: "0.2",
  };
  await createRig(rig, "Ada");
});
afterAll(() => database.close());

type Push = { query: string; body: BodyInit | null; bearer?: string | null; headers?: Record<string, string> };
async function push({ query, body, bearer = token, headers = {} }: Push): Promise<Response> {
  const authorization: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
  const init = { method: "POST", headers: { ...authorization, ...headers }, body, duplex: "half" };
  return POST(new Request(`http://tokenwatt.test/api/v1/ingest?${query}`, init));
}
const answerOf = async (response: Response) => pushAnswer.parse(await response.json());

describe("a pushed file", () => {
  test("is posted at once, and the same bytes again are told apart with 200", async () => {
    const first = await push({ query: "name=may.csv", body: costs("2026-05-01") });
    expect(first.status).toBe(201);
    const answer = await answerOf(first);
    expect(answer).toMatchObject({ fileName: "may.csv", state: "posted", sameAs: null, issues: [] });
    const again = await push({ query: "name=may.csv", body: costs("2026-05-01") });
    expect(again.status).toBe(200);
    expect(await answerOf(again)).toMatchObject({ sameAs: answer.importId, state: "unchanged" });
    expect(await prisma.ledgerEntry.count({ where: { importId: answer.importId } })).toBe(1);
  });

  test("may be compressed, and is left for review when asked", async () => {
    const answer = await answerOf(
      await push({ query: "name=june.csv.gz&post=no", body: gzipSync(costs("2026-06-01")) as Uint8Array<ArrayBuffer> }),
    );
    expect(answer.state).toBe("ready");
    expect(await prisma.ledgerEntry.count({ where: { importId: answer.importId } })).toBe(0);
  });

  test("of an archive becomes an import for each of its files", async () => {
    const body = zipSync({ "july.csv": costs("2026-07-01"), "notes.txt": strToU8("Dear team\n") });
    const answer = await answerOf(await push({ query: "name=summer.zip", body: body as Uint8Array<ArrayBuffer> }));
    expect(answer.files?.map(({ fileName, state }) => [fileName, state])).toContainEqual([
      "summer.zip/july.csv",
      "posted",
    ]);
  });

  test("of power is measured for the rig it names", async () => {
    const response = await push({ query: "rig=Kiln&name=kiln.csv&zone=UTC", body: POWER });
    const answer = await answerOf(response);
    expect([response.status, answer.state, answer.kWh]).toEqual([201, "posted", "0.3"]);
  });

  test("with a row that cannot be read waits for a person, as the Imports page says", async () => {
    const answer = await answerOf(await push({ query: "name=bad.csv", body: costs("2026-05-02", "twelve") }));
    expect(answer.state).toBe("needs-you");
    expect(answer.issues[0]).toMatchObject({ severity: "blocking", row: 2 });
  });

  test("that breaks off leaves nothing half", async () => {
    const before = await counts();
    // Enough that reading has begun when the line goes dead.
    const many = strToU8(`${HEADER}\n${"1785542400,,1.25,usd,i,p,org-1\n".repeat(60_000)}`);
    const cut = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(many),
      pull: (controller) => controller.error(new Error("aborted")),
    });
    const short = { "content-length": "9000000" };
    for (const response of [
      await push({ query: "name=cut.csv", body: cut }),
      await push({ query: "name=short.csv", body: many, headers: short }),
      await push({ query: "name=short.csv", body: costs("2026-08-02"), headers: short }),
    ]) {
      expect(response.status).toBe(400);
      expect(await response.text()).toContain("broke off");
    }
    expect(await counts()).toEqual(before);
    const states = await prisma.import.findMany({ where: { fileName: { in: ["cut.csv", "short.csv"] } } });
    expect(states.map((row) => row.state).filter((state) => state !== "failed")).toEqual([]);
  });
});

const counts = async () => ({
  lines: await prisma.importLine.count(),
  entries: await prisma.ledgerEntry.count(),
  blocks: await prisma.rawBlock.count(),
});

describe("the door", () => {
  const file = { query: "name=x.csv", body: costs("2026-09-01") };
  test("stays shut for a wrong, an expired and a revoked token, and for a session", async () => {
    const made = await createToken({ name: "old", expires: "2026-01-31" }, "Ada", Date.UTC(2026, 0, 1));
    const revoked = await createToken({ name: "gone" }, "Ada");
    await revokeToken(revoked.id, "Ada");
    const wrong = `twk_${"a".repeat(43)}`;
    for (const bearer of [wrong, "nonsense", made.token, revoked.token, null]) {
      const response = await push({ ...file, bearer });
      expect([response.status, response.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
    }
    expect((await push({ ...file, bearer: null, headers: { cookie: adminCookie } })).status).toBe(401);
    expect((await listTokens()).map(({ name, state }) => [name, state])).toEqual(
      expect.arrayContaining([
        ["old", "expired"],
        ["gone", "revoked"],
      ]),
    );
  });

  test("answers 404 for an unknown rig and 422 for a file nobody knows", async () => {
    expect((await push({ ...file, query: "rig=nowhere&name=x.csv" })).status).toBe(404);
    expect((await push({ ...file, body: strToU8("Dear team\n") })).status).toBe(422);
  });

  test("asks a token that knocks too often to wait", async () => {
    const { token: busy } = await createToken({ name: "busy" }, "Ada");
    const knocks = { query: "rig=nowhere&name=x.csv", body: "x", bearer: busy };
    const statuses = [];
    for (let each = 0; each < 61; each += 1) statuses.push((await push(knocks)).status);
    expect(statuses.slice(0, 60)).toEqual(Array(60).fill(404));
    const last = await push(knocks);
    expect(last.status).toBe(429);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("keeps a token as a hash only, and when it was used", async () => {
    const rows = await prisma.apiToken.findMany();
    expect(JSON.stringify(rows)).not.toContain(token);
    const [row] = rows.filter(({ name }) => name === "kiln-cron");
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(row?.lastUsedAt).not.toBeNull();
  });
});
