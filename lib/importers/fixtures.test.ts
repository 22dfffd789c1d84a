import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importers } from "./registry.ts";
import { sampleOf } from "./source/sample.ts";
import { expectedOf, readWhole } from "./testing/read-whole.ts";

/** `UPDATE_EXPECTED=1 vitest run lib/importers/fixtures.test.ts` writes the expected results anew: read the difference. */
const isUpdating = process.env.UPDATE_EXPECTED === "1";

const cases = importers.flatMap((importer) => {
  const folder = join(import.meta.dirname, importer.id, "fixtures");
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith(".expected.json")) : [];
  return files.map((name) => ({ importer, name, path: join(folder, name) }));
});

/** `<case>.pdf.txt` is the text of a PDF. */
const containerOf = (name: string) => (name.endsWith(".pdf.txt") ? "pdf" : null);

describe("every importer", () => {
  it.each(importers.map((importer) => importer.id))("%s has a fixture", (id) => {
    expect(cases.some(({ importer }) => importer.id === id)).toBe(true);
  });
});

describe("every fixture", () => {
  it.each(cases)("$importer.id $name is claimed by its own importer and by no other", ({ importer, name, path }) => {
    const text = new TextDecoder().decode(readFileSync(path));
    const { sample } = sampleOf({ fileName: name, text, isWhole: true, container: containerOf(name) });
    expect(importers.filter((other) => other.claims(sample)).map(({ id }) => id)).toEqual([importer.id]);
  });

  it.each(cases)("$importer.id $name gives its expected result", async ({ name, path }) => {
    const actual = expectedOf(await readWhole(readFileSync(path), { fileName: name, container: containerOf(name) }));
    const expectedPath = path.replace(/\.[a-z]+$/, ".expected.json");
    if (isUpdating) writeFileSync(expectedPath, `${JSON.stringify(actual, null, 2)}\n`);
    expect(JSON.parse(JSON.stringify(actual))).toEqual(JSON.parse(readFileSync(expectedPath, "utf8")));
  });

  it.each(cases)("$importer.id $name lets no e-mail address reach a line", async ({ name, path }) => {
    const { lines } = await readWhole(readFileSync(path), { fileName: name, container: containerOf(name) });
    expect(lines.map((line) => JSON.stringify({ ...line.keys, service: line.service })).join()).not.toContain("@");
  });
});
