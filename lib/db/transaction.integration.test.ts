import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { pool, prisma } from "./client.ts";
import { freshDatabase } from "./test-database.ts";
import { inTransaction } from "./transaction.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
  await pool.query("CREATE TABLE sample (day date, amount numeric)");
});
afterAll(() => database.close());

const copyOne = (client: { query: typeof pool.query }) =>
  pipeline(Readable.from(["2026-05-14\t1.10\n"]), client.query(copyFrom("COPY sample FROM STDIN")));

test("records, SQL and COPY commit together, and days and numerics come back as text", async () => {
  await inTransaction(async (tx) => {
    await tx.prisma.team.create({ data: { slug: "search", name: "Search" } });
    await copyOne(tx.client);
  });
  expect(await prisma.team.count()).toBe(1);
  expect((await pool.query("SELECT day, amount FROM sample")).rows).toEqual([{ day: "2026-05-14", amount: "1.10" }]);
});

test("what throws leaves nothing behind", async () => {
  const failing = inTransaction(async (tx) => {
    await tx.prisma.team.create({ data: { slug: "lost", name: "Lost" } });
    await copyOne(tx.client);
    throw new Error("stop here");
  });
  await expect(failing).rejects.toThrow("stop here");
  expect(await prisma.team.count({ where: { slug: "lost" } })).toBe(0);
  expect((await pool.query("SELECT FROM sample")).rowCount).toBe(1);
});

test("a transaction of Prisma's own inside it is a savepoint", async () => {
  await inTransaction(async ({ prisma: inside }) => {
    await inside.team.create({ data: { slug: "kept", name: "Kept" } });
    const nested = inside.$transaction(async (deeper) => {
      await deeper.team.create({ data: { slug: "dropped", name: "Dropped" } });
      throw new Error("only this part");
    });
    await expect(nested).rejects.toThrow("only this part");
  });
  const slugs = (await prisma.team.findMany()).map((team) => team.slug);
  expect(slugs).toContain("kept");
  expect(slugs).not.toContain("dropped");
});
