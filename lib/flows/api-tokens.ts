import { createHash, randomBytes } from "node:crypto";
import type { ApiTokenWire, MadeToken, NewTokenBody } from "../api/wire/tokens.ts";
import { AppError } from "../core/app-error.ts";
import { addDays, day, startOfDayMs } from "../core/calendar.ts";
import {
  type ApiTokenRow,
  findApiToken,
  insertApiToken,
  readApiTokens,
  revokeApiToken,
  touchApiToken,
} from "../db/api-tokens.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { countPush } from "../db/push-attempts.ts";
import { inTransaction } from "../db/transaction.ts";

const MARK = "twk_";
const SECRET_BYTES = 32;
/** 62^43 > 2^256: every secret has this many characters. */
const SECRET_LENGTH = 43;
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SHOWN = MARK.length + 4;
const TOKEN = new RegExp(`^${MARK}[0-9A-Za-z]{${SECRET_LENGTH}}$`);

/** A machine that pushes files: who its token says it is. */
export type Machine = { readonly tokenId: number; readonly name: string };

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

function newSecret(): string {
  let rest = BigInt(`0x${randomBytes(SECRET_BYTES).toString("hex")}`);
  let text = "";
  for (; text.length < SECRET_LENGTH; rest /= 62n) text = (DIGITS[Number(rest % 62n)] ?? "") + text;
  return `${MARK}${text}`;
}

/** @throws AppError invalid-input when its last day is over already */
export async function createToken(
  { name, expires = null }: NewTokenBody,
  by: string,
  nowMs: number = Date.now(),
): Promise<MadeToken> {
  const expiresMs = expires === null ? null : startOfDayMs(addDays(day(expires), 1));
  if (expiresMs !== null && expiresMs <= nowMs)
    throw new AppError("invalid-input", `${expires} is over. Give the last day the token is to hold.`);
  const token = newSecret();
  const row = await inTransaction(async ({ client }) => {
    const made = await insertApiToken(client, {
      ...{ name, by, hash: hashOf(token), prefix: token.slice(0, SHOWN) },
      expiresAt: expiresMs === null ? null : new Date(expiresMs),
    });
    await audit(client, { who: by, what: `made the token ${name}`, details: { id: made.id, prefix: made.prefix } });
    return made;
  });
  return { ...toWire(row, nowMs), token };
}

export async function listTokens(nowMs: number = Date.now()): Promise<ApiTokenWire[]> {
  return (await readApiTokens(pool)).map((row) => toWire(row, nowMs));
}

/** It opens nothing from now on. @throws AppError not-found */
export async function revokeToken(id: number, by: string, nowMs: number = Date.now()): Promise<{ name: string }> {
  return inTransaction(async ({ client }) => {
    const name = await revokeApiToken(client, id, new Date(nowMs));
    if (name === null) throw new AppError("not-found", `There is no token ${id}.`);
    await audit(client, { who: by, what: `revoked the token ${name}`, details: { id } });
    return { name };
  });
}

/**
 * Whose token this is. One answer for a wrong, an expired and a revoked one: none of them opens anything.
 * @throws AppError signed-out, too-many-requests
 */
export async function machineOf(token: string, nowMs: number = Date.now()): Promise<Machine> {
  const row = TOKEN.test(token) ? await findApiToken(pool, hashOf(token)) : null;
  if (!row || stateOf(row, nowMs) !== "active")
    throw new AppError(
      "signed-out",
      "This token is not known, has expired or was revoked. An admin makes a new one in Settings.",
    );
  const waitSeconds = await countPush(row.id);
  if (waitSeconds > 0)
    throw new AppError("too-many-requests", `This token sends too often. Try again in ${waitSeconds} s.`, {
      waitSeconds,
    });
  await touchApiToken(pool, row.id, new Date(nowMs));
  return { tokenId: row.id, name: row.name };
}

function stateOf({ revokedAt, expiresAt }: ApiTokenRow, nowMs: number): ApiTokenWire["state"] {
  if (revokedAt) return "revoked";
  return expiresAt && expiresAt.getTime() <= nowMs ? "expired" : "active";
}

function toWire(row: ApiTokenRow, nowMs: number): ApiTokenWire {
  const { id, name, prefix, createdBy } = row;
  const text = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    ...{ id, name, prefix, createdBy },
    createdAt: row.createdAt.toISOString(),
    expiresAt: text(row.expiresAt),
    lastUsedAt: text(row.lastUsedAt),
    revokedAt: text(row.revokedAt),
    state: stateOf(row, nowMs),
  };
}
