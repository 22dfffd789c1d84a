import { createHash } from "node:crypto";

const EMAIL = /[^\s<>()"',;:]+@[^\s<>()"',;:]+\.[^\s<>()"',;:]+/g;

const HASHED = /^person-[0-9a-f]{16}$/;

/** An opaque, stable id for a person: `person-` and 16 hex digits of SHA-256 over the trimmed, lower-cased text. Idempotent. */
export function hashPerson(text: string): string {
  if (HASHED.test(text)) return text;
  return `person-${createHash("sha256").update(text.trim().toLowerCase()).digest("hex").slice(0, 16)}`;
}

/** Text as a database keeps it: no NUL and no half of a surrogate pair, which only damaged files hold. */
export const storable = (text: string): string => text.replaceAll("\u0000", "\uFFFD").toWellFormed();

/** The text with every e-mail address in it replaced by its hash, so that no line carries one. */
export function withoutEmails(text: string): string {
  return text.includes("@") ? text.replace(EMAIL, hashPerson) : text;
}

/** As `withoutEmails`, for a cell: null when it is blank. */
export function textOrNull(cell: string | null | undefined): string | null {
  const trimmed = cell?.trim() ?? "";
  return trimmed === "" ? null : withoutEmails(trimmed);
}
