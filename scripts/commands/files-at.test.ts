import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { filesAt } from "./files-at.ts";

const folder = mkdtempSync(join(tmpdir(), "tokenwatt-files-"));
const name = basename(folder);
mkdirSync(join(folder, "b"));
writeFileSync(join(folder, "c.csv"), "c");
writeFileSync(join(folder, ".hidden"), "h");
writeFileSync(join(folder, "b", "a.csv"), "a");
writeFileSync(join(folder, "all.zip"), zipSync({ "x.csv": strToU8("x"), "y.csv": strToU8("y") }));
afterAll(() => rmSync(folder, { recursive: true }));

async function found(...paths: readonly string[]) {
  const { files, isSingle } = filesAt(paths);
  const names: string[] = [];
  for await (const file of files)
    names.push(
      "error" in file
        ? `${file.fileName}: ${file.error.code}`
        : `${file.fileName} ${(await file.bytes.digest())?.slice(0, 4)}`,
    );
  return { names, isSingle: isSingle() };
}

describe("what was typed", () => {
  it("may be one file, which is answered by itself", async () => {
    expect(await found(join(folder, "c.csv"))).toEqual({ names: ["c.csv 2e7d"], isSingle: true });
  });
  it("may be a folder, walked in order without hidden files, and archives in it", async () => {
    const names = [
      `${name}/all.zip/x.csv 2d71`,
      `${name}/all.zip/y.csv a1fc`,
      `${name}/b/a.csv ca97`,
      `${name}/c.csv 2e7d`,
    ];
    expect(await found(folder)).toEqual({ names, isSingle: false });
  });
  it("may be several, one of which is not there", async () => {
    expect(await found(join(folder, "none.csv"), join(folder, "all.zip"))).toEqual({
      names: ["none.csv: not-found", "all.zip/x.csv 2d71", "all.zip/y.csv a1fc"],
      isSingle: false,
    });
  });
});
