import { strToU8, type Zippable, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { AppError } from "../../../core/app-error.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits, archiveEntries } from "./zip.ts";

async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unpack(
  bytes: Uint8Array,
  { size = 1000, limits = ARCHIVE_LIMITS }: { size?: number; limits?: ArchiveLimits } = {},
) {
  const files: Record<string, string> = {};
  for await (const entry of archiveEntries(inPieces(bytes, size), limits)) {
    const parts: Uint8Array[] = [];
    try {
      for await (const piece of entry.bytes) parts.push(piece);
      files[entry.name] = Buffer.concat(parts).toString("utf8");
    } catch (error) {
      files[entry.name] = error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
    }
  }
  return files;
}

const noise = (length: number) => {
  let seed = 7;
  return Uint8Array.from({ length }, () => {
    seed = (seed * 48271) % 2147483647;
    return seed & 255;
  });
};
const FILES: Zippable = {
  "a.csv": strToU8("a,b\n1,2\n".repeat(9000)),
  "folder/b é.csv": strToU8("x\n"),
  "folder/": new Uint8Array(0),
  "__MACOSX/._a.csv": strToU8("no"),
  ".DS_Store": strToU8("no"),
  "empty.csv": new Uint8Array(0),
  "stored.csv": [strToU8("stored"), { level: 0 }],
  "noise.bin": noise(70_000),
};
const ARCHIVE = zipSync(FILES);

/** As streaming writers make it: sizes and checksum after the data. */
function withDescriptors(bytes: Uint8Array, isMarked: boolean): Uint8Array {
  const parts: Uint8Array[] = [];
  const at = new DataView(bytes.buffer, bytes.byteOffset);
  let from = 0;
  while (at.getUint32(from, true) === 0x04034b50) {
    const head = bytes.slice(from, from + 30 + at.getUint16(from + 26, true) + at.getUint16(from + 28, true));
    const packed = at.getUint32(from + 18, true);
    const sizes = bytes.slice(from + 14, from + 26);
    if (at.getUint16(from + 8, true) === 8) {
      head[6] = (head[6] ?? 0) | 8;
      head.fill(0, 14, 26);
    }
    parts.push(head, bytes.slice(from + head.length, from + head.length + packed));
    if (at.getUint16(from + 8, true) === 8) parts.push(...(isMarked ? [Uint8Array.of(0x50, 0x4b, 7, 8)] : []), sizes);
    from += head.length + packed;
  }
  return new Uint8Array(Buffer.concat([...parts, bytes.slice(from)]));
}

describe("an archive", () => {
  const expected = {
    "a.csv": "a,b\n1,2\n".repeat(9000),
    "folder/b é.csv": "x\n",
    "empty.csv": "",
    "stored.csv": "stored",
    "noise.bin": Buffer.from(noise(70_000)).toString("utf8"),
  };
  it.each([1, 100, 1 << 20])(
    "gives its files in order, without folders and hidden ones, in pieces of %i",
    async (size) => {
      expect(await unpack(ARCHIVE, { size })).toEqual(expected);
    },
  );

  it("may give sizes after the data, with or without a mark", async () => {
    expect(await unpack(withDescriptors(ARCHIVE, true))).toEqual(expected);
    expect(await unpack(withDescriptors(ARCHIVE, false), { size: 7 })).toEqual(expected);
  });

  it("goes on with the next file when one is not read to its end", async () => {
    const names: string[] = [];
    for await (const entry of archiveEntries(inPieces(ARCHIVE))) {
      names.push(entry.name);
      for await (const _ of entry.bytes) break;
    }
    expect(names).toEqual(Object.keys(expected));
  });

  it("that is cut says so, wherever it is cut", async () => {
    for (let end = 1; end < ARCHIVE.length - 800; end += 9973) {
      const outcome = unpack(ARCHIVE.slice(0, end));
      await expect(outcome).rejects.toMatchObject({
        code: "unreadable-file",
        message: expect.stringMatching(/cut off/),
      });
    }
  });

  it("with a flipped bit never gives other text as sound", async () => {
    const wholeText = JSON.stringify(expected);
    for (let at = 40; at < 1400; at += 37) {
      const bytes = ARCHIVE.slice();
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      const files = await unpack(bytes).catch((error: unknown) => {
        expect(error).toBeInstanceOf(AppError);
        return {};
      });
      for (const text of Object.values(files))
        if (!/^(unreadable-file|too-large): /.test(text))
          expect(wholeText).toContain(JSON.stringify(text).slice(1, 200));
    }
  });

  it("with an encrypted file gives the others", async () => {
    const bytes = zipSync({ "secret.csv": [strToU8("hidden"), { level: 0 }], "open.csv": strToU8("open") });
    bytes[6] = (bytes[6] ?? 0) | 1;
    expect(await unpack(bytes)).toEqual({
      "secret.csv": expect.stringMatching(/^unreadable-file: This file is encrypted/),
      "open.csv": "open",
    });
  });
});

describe("an archive beyond limits", () => {
  const small = { entries: 3, entryBytes: 1 << 20, totalBytes: 1 << 21, ratio: 100, ratioFrom: 1 << 18 };
  it("is refused by the number of its files", async () => {
    await expect(unpack(ARCHIVE, { limits: small })).rejects.toMatchObject({
      code: "too-large",
      message: expect.stringMatching(/more than 3 files/),
    });
  });
  it("is refused as a bomb by its ratio, its size and the size of all together", async () => {
    const bomb = zipSync({ "bomb.csv": new Uint8Array(1 << 19) });
    await expect(unpack(bomb, { limits: small })).resolves.toEqual({
      "bomb.csv": expect.stringMatching(/^too-large.*100 times/),
    });
    const large = zipSync({ "large.csv": noise((1 << 20) + 9) });
    await expect(unpack(large, { limits: small })).resolves.toEqual({
      "large.csv": expect.stringMatching(/^too-large/),
    });
    const many = zipSync({ a: noise(1e6), b: noise(1e6), c: noise(1e6) });
    expect(Object.values(await unpack(many, { limits: small })).at(-1)).toMatch(/^too-large: This archive/);
  });
});
