import { parseArgs } from "node:util";
import { listImports } from "../../lib/flows/imports.ts";
import { OPERATOR } from "../../lib/flows/report.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable } from "./output.ts";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  parseArgs({ args: words, options: {} });
  const imports = await listImports(OPERATOR);
  if (wantsJson) printJson(imports);
  else if (imports.length === 0) console.log("Nothing was imported yet.");
  else {
    printTable(
      [
        ["id", "state", "file", "format", "days", "lines", "total"],
        ...imports.map((each) => [
          String(each.id),
          each.state,
          each.fileName,
          each.format ?? "",
          each.from && each.to ? `${each.from} to ${each.to}` : "",
          String(each.lines),
          each.energyKwh
            ? `${each.energyKwh} kWh`
            : each.totals.map((total) => `${total.amount} ${total.currency}`).join(", "),
        ]),
      ],
      [0, 5],
    );
  }
  return 0;
}
