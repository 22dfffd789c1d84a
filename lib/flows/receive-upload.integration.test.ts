import { gunzipSync } from "node:zlib";
import { strToU8, type Zippable, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { pool } from "../db/client.ts";
import { readImport } from "../db/imports.ts";
import { rowsOf, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { hashPerson } from "../importers/person.ts";
import { ingestFile } from "./ingest.ts";
import { receiveUpload } from "./receive-upload.ts";
import { verify } from "./verify.ts";

const BY = "test";
const NOW = Date.parse("2026-07-15T12:00:00Z");
const HEADER =
  "start_time,end_time,amount_value,amount_currency,line_item,project_id,organization_id,project_name,user_email,user_name";
const costs = (day: string, rows: readonly string[]) =>
  [HEADER, ...rows.map((row) => `${Date.parse(`${day}T00:00:00Z`) / 1000},,${row}`)].join("\n");

async function* bytesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 5_000) yield bytes.subarray(at, at + 5_000);
}
const upload = (fileName: string, content: string | Uint8Array | Zippable) => {
  const bytes =
    typeof content === "string" ? strToU8(content) : content instanceof Uint8Array ? content : zipSync(content);
  return receiveUpload({ fileName, bytes: bytesOf(bytes), by: BY, nowMs: NOW });
};

/** Everything kept of every file, as text. */
async function keptText(importId?: number): Promise<string> {
  const blocks = await rowsOf<{ import_id: number; gzip: Buffer }>(
    pool,
    sql`SELECT import_id, gzip FROM raw_block ORDER BY import_id, no`,
  );
  const wanted = blocks.filter(({ import_id }) => importId === undefined || import_id === importId);
  return wanted.map(({ gzip }) => gunzipSync(gzip).toString("utf8")).join("");
}

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
});
afterAll(() => close());

describe("an archive", () => {
  it("becomes an import for each file, and one that cannot be read loses no other", async () => {
    const { received, refused } = await upload("month.zip", {
      "a/first.csv": strToU8(costs("2026-05-01", ["1.25,usd,i,p,org-1,,,"])),
      "notes.txt": strToU8("Dear finance team\n"),
      "b/second.csv": strToU8(costs("2026-05-02", ["2,usd,i,p,org-1,,,"])),
      ".hidden": strToU8("x"),
    });
    expect(received.map(({ fileName, state }) => [fileName, state])).toEqual([
      ["month.zip/a/first.csv", "ready"],
      ["month.zip/b/second.csv", "ready"],
    ]);
    expect(refused).toEqual([
      { fileName: "month.zip/notes.txt", message: expect.stringContaining("in no known format") },
    ]);
    const row = await readImport(pool, received[0]?.importId ?? 0);
    expect(row?.fileName).toBe("month.zip/a/first.csv");
  });

  it("may hold gzip, and files that were read before", async () => {
    const { gzipSync } = await import("fflate");
    const { received } = await upload("again.zip", {
      "first.csv": strToU8(costs("2026-05-01", ["1.25,usd,i,p,org-1,,,"])),
      "third.csv.gz": gzipSync(strToU8(costs("2026-05-03", ["3,usd,i,p,org-1,,,"]))),
    });
    expect(received.map(({ state, sameAs }) => [state, sameAs !== null])).toEqual([
      ["discarded", true],
      ["ready", false],
    ]);
  });

  it("of which nothing can be read is refused with the files' own sentences", async () => {
    await expect(upload("bad.zip", { "notes.txt": strToU8("Dear team\n") })).rejects.toMatchObject({
      code: "unknown-format",
      message: expect.stringContaining("bad.zip/notes.txt"),
    });
    await expect(upload("empty.zip", {})).rejects.toMatchObject({ message: expect.stringContaining("no files") });
    await expect(upload("usage.zip", '{"code":40003,"msg":"Authorization Failed","data":null}')).rejects.toMatchObject({
      code: "unreadable-file",
      message: expect.stringContaining('"Authorization Failed"'),
    });
  });

  it("that is cut off keeps what came before", async () => {
    const whole = zipSync({
      "whole.csv": strToU8(costs("2026-06-01", ["4,usd,i,p,org-9,,,"])),
      "cut.csv": [
        strToU8(
          costs(
            "2026-06-02",
            Array.from({ length: 900 }, (_, at) => `${at}.5,usd,i,p,org-9,,,`),
          ),
        ),
        { level: 0 },
      ],
    });
    const { received, refused } = await upload("cut.zip", whole.slice(0, whole.length - 9_000));
    expect(received.map(({ fileName }) => fileName)).toEqual(["cut.zip/whole.csv"]);
    expect(refused.map(({ message }) => message).join()).toMatch(/cut off or damaged/);
  });

  it("a single file is one import, as ever, and its refusal an error", async () => {
    const { received, refused } = await upload("plain.csv", costs("2026-06-05", ["5,usd,i,p,org-1,,,"]));
    expect([received.length, refused]).toEqual([1, []]);
    await expect(upload("plain.txt", "Dear team\n")).rejects.toMatchObject({ code: "unknown-format" });
  });
});

describe("what is kept of a file", () => {
  const PERSON = "ada.lovelace@harbour.example";

  it("holds no address and no secret cell of a table, and reads again to the same", async () => {
    const text = costs("2026-04-01", [
      `7.5,usd,"gpt-5, input",p1,org-1,"Ada ""the"" first, of ${PERSON}",${PERSON},Ada Lovelace`,
      "1,usd,x,p2,org-1,,,Grace Hopper",
    ]);
    const done = await ingestFile({ fileName: "people.csv", bytes: bytesOf(strToU8(text)), by: BY, nowMs: NOW });
    expect(done.isPosted).toBe(true);
    const kept = await keptText(done.importId);
    expect(kept).toContain(hashPerson(PERSON));
    expect(kept).toContain("7.5,usd");
    expect(kept).not.toMatch(/harbour\.example|Lovelace|Hopper/);
    expect(kept.split("\n")[0]).toBe(HEADER);
  });

  it("holds none of a JSON file either, written plainly or escaped", async () => {
    const page = {
      object: "page",
      data: [
        {
          object: "bucket",
          start_time: Date.parse("2026-04-02T00:00:00Z") / 1000,
          end_time: Date.parse("2026-04-03T00:00:00Z") / 1000,
          results: [
            {
              object: "organization.costs.result",
              amount: { value: 0.1, currency: "usd" },
              line_item: "gpt-5, output",
              project_id: `of ${PERSON}`,
              organization_id: "org-2",
            },
          ],
        },
      ],
      has_more: false,
    };
    const text = JSON.stringify(page)
      .replace("0.1", "0.10000000000000000001")
      .replace("ada.lovelace@", "ada.lovelace\\u0040");
    const done = await ingestFile({ fileName: "pages.json", bytes: bytesOf(strToU8(text)), by: BY, nowMs: NOW });
    expect(done.isPosted).toBe(true);
    const kept = await keptText(done.importId);
    expect(kept).toContain(hashPerson(PERSON));
    expect(kept).toContain("0.10000000000000000001");
    expect(kept).not.toContain("harbour.example");
  });

  it("anywhere in the database", async () => {
    expect(await keptText()).not.toMatch(/@harbour|Lovelace/);
    const { differences } = await verify(NOW);
    expect(differences).toEqual([]);
  });
});
