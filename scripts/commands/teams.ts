import { parseArgs } from "node:util";
import { AppError } from "../../lib/core/app-error.ts";
import { createTeam, listTeams } from "../../lib/flows/teams.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable } from "./output.ts";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  if (words[0] === "add") return add(words.slice(1), wantsJson);
  if (words.length > 0 && words[0] !== "list")
    throw new AppError("invalid-input", "teams lists; teams add NAME adds one.");
  const teams = (await listTeams()).map(({ slug, name, owner, costCentre }) => ({ slug, name, owner, costCentre }));
  if (wantsJson) printJson(teams);
  else if (teams.length === 0) console.log("There is no team yet: teams add NAME.");
  else
    printTable([
      ["slug", "name", "owner", "cost centre"],
      ...teams.map((team) => [team.slug, team.name, team.owner ?? "", team.costCentre ?? ""]),
    ]);
  return 0;
}

async function add(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      name: { type: "string" },
      slug: { type: "string" },
      owner: { type: "string" },
      "cost-centre": { type: "string" },
    },
  });
  const name = values.name ?? positionals.join(" ");
  if (name === "") throw new AppError("invalid-input", "Name the team: teams add Search.");
  const { slug, owner, costCentre } = await createTeam(
    { name, slug: values.slug, owner: values.owner ?? null, costCentre: values["cost-centre"] ?? null },
    "Command line",
  );
  if (wantsJson) printJson({ slug, name, owner, costCentre });
  else console.log(`Added the team ${name} (${slug}).`);
  return 0;
}
