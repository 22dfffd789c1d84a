import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import type { setupBody } from "../api/wire/records.ts";
import { hashPassword } from "../auth/password.ts";
import { AppError } from "../core/app-error.ts";
import { audit } from "../db/audit.ts";
import { hasAdmin, insertPerson } from "../db/people.ts";
import { lockOrganisation, saveOrganisation } from "../db/settings.ts";
import { inTransaction } from "../db/transaction.ts";
import { checkCurrency, checkZone } from "./settings.ts";

const TOKEN_BYTES = 32;
const TOKEN_LIFE_MS = 24 * 60 * 60_000;

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** A new one-time setup token, replacing any before it; only its hash is kept, for 24 hours. Null once there is an admin. */
export async function issueSetupToken(now: Date): Promise<string | null> {
  return inTransaction(async ({ prisma }) => {
    if (await hasAdmin(prisma)) return null;
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const setupTokenExpiresAt = new Date(now.getTime() + TOKEN_LIFE_MS);
    await saveOrganisation(prisma, { setupTokenHash: hashOf(token), setupTokenExpiresAt });
    return token;
  });
}

/** Has setup been done, that is: is there an admin to sign in as. */
export const isSetUp = (): Promise<boolean> => hasAdmin();

/**
 * First run: the organisation and its admin, in the transaction that burns the token.
 * @throws AppError conflict when setup was done before, forbidden for a wrong or old token, invalid-input
 */
export async function createAdmin(body: z.infer<typeof setupBody>, now: Date): Promise<{ email: string }> {
  const currency = checkCurrency(body.currency);
  const zone = checkZone(body.zone);
  const passwordHash = await hashPassword(body.password);
  return inTransaction(async ({ client, prisma }) => {
    const organisation = await lockOrganisation(prisma);
    if (await hasAdmin(prisma)) throw new AppError("conflict", "Tokenwatt is set up already. Sign in instead.");
    const hash = organisation?.setupTokenHash;
    const expires = organisation?.setupTokenExpiresAt;
    if (!hash || !expires || expires <= now || !timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(body.token)))) {
      throw new AppError(
        "forbidden",
        "This setup link is used or too old. Start Tokenwatt again: it prints a new one.",
      );
    }
    await saveOrganisation(prisma, {
      name: body.organisation,
      currency,
      zone,
      setupTokenHash: null,
      setupTokenExpiresAt: null,
    });
    const admin = { name: body.name, email: body.email, role: "admin" as const, passwordHash, teamIds: [] };
    const person = await insertPerson(prisma, admin);
    await audit(client, { who: body.name, what: `set Tokenwatt up for ${body.organisation}` });
    return { email: person.email };
  });
}
