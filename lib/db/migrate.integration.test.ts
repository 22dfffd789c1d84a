import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { migrate, schemaDrift } from "./migrate.ts";
import { freshDatabase } from "./test-database.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
});
afterAll(() => database.close());

test("the migrations lead exactly to prisma/schema.prisma", async () => {
  expect(await schemaDrift(database.url)).toBe("");
});

test("a second run, and two at once, apply nothing", async () => {
  expect(await migrate(database.url)).toEqual([]);
  expect(await Promise.all([migrate(database.url), migrate(database.url)])).toEqual([[], []]);
});
