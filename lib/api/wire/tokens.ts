import { z } from "zod";
import { issueWire } from "./records.ts";
import { decimalText } from "./statement.ts";

export const newTokenBody = z.object({
  name: z.string().trim().min(1).max(80),
  /** Its last day, UTC. Null: it holds until it is revoked. */
  expires: z.string().nullable().default(null),
});
export type NewTokenBody = z.input<typeof newTokenBody>;

export const apiTokenWire = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Its first characters, to tell tokens apart. */
  prefix: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** The instant from which it opens nothing. */
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  state: z.enum(["active", "expired", "revoked"]),
});
export type ApiTokenWire = z.infer<typeof apiTokenWire>;
/** The answer to making one: the only time its text is told. */
export type MadeToken = ApiTokenWire & { readonly token: string };

export const pushedFile = z.object({
  fileName: z.string(),
  importId: z.number().int(),
  /** As on the Imports page; `unchanged` where the same bytes were there already. */
  state: z.string(),
  message: z.string(),
  /** The import that holds the same bytes already; nothing was done. */
  sameAs: z.number().int().nullable(),
  /** Energy the file states or its readings come to. */
  kWh: decimalText.optional(),
  issues: z.array(issueWire),
});
export type PushedFile = z.infer<typeof pushedFile>;

/** The answer to a pushed file; `files` lists every one of an archive. */
export const pushAnswer = pushedFile.extend({
  files: z.array(pushedFile).optional(),
  refused: z.array(z.object({ fileName: z.string(), message: z.string() })).optional(),
});
export type PushAnswer = z.infer<typeof pushAnswer>;
