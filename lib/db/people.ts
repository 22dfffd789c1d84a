import type { PrismaClient, Role, User } from "../generated/prisma/client.ts";
import { pool, prisma } from "./client.ts";

const SEEN_GRAIN_MS = 5 * 60_000;

export type ActivePerson = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly lastSeenAt: Date | null;
  readonly teams: readonly string[];
};

/** A person by id with the slugs of their teams, or null once disabled or deleted. Asked on every request: one query. */
export async function activePerson(id: string): Promise<ActivePerson | null> {
  const { rows } = await pool.query<ActivePerson>(
    `SELECT u.id, u.name, u.email, u.role::text AS role, u.last_seen_at AS "lastSeenAt",
       ARRAY(SELECT t.slug FROM user_team m JOIN team t ON t.id = m.team_id WHERE m.user_id = u.id ORDER BY t.slug) AS teams
     FROM app_user u WHERE u.id::text = $1 AND u.disabled_at IS NULL`,
    [id],
  );
  const person = rows[0] ?? null;
  if (person && (!person.lastSeenAt || Date.now() - person.lastSeenAt.getTime() > SEEN_GRAIN_MS)) {
    await pool.query("UPDATE app_user SET last_seen_at = now() WHERE id::text = $1", [id]);
  }
  return person;
}

export const personByEmail = (email: string): Promise<User | null> =>
  prisma.user.findUnique({ where: { email: email.toLowerCase() } });

export type PersonRow = Omit<User, "passwordHash"> & { readonly teams: readonly string[] };

/** Everyone, by name, with the slugs of their teams. */
export async function allPeople(): Promise<PersonRow[]> {
  const people = await prisma.user.findMany({
    omit: { passwordHash: true },
    include: { teams: { include: { team: { select: { slug: true } } } } },
    orderBy: [{ name: "asc" }, { email: "asc" }],
  });
  return people.map((person) => ({ ...person, teams: person.teams.map(({ team }) => team.slug).sort() }));
}

export const hasAdmin = async (client: PrismaClient = prisma): Promise<boolean> =>
  (await client.user.count({ where: { role: "admin" } })) > 0;

/** Holds the active admins until the transaction ends, so that two people cannot remove each other's last one. */
export async function lockActiveAdmins(client: PrismaClient): Promise<string[]> {
  const rows = await client.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM app_user WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE`;
  return rows.map((row) => row.id);
}

export type NewPerson = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly teamIds: readonly number[];
};

export const insertPerson = (client: PrismaClient, { teamIds, email, ...person }: NewPerson): Promise<User> =>
  client.user.create({
    data: { ...person, email: email.toLowerCase(), teams: { create: teamIds.map((teamId) => ({ teamId })) } },
  });

export const findPerson = (client: PrismaClient, id: string): Promise<User | null> =>
  client.user.findFirst({ where: { id } });

export async function updatePerson(
  client: PrismaClient,
  id: string,
  { teamIds, ...changes }: { role?: Role; disabledAt?: Date | null; teamIds?: readonly number[] },
): Promise<void> {
  const teams = teamIds && { deleteMany: {}, create: teamIds.map((teamId) => ({ teamId })) };
  await client.user.update({ where: { id }, data: { ...changes, ...(teams && { teams }) } });
}

/** Ids by slug of those teams that exist. */
export async function teamIdsBySlug(client: PrismaClient, slugs: readonly string[]): Promise<Map<string, number>> {
  const teams = await client.team.findMany({ where: { slug: { in: [...slugs] } }, select: { id: true, slug: true } });
  return new Map(teams.map((team) => [team.slug, team.id]));
}
