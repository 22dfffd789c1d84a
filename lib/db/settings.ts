import type { AuditEvent, Organisation, Prisma, PrismaClient, Team } from "../generated/prisma/client.ts";
import { prisma } from "./client.ts";

const ONLY_ROW = 1;
const AUDIT_SHOWN = 200;

export const findOrganisation = (client: PrismaClient = prisma): Promise<Organisation | null> =>
  client.organisation.findUnique({ where: { id: ONLY_ROW } });

/** As `findOrganisation`, held until the transaction ends. */
export async function lockOrganisation(client: PrismaClient): Promise<Organisation | null> {
  await client.$queryRaw`SELECT id FROM organisation WHERE id = ${ONLY_ROW} FOR UPDATE`;
  return findOrganisation(client);
}

/** Writes what is given; the first call makes the row, before setup with a name of nothing. */
export async function saveOrganisation(client: PrismaClient, changes: Prisma.OrganisationUpdateInput): Promise<void> {
  const first = { id: ONLY_ROW, name: "", currency: "USD", zone: "UTC" };
  await client.organisation.createMany({ data: [first], skipDuplicates: true });
  await client.organisation.update({ where: { id: ONLY_ROW }, data: changes });
}

export const countClosedMonths = (client: PrismaClient): Promise<number> =>
  client.monthState.count({ where: { closedAt: { not: null } } });

export const recentAudit = (): Promise<AuditEvent[]> =>
  prisma.auditEvent.findMany({ orderBy: { id: "desc" }, take: AUDIT_SHOWN });

export const allTeams = (): Promise<Pick<Team, "slug" | "name" | "owner" | "costCentre">[]> =>
  prisma.team.findMany({ select: { slug: true, name: true, owner: true, costCentre: true }, orderBy: { name: "asc" } });
