import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
let copy = "";

const run = (...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: copy, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

describe("npm run new:importer", () => {
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "new-importer-"));
    for (const part of [
      "lib/core",
      "lib/importers",
      "scripts/new-importer.ts",
      "package.json",
      "tsconfig.json",
      "biome.json",
    ]) {
      cpSync(join(root, part), join(copy, part), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it("makes an importer that compiles, is formatted, and alone claims its own fixture", () => {
    run("scripts/new-importer.ts", "acme-bills-csv");
    const expected = JSON.parse(
      readFileSync(join(copy, "lib/importers/acme-bills-csv/fixtures/first.expected.json"), "utf8"),
    );
    expect(expected.summary).toMatchObject({
      format: "acme-bills-csv",
      lines: 2,
      totals: [{ currency: "USD", amount: "11.75" }],
      issues: [],
    });
    const check = `import { importers } from "./lib/importers/registry.ts";\nconsole.log(importers.map(({ id }) => id).join());`;
    writeFileSync(join(copy, "check.ts"), check);
    expect(run("check.ts")).toContain("acme-bills-csv");
    run(
      "node_modules/@biomejs/biome/bin/biome",
      "check",
      "--vcs-enabled=false",
      "lib/importers/registry.ts",
      "lib/importers/acme-bills-csv",
    );
    const config = {
      extends: "./tsconfig.json",
      compilerOptions: { types: ["node"] },
      include: ["lib/importers/acme-bills-csv/index.ts", "lib/importers/registry.ts"],
    };
    writeFileSync(join(copy, "tsconfig.check.json"), JSON.stringify(config));
    run("node_modules/typescript/bin/tsc", "--noEmit", "--incremental", "false", "-p", "tsconfig.check.json");
  }, 60_000);

  it("refuses a name that is taken or no name", () => {
    expect(() => run("scripts/new-importer.ts", "focus-csv")).toThrow(/exists already/);
    expect(() => run("scripts/new-importer.ts", "Focus")).toThrow(/lower-case words/);
    expect(() => run("scripts/new-importer.ts")).toThrow(/lower-case words/);
  });
});
