import { createHash } from "node:crypto";

const HASHED = /^person-[0-9a-f]{16}$/;

/** An opaque, stable id for a person: `person-` and 16 hex digits of SHA-256 over the trimmed, lower-cased text. Idempotent. */
export function hashPerson(text: string): string {
  if (HASHED.test(text)) return text;
  return `person-${createHash("sha256").update(text.trim().toLowerCase()).digest("hex").slice(0, 16)}`;
}

/** Text as a database keeps it: no NUL and no half of a surrogate pair, which only damaged files hold. */
export const storable = (text: string): string => text.replaceAll("\u0000", "\uFFFD").toWellFormed();

/** Where an address ends on either side. */
const isOutside = (code: number): boolean =>
  code <= 32 ||
  code === 34 || // "
  (code >= 39 && code <= 41) || // ' ( )
  code === 44 || // ,
  (code >= 58 && code <= 60) || // : ; <
  code === 62 || // >
  (code >= 127 && /\s/.test(String.fromCharCode(code)));

const MOST_HASHES = 10_000;
const hashes = new Map<string, string>();

function hashOf(address: string): string {
  const known = hashes.get(address);
  if (known !== undefined) return known;
  if (hashes.size >= MOST_HASHES) hashes.clear();
  const hash = hashPerson(address);
  hashes.set(address, hash);
  return hash;
}

/**
 * The text with every e-mail address in it replaced by its hash, so that nothing kept carries one. From each `@` it
 * looks to both sides, so that a text of any length takes one pass.
 */
export function withoutEmails(text: string): string {
  let at = text.indexOf("@");
  if (at < 0) return text;
  let clean = "";
  let done = 0;
  while (at >= 0) {
    let start = at;
    while (start > done && !isOutside(text.charCodeAt(start - 1))) start -= 1;
    let end = at + 1;
    while (end < text.length && !isOutside(text.charCodeAt(end))) end += 1;
    const run = text.slice(start, end);
    if (isAddress(run)) {
      clean += text.slice(done, start) + hashOf(run);
      done = end;
    }
    at = text.indexOf("@", end);
  }
  return clean + text.slice(done);
}

/** Something before an `@`, and after it a point with something on both sides. */
function isAddress(run: string): boolean {
  const at = run.indexOf("@", 1);
  return at > 0 && run.lastIndexOf(".", run.length - 2) >= at + 2;
}

/** As `withoutEmails`, for a cell: null when it is blank. */
export function textOrNull(cell: string | null | undefined): string | null {
  const trimmed = cell?.trim() ?? "";
  return trimmed === "" ? null : withoutEmails(trimmed);
}
