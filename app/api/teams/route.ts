import { route } from "../../../lib/api/route.ts";
import { newTeamBody } from "../../../lib/api/wire/records.ts";
import { mayReadTeam } from "../../../lib/auth/principal.ts";
import { createTeam, listTeams } from "../../../lib/flows/teams.ts";

export const GET = route({
  access: "reader",
  handle: async ({ principal }) => (await listTeams()).filter((team) => mayReadTeam(principal, team.slug)),
});

export const POST = route({
  access: "admin",
  body: newTeamBody,
  status: 201,
  handle: ({ body, principal }) => createTeam(body, principal.name),
});
