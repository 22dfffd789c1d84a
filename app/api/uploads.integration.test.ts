import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { uploadAnswer } from "../../lib/api/wire/upload.ts";
import { sessionCookieName, sessionFor } from "../../lib/auth/session.ts";
import { prisma } from "../../lib/db/client.ts";
import { freshDatabase } from "../../lib/db/test-database.ts";
import { POST } from "./imports/route.ts";

const HEADER = "start_time,end_time,amount_value,amount_currency,line_item,project_id,organization_id";
const costs = (day: string) => `${HEADER}\n${Date.parse(`${day}T00:00:00Z`) / 1000},,1.25,usd,i,p,org-1\n`;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let cookie = "";
beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
  const { id } = await prisma.user.create({ data: { email: "a@halden.example", name: "Ada", role: "admin" } });
  cookie = `${sessionCookieName()}=${await sessionFor(id)}`;
});
afterAll(() => database.close());

async function upload(fileName: string, content: Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = { host: "tokenwatt.test", "x-file-name": encodeURIComponent(fileName), cookie };
  return POST(new Request("http://tokenwatt.test/api/imports", { method: "POST", headers, body: content }), {
    params: Promise.resolve({}),
  });
}

describe("an upload", () => {
  test("of one file answers with its preview, and a list of one", async () => {
    const answer = uploadAnswer.parse(await (await upload("may.csv", strToU8(costs("2026-05-01")))).json());
    expect(answer).toMatchObject({ fileName: "may.csv", state: "ready", refused: [] });
    expect(answer.files).toEqual([{ importId: answer.id, fileName: "may.csv", state: "ready" }]);
  });

  test("of an archive answers with the first preview, every import and what could not be read", async () => {
    const archive = zipSync({
      "june.csv": strToU8(costs("2026-06-01")),
      "july.csv": strToU8(costs("2026-07-01")),
      "notes.txt": strToU8("Dear team\n"),
    });
    const response = await upload("summer.zip", archive);
    expect(response.status).toBe(201);
    const answer = uploadAnswer.parse(await response.json());
    expect(answer.fileName).toBe("summer.zip/june.csv");
    expect(answer.files.map(({ fileName }) => fileName)).toEqual(["summer.zip/june.csv", "summer.zip/july.csv"]);
    expect(answer.refused).toEqual([
      { fileName: "summer.zip/notes.txt", message: expect.stringContaining("no known format") },
    ]);
  });

  test("of an archive with nothing to read is refused with the files' sentences", async () => {
    const response = await upload("notes.zip", zipSync({ "notes.txt": strToU8("Dear team\n") }));
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("notes.zip/notes.txt");
  });
});
