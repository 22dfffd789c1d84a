import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { AppError } from "../../lib/core/app-error.ts";
import { filesOf } from "../../lib/importers/source/containers/files-of.ts";
import { typedPath } from "./output.ts";

const MOST_FILES = 10_000;

/** A file to read: as it lies on the disk, or taken out of an archive. `error`: it could not be opened. */
export type GivenFile =
  | { readonly fileName: string; readonly bytes: HashedBytes }
  | { readonly fileName: string; readonly error: AppError };

/** What was typed: the files, and whether they are one plain file, which is then answered by one object. */
export type GivenFiles = { readonly isSingle: () => boolean; readonly files: AsyncGenerator<GivenFile> };

/**
 * The files behind paths: folders walked in the order of their names, hidden files left out, ZIP archives unpacked. A path
 * that cannot be opened is a file with an error, so that the others are still read.
 */
export function filesAt(paths: readonly string[]): GivenFiles {
  let isSingle = paths.length === 1;
  async function* files(): AsyncGenerator<GivenFile> {
    for (const path of paths) {
      for (const { full, fileName, isInFolder, error } of await plainFiles(path)) {
        if (isInFolder) isSingle = false;
        if (error) yield { fileName, error };
        else
          for await (const file of unpackedFiles(full, fileName)) {
            if (file.fileName !== fileName) isSingle = false;
            yield file;
          }
      }
    }
  }
  return { isSingle: () => isSingle, files: files() };
}

async function* unpackedFiles(full: string, fileName: string): AsyncGenerator<GivenFile> {
  try {
    for await (const inner of filesOf({ fileName, bytes: createReadStream(full, { highWaterMark: 1 << 20 }) }))
      yield { fileName: inner.fileName, bytes: new HashedBytes(inner.bytes) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    yield { fileName, error };
  }
}

type Plain = { full: string; fileName: string; isInFolder: boolean; error?: AppError };

async function plainFiles(path: string): Promise<Plain[]> {
  const full = typedPath(path);
  const found = await stat(full).catch(() => null);
  const fileName = basename(full);
  if (!found)
    return [{ full, fileName, isInFolder: false, error: new AppError("not-found", `There is no file ${path}.`) }];
  if (!found.isDirectory()) return [{ full, fileName, isInFolder: false }];
  const files: Plain[] = [];
  await walk({ full, fileName }, files);
  if (files.length > 0) return files;
  return [
    {
      full,
      fileName,
      isInFolder: true,
      error: new AppError("invalid-input", `${path} is a folder with no files in it.`),
    },
  ];
}

async function walk(folder: { full: string; fileName: string }, files: Plain[]): Promise<void> {
  const entries = await readdir(folder.full, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".") || entry.name === "__MACOSX") continue;
    const inner = { full: join(folder.full, entry.name), fileName: `${folder.fileName}/${entry.name}` };
    if (entry.isDirectory()) await walk(inner, files);
    else if (entry.isFile()) files.push({ ...inner, isInFolder: true });
    if (files.length > MOST_FILES)
      throw new AppError("too-large", `${folder.fileName} holds more than ${MOST_FILES} files. Name smaller folders.`);
  }
}

/** Bytes that are hashed while they are read. A reader that stops early leaves the rest for `digest`. */
export class HashedBytes implements AsyncIterable<Uint8Array> {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #hash = createHash("sha256");

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#source = bytes[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return { next: () => this.#next() };
  }

  /** SHA-256 of all bytes, as hex; null when they cannot be read to their end. */
  async digest(): Promise<string | null> {
    try {
      while (!(await this.#next()).done);
      return this.#hash.digest("hex");
    } catch {
      return null; // what is wrong with the file was said by whoever read it
    }
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    const next = await this.#source.next();
    if (!next.done) this.#hash.update(next.value);
    return next;
  }
}
