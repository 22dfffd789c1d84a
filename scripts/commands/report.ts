import { parseArgs } from "node:util";
import { AppError } from "../../lib/core/app-error.ts";
import { decimal, isZero } from "../../lib/core/decimal.ts";
import { changeText, moneyText } from "../../lib/core/display.ts";
import { monthName } from "../../lib/core/display-dates.ts";
import { OPERATOR, type Report, reportOf } from "../../lib/flows/report.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable } from "./output.ts";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: { month: { type: "string" }, team: { type: "string" }, cost: { type: "string" }, by: { type: "string" } },
  });
  if (!values.month) throw new AppError("invalid-input", "Name the month: report --month 2026-05.");
  const cost = values.cost ?? "effective";
  const monthBy = values.by ?? "billed";
  if (cost !== "effective" && cost !== "billed") throw new AppError("invalid-input", "--cost is effective or billed.");
  if (monthBy !== "billed" && monthBy !== "used") throw new AppError("invalid-input", "--by is billed or used.");
  const report = await reportOf({ month: values.month, cost, monthBy, team: values.team }, OPERATOR);
  if (wantsJson) printJson(report);
  else print(report);
  return 0;
}

/** Stands before an amount of which some was never billed. */
const estimatedMark = (estimated: string): string => (isZero(decimal(estimated)) ? "" : "\u2248 ");

function print(report: Report): void {
  console.log(
    `${monthName(report.month)}, ${report.state}, ${report.currency}, ${report.view.cost} cost by ${report.view.monthBy} month\n`,
  );
  const dash = "\u2014";
  printTable(
    [
      [
        "Team",
        "TCO",
        "Month before",
        "Change",
        "Cloud",
        "Depreciation or rent",
        "Energy",
        "Hosting",
        "Labour",
        "Shared",
      ],
      ...report.teams.map((team) => [
        team.name,
        estimatedMark(team.estimated) + moneyText(team.tco),
        team.previous === null ? dash : moneyText(team.previous),
        team.change === null ? dash : changeText(team.change),
        moneyText(team.parts.cloud),
        moneyText(team.parts.depreciation),
        ...[team.parts.energy, team.parts.hosting, team.parts.labour].map((part) =>
          part === null ? dash : moneyText(part),
        ),
        moneyText(team.parts.shared),
      ]),
      ["Unassigned", moneyText(report.unassigned), "", "", "", "", "", "", "", ""],
      ["Idle", moneyText(report.idle), "", "", "", "", "", "", "", ""],
      ["All teams", estimatedMark(report.estimated) + moneyText(report.total), "", "", "", "", "", "", "", ""],
    ],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  for (const gap of report.gaps) console.log(gap);
  for (const { currency, amount } of report.unconverted)
    console.log(`${moneyText(amount)} ${currency} are not in these sums: there is no rate to ${report.currency}.`);
}
