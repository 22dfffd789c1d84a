import { crc32, createInflateRaw } from "node:zlib";
import { AppError } from "../../../core/app-error.ts";
import { ByteReader } from "./byte-reader.ts";

/** One file of an archive. Its bytes can be read once, before the next entry is asked for; what is not read is skipped. */
export type ArchiveEntry = { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> };

export type ArchiveLimits = {
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
  /** Unpacked bytes to packed ones, looked at beyond `ratioFrom` unpacked bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
};
export const ARCHIVE_LIMITS: ArchiveLimits = {
  entries: 2_000,
  entryBytes: 2 * 1024 ** 3,
  totalBytes: 8 * 1024 ** 3,
  ratio: 400,
  ratioFrom: 64 * 1024 ** 2,
};

const LOCAL_HEADER = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
/** Records that come after the last file: archive's own lists, extra data, signatures. */
const AFTER_FILES = new Set([0x02014b50, 0x06054b50, 0x06064b50, 0x08064b50, 0x05054b50]);
const LONGEST_NAME = 4_096;
const UNKNOWN_SIZE = 0xffffffff;
const INFLATED_AT_ONCE = 16_384;

type Header = {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly hasDescriptor: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly isZip64: boolean;
};

/**
 * The files of a ZIP archive in their order, each streamed as it is unpacked: read by the header before each file, so
 * that the archive itself is never held. Folders, `__MACOSX` and names that begin with a dot are passed over.
 * @throws AppError unreadable-file (damaged, encrypted, a method unknown), too-large (beyond a limit)
 */
export async function* archiveEntries(
  bytes: AsyncIterable<Uint8Array>,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): AsyncGenerator<ArchiveEntry> {
  const reader = new ByteReader(bytes);
  const count = { unpacked: 0, entries: 0 };
  for (;;) {
    const header = await nextHeader(reader);
    if (!header) return;
    count.entries += 1;
    if (count.entries > limits.entries)
      throw new AppError("too-large", `This archive holds more than ${limits.entries} files. Upload it in parts.`);
    const content = new EntryContent(reader, { header, limits, count });
    if (isWanted(header.name)) yield { name: header.name, bytes: content };
    await content.skip();
  }
}

function isWanted(name: string): boolean {
  const parts = name.split("/");
  const last = parts.at(-1) ?? "";
  return last !== "" && !parts.some((part) => part.startsWith(".") || part === "__MACOSX");
}

async function nextHeader(reader: ByteReader): Promise<Header | null> {
  const fixed = await reader.take(4);
  if (fixed.length < 4) throw damaged();
  const signature = view(fixed).getUint32(0, true);
  if (AFTER_FILES.has(signature)) return null;
  if (signature !== LOCAL_HEADER) throw damaged();
  const rest = await reader.take(26);
  if (rest.length < 26) throw damaged();
  const at = view(rest);
  const nameLength = at.getUint16(22, true);
  const extraLength = at.getUint16(24, true);
  const name = await reader.take(nameLength);
  const extra = await reader.take(extraLength);
  if (name.length < nameLength || extra.length < extraLength || nameLength > LONGEST_NAME) throw damaged();
  const flags = at.getUint16(2, true);
  const packed = at.getUint32(14, true);
  return {
    name: nameOf(name, (flags & 0x800) !== 0),
    isEncrypted: (flags & 1) !== 0,
    hasDescriptor: (flags & 8) !== 0,
    method: at.getUint16(4, true),
    crc: at.getUint32(10, true),
    packed: packed === UNKNOWN_SIZE ? (packedOf(extra) ?? packed) : packed,
    isZip64: packedOf(extra) !== null,
  };
}

/** The packed size in the ZIP64 part of a header's extra fields (after the unpacked one); null without it. */
function packedOf(extra: Uint8Array): number | null {
  const at = view(extra);
  for (let from = 0; from + 4 <= extra.length; ) {
    const length = at.getUint16(from + 2, true);
    if (at.getUint16(from, true) === 1 && length >= 16 && from + 20 <= extra.length)
      return Number(at.getBigUint64(from + 12, true));
    from += 4 + length;
  }
  return null;
}

function nameOf(bytes: Uint8Array, isUtf8: boolean): string {
  const text = new TextDecoder("utf-8").decode(bytes);
  const name = isUtf8 || !text.includes("\uFFFD") ? text : new TextDecoder("windows-1252").decode(bytes);
  return name.replaceAll("\\", "/").replaceAll(/\p{Cc}/gu, "_");
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const damaged = (): AppError =>
  new AppError("unreadable-file", "This ZIP archive is cut off or damaged. Download it again and upload the new copy.");

type Count = { unpacked: number; readonly entries: number };

/** The bytes of one entry: unpacked, counted and checked against its checksum while they are read. */
class EntryContent implements AsyncIterable<Uint8Array> {
  readonly #reader: ByteReader;
  readonly #header: Header;
  readonly #limits: ArchiveLimits;
  readonly #count: Count;
  readonly #pieces: AsyncGenerator<Uint8Array>;
  #unpacked = 0;
  #packed = 0;
  #crc = 0;
  #fault: unknown = null;

  constructor(reader: ByteReader, of: { header: Header; limits: ArchiveLimits; count: Count }) {
    this.#reader = reader;
    this.#header = of.header;
    this.#limits = of.limits;
    this.#count = of.count;
    this.#pieces = this.#read();
  }

  /** Not the generator itself: a reader that stops early must leave the rest for `skip`. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: async () => {
        try {
          return await this.#pieces.next();
        } catch (error) {
          this.#fault = error;
          throw error;
        }
      },
    };
  }

  /**
   * Goes to where the next entry begins. After a fault that is known only where the header says how long the data is.
   * @throws AppError the entry's own fault when the rest of the archive cannot be found
   */
  async skip(): Promise<void> {
    try {
      while (!(await this.#pieces.next()).done);
      if (this.#fault === null) return;
    } catch (error) {
      this.#fault = error;
    }
    if (this.#header.hasDescriptor) throw this.#fault;
    for await (const _ of this.#stored(this.#header.packed));
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    const { isEncrypted, method, hasDescriptor, packed } = this.#header;
    if (isEncrypted)
      throw new AppError("unreadable-file", "This file is encrypted in its archive. Unpack it and upload it as it is.");
    if (method !== 0 && method !== 8)
      throw new AppError(
        "unreadable-file",
        "This file is packed in a way that is not known here. Unpack it and upload it.",
      );
    if (method === 0 && hasDescriptor)
      throw new AppError(
        "unreadable-file",
        "This archive does not say where its file ends. Unpack it and upload the file.",
      );
    const pieces = method === 0 ? this.#stored(packed) : this.#inflated();
    for await (const piece of pieces) {
      this.#measure(piece);
      yield piece;
    }
    await this.#settle();
  }

  async *#stored(length: number): AsyncGenerator<Uint8Array> {
    while (this.#packed < length) {
      const piece = await this.#reader.take(Math.min(65_536, length - this.#packed));
      if (piece.length === 0) throw damaged();
      this.#packed += piece.length;
      yield piece;
    }
  }

  /** Packed data ends by itself; what was fed beyond its end goes back. Small pieces bound what one can unpack to. */
  async *#inflated(): AsyncGenerator<Uint8Array> {
    const inflater = new Inflater();
    try {
      while (!inflater.isEnded) {
        const piece = await this.#reader.take(INFLATED_AT_ONCE);
        if (piece.length === 0) throw damaged();
        const left = await inflater.feed(piece);
        this.#packed += piece.length - left;
        if (left > 0) this.#reader.putBack(piece.subarray(piece.length - left));
        yield* inflater.output();
      }
    } finally {
      inflater.close();
    }
  }

  #measure(piece: Uint8Array): void {
    this.#crc = crc32(piece, this.#crc);
    this.#unpacked += piece.length;
    this.#count.unpacked += piece.length;
    const { entryBytes, totalBytes, ratio, ratioFrom } = this.#limits;
    if (this.#unpacked > entryBytes)
      throw new AppError("too-large", "This file unpacks to more than 2 GB. Export shorter periods.");
    if (this.#count.unpacked > totalBytes)
      throw new AppError("too-large", "This archive unpacks to more than 8 GB. Upload its files in parts.");
    if (this.#unpacked > ratioFrom && this.#packed > 0 && this.#unpacked > this.#packed * ratio)
      throw new AppError("too-large", `This file unpacks to more than ${ratio} times its size, as no export does.`);
  }

  async #settle(): Promise<void> {
    const crc = this.#header.hasDescriptor ? await this.#descriptorCrc() : this.#header.crc;
    if (crc !== this.#crc)
      throw new AppError("unreadable-file", "This file is damaged inside its archive. Download the archive again.");
  }

  /** After data of unknown length: an optional signature, the checksum, both sizes. */
  async #descriptorCrc(): Promise<number> {
    const start = await this.#reader.take(4);
    if (start.length < 4) throw damaged();
    const isMarked = view(start).getUint32(0, true) === DESCRIPTOR;
    const crc = isMarked ? await this.#reader.take(4) : start;
    if (crc.length < 4) throw damaged();
    const sizes = this.#header.isZip64 ? 16 : 8;
    if ((await this.#reader.take(sizes)).length < sizes) throw damaged();
    return view(crc).getUint32(0, true);
  }
}

/** Node's own inflater as calls: a piece in, what it unpacks to out. */
class Inflater {
  readonly #inflate = createInflateRaw();
  readonly #ended = new Promise<void>(
    (resolve) => void this.#inflate.once("end", resolve).once("error", () => resolve()),
  );
  #output: Uint8Array[] = [];
  #isBroken = false;
  #fed = 0;
  isEnded = false;

  constructor() {
    this.#inflate.on("data", (piece: Uint8Array) => this.#output.push(piece));
    this.#inflate.on("error", () => {
      this.#isBroken = true;
    });
  }

  /** @returns how many bytes at the end of `piece` lie beyond the packed data. */
  async feed(piece: Uint8Array): Promise<number> {
    this.#fed += piece.length;
    const written = new Promise<void>((resolve) => void this.#inflate.write(piece, () => resolve()));
    await Promise.race([written, this.#ended]);
    if (this.#isBroken) throw damaged();
    const left = this.#fed - this.#inflate.bytesWritten;
    if (left > 0) {
      this.isEnded = true;
      await this.#ended;
    }
    return left;
  }

  output(): Uint8Array[] {
    return this.#output.splice(0);
  }

  close(): void {
    this.#inflate.destroy();
  }
}
