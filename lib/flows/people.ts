import type { z } from "zod";
import type { changePersonBody, newPersonBody } from "../api/wire/records.ts";
import { hashPassword } from "../auth/password.ts";
import type { Principal } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { audit } from "../db/audit.ts";
import { findPerson, insertPerson, lockActiveAdmins, teamIdsBySlug, updatePerson } from "../db/people.ts";
import { inTransaction, type Transaction } from "../db/transaction.ts";

type NewPersonBody = z.infer<typeof newPersonBody>;
type ChangePersonBody = z.infer<typeof changePersonBody>;

/**
 * Adds a person who signs in with the given password.
 * @param by who did it, by name, for the audit log
 * @throws AppError conflict when the e-mail is taken, invalid-input for an unknown team
 */
export async function createPerson(body: NewPersonBody, by: string): Promise<{ id: string }> {
  const passwordHash = await hashPassword(body.password);
  return inTransaction(async ({ client, prisma }) => {
    const teamIds = await teamIdsOf(prisma, body.teams);
    const email = body.email.toLowerCase();
    const taken = await prisma.user.count({ where: { email } });
    if (taken) throw emailTaken(email);
    const person = await insertPerson(prisma, { name: body.name, email, role: body.role, passwordHash, teamIds }).catch(
      (error: unknown) => {
        throw isDuplicate(error) ? emailTaken(email) : error;
      },
    );
    const details = { email, role: body.role, teams: body.teams };
    await audit(client, { who: by, what: `added ${body.name} as ${body.role}`, details });
    return { id: person.id };
  });
}

/**
 * Changes role and teams, disables and enables. A disabled person's sessions end with their next request.
 * @throws AppError not-found; conflict when it would shut yourself or the last admin out; invalid-input for an unknown team
 */
export async function changePerson(
  { id, body }: { id: string; body: ChangePersonBody },
  principal: Principal,
  now: Date,
): Promise<void> {
  await inTransaction(async ({ client, prisma }) => {
    const admins = await lockActiveAdmins(prisma);
    const person = await findPerson(prisma, id);
    if (!person) throw new AppError("not-found", "There is no such person.");
    const losesAdmin = body.isDisabled === true || (body.role !== undefined && body.role !== "admin");
    if (losesAdmin && id === principal.userId) {
      throw new AppError("conflict", "You cannot disable yourself or give up your own admin role. Ask another admin.");
    }
    if (losesAdmin && admins.length === 1 && admins[0] === id) {
      throw new AppError("conflict", `${person.name} is the last admin. Make somebody else admin first.`);
    }
    await updatePerson(prisma, id, {
      ...(body.role && { role: body.role }),
      ...(body.isDisabled !== undefined && { disabledAt: body.isDisabled ? (person.disabledAt ?? now) : null }),
      ...(body.teams && { teamIds: await teamIdsOf(prisma, body.teams) }),
    });
    for (const what of changesInWords(person.name, body)) await audit(client, { who: principal.name, what });
  });
}

function changesInWords(name: string, body: ChangePersonBody): string[] {
  const changes: string[] = [];
  if (body.isDisabled !== undefined) changes.push(`${body.isDisabled ? "disabled" : "enabled"} ${name}`);
  if (body.role) changes.push(`gave ${name} the role ${body.role}`);
  if (body.teams) changes.push(`gave ${name} the teams: ${body.teams.join(", ") || "none"}`);
  return changes;
}

async function teamIdsOf(prisma: Transaction["prisma"], slugs: readonly string[]): Promise<number[]> {
  const ids = await teamIdsBySlug(prisma, slugs);
  const unknown = slugs.find((slug) => !ids.has(slug));
  if (unknown !== undefined) throw new AppError("invalid-input", `There is no team "${unknown}".`, { field: "teams" });
  return [...ids.values()];
}

const emailTaken = (email: string): AppError =>
  new AppError("conflict", `${email} is somebody's e-mail already.`, { field: "email" });

// Prisma's code for a unique key that exists already: two admins added the same person at once.
const isDuplicate = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "P2002";
