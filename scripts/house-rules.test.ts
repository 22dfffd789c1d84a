import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { exampleFile } from "./example-environment.ts";

const FOLDERS = ["app", "lib", "scripts"];
const sources = FOLDERS.flatMap((folder) => readdirSync(folder, { withFileTypes: true, recursive: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
  .map((entry) => relative(".", join(entry.parentPath, entry.name)))
  .filter((path) => !path.startsWith("lib/generated/"));

const using = (pattern: RegExp, allowed: RegExp): string[] =>
  sources.filter((path) => !allowed.test(path) && pattern.test(readFileSync(path, "utf8")));

test("there are sources to look at", () => {
  expect(sources.length).toBeGreaterThan(100);
});

test("only lib/env.ts reads the environment", () => {
  expect(using(/process\.env\b/, /^lib\/env\.ts$/)).toEqual([]);
});

test("decimals become floating point in lib/charts alone", () => {
  expect(using(/\bparseFloat\(|\.toNumber\(/, /^lib\/charts\//)).toEqual([]);
});

test("lib/core reads no clock", () => {
  expect(using(/\bDate\.now\(|\bnew Date\(\)|Temporal\.Now\b/, /^(?!lib\/core\/)/)).toEqual([]);
});

test("no column of the schema is a floating point number", () => {
  expect(readFileSync("prisma/schema.prisma", "utf8")).not.toMatch(/\bFloat\b|DoublePrecision|\bReal\b/);
});

test(".env.example names every variable, with its meaning", () => {
  expect(readFileSync(".env.example", "utf8")).toBe(exampleFile());
});
