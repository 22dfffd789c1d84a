import type { Issue } from "../../core/issue.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

const PROBE_BYTES = 65_536;

/** Do these first bytes begin a gzip stream? The caller unpacks it before reading. */
export const isGzip = (firstBytes: Uint8Array): boolean => firstBytes[0] === 0x1f && firstBytes[1] === 0x8b;

/** The encoding the first bytes speak of, and how many of them are a byte order mark. */
export function detectEncoding(bytes: Uint8Array): { encoding: Encoding; bomBytes: number } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: "utf-8", bomBytes: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", bomBytes: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", bomBytes: 2 };
  // Without a mark, UTF-16 of mostly western text has a zero in every other byte.
  const length = Math.min(bytes.length, PROBE_BYTES) & ~1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) evenZeros += 1;
    if (bytes[index + 1] === 0) oddZeros += 1;
  }
  const pairs = length / 2;
  if (pairs >= 2 && oddZeros > pairs * 0.6 && evenZeros < pairs * 0.1) return { encoding: "utf-16le", bomBytes: 0 };
  if (pairs >= 2 && evenZeros > pairs * 0.6 && oddZeros < pairs * 0.1) return { encoding: "utf-16be", bomBytes: 0 };
  return { encoding: "utf-8", bomBytes: 0 };
}

/** powermetrics puts a NUL between the property lists of a stream: no damage, and no part of their text. */
const SEPARATORS = /(?<=<\/plist>\s{0,4})[^\P{Cc}\s]|[^\P{Cc}\s](?=\s{0,4}<\?xml)/gu;

/** How many bytes at the end of `bytes` begin a UTF-8 sequence that the next chunk finishes. */
function unfinishedUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0)
      return byte >= 0xf0 ? (back < 4 ? back : 0) : byte >= 0xe0 ? (back < 3 ? back : 0) : back < 2 ? back : 0;
  }
  return 0;
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  if (head.length === 0) return tail;
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}

/**
 * Decodes a stream of bytes to text as it comes: memory holds one chunk.
 * UTF-8 that turns out not to be UTF-8 is read as windows-1252 when everything before was plain ASCII; otherwise the
 * damaged characters are replaced. Both are said once, through `issue`.
 */
export class TextStream {
  readonly #issue: (issue: Issue) => void;
  #encoding: Encoding | null = null;
  #decoder: TextDecoder | null = null;
  #held: Uint8Array = new Uint8Array(0);
  #sawMultibyte = false;
  #sawNul = false;

  constructor(issue: (issue: Issue) => void) {
    this.#issue = issue;
  }

  get encoding(): Encoding {
    return this.#encoding ?? "utf-8";
  }

  async *decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
    for await (const chunk of chunks) {
      const bytes = joined(this.#held, chunk);
      this.#held = new Uint8Array(0);
      if (this.#encoding === null && bytes.length < 4096) {
        this.#held = bytes; // too little to tell by; a short file is decoded at its end
        continue;
      }
      const text = this.#withoutNul(this.#text(bytes, false));
      if (text !== "") yield text;
    }
    const rest = this.#withoutNul(this.#text(this.#held, true));
    if (rest !== "") yield rest;
  }

  /** A disk that lost power leaves NUL where text was; no database keeps it. */
  #withoutNul(text: string): string {
    if (!text.includes("\u0000")) return text;
    const kept = text.replaceAll(SEPARATORS, "");
    if (!kept.includes("\u0000")) return kept;
    if (!this.#sawNul) this.#issue(DAMAGED);
    this.#sawNul = true;
    return kept.replaceAll("\u0000", "\uFFFD");
  }

  #text(bytes: Uint8Array, isLast: boolean): string {
    let rest = bytes;
    if (this.#encoding === null) {
      const found = detectEncoding(bytes);
      this.#encoding = found.encoding;
      rest = bytes.subarray(found.bomBytes);
      if (found.encoding !== "utf-8") {
        this.#decoder = new TextDecoder(found.encoding, { ignoreBOM: true });
        this.#issue(
          notice("encoding-utf-16", "The file is UTF-16, as Windows PowerShell writes it; it was read as such."),
        );
      }
    }
    if (this.#decoder) return this.#decoder.decode(rest, { stream: !isLast });
    return this.#utf8(rest, isLast);
  }

  #utf8(bytes: Uint8Array, isLast: boolean): string {
    const keep = isLast ? 0 : unfinishedUtf8(bytes);
    const whole = keep === 0 ? bytes : bytes.subarray(0, bytes.length - keep);
    try {
      const text = STRICT_UTF8.decode(whole);
      if (text.length !== whole.length) this.#sawMultibyte = true;
      this.#held = bytes.slice(bytes.length - keep);
      return text;
    } catch {
      return this.#notUtf8(bytes, isLast); // fatal decoding throws for exactly one reason: bytes that are not UTF-8
    }
  }

  #notUtf8(bytes: Uint8Array, isLast: boolean): string {
    if (this.#sawMultibyte) {
      this.#decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      this.#issue(DAMAGED);
    } else {
      this.#encoding = "windows-1252";
      this.#decoder = new TextDecoder("windows-1252");
      this.#issue(notice("encoding-windows-1252", "The file is not UTF-8; it was read as windows-1252."));
    }
    return this.#decoder.decode(bytes, { stream: !isLast });
  }
}

const DAMAGED: Issue = {
  severity: "warning",
  row: null,
  column: null,
  code: "encoding-damaged",
  message:
    "Some bytes are not valid text; those characters are shown as \uFFFD. Amounts and dates are not affected unless an issue names their row.",
};

const STRICT_UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const notice = (code: string, message: string): Issue => ({
  severity: "notice",
  row: null,
  column: null,
  code,
  message,
});
