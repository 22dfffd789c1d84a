import { parseArgs } from "node:util";
import { AppError } from "../../lib/core/app-error.ts";
import { month as toMonth } from "../../lib/core/calendar.ts";
import { carbonOfMonth, carbonPage, importIntensities, setIntensity } from "../../lib/flows/carbon.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable } from "./output.ts";
import { openFile } from "./read-summary.ts";

const BY = "Command line";
const text = { type: "string" } as const;

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const [name = "list", ...rest] = words[0]?.startsWith("--") ? ["list", ...words] : words;
  switch (name) {
    case "list":
      return list(rest, wantsJson);
    case "set":
      return set(rest, wantsJson);
    case "import":
      return importFile(rest, wantsJson);
    default:
      throw new AppError(
        "invalid-input",
        "carbon lists; carbon set enters an intensity; carbon import reads a history.",
      );
  }
}

async function list(words: string[], wantsJson: boolean): Promise<number> {
  const { values } = parseArgs({ args: words, options: { month: text } });
  if (values.month) return ofMonth(values.month, wantsJson);
  const page = await carbonPage();
  if (wantsJson) {
    printJson(page);
    return 0;
  }
  const own = page.own.map((each) => [
    each.zone,
    `${each.latestGrams} g/kWh`,
    `${each.from.slice(0, 10)} to ${each.to?.slice(0, 10) ?? "now"}`,
    each.estimated > 0 ? `${each.estimated} of ${each.count} estimated` : "",
    each.source,
  ]);
  const used = page.rigs.flatMap((rig) => {
    const mean = page.defaults.find((each) => each.zone === rig.zone);
    const isOwn = page.own.some((each) => each.zone === rig.zone);
    return mean && !isOwn ? [[mean.zone, `${mean.grams} g/kWh`, `mean of ${mean.year}`, "estimated", page.source]] : [];
  });
  const rows = [...own, ...new Map(used.map((row) => [row[0], row])).values()];
  if (rows.length > 0) printTable([["zone", "latest", "holds", "", "source"], ...rows]);
  const without = page.rigs.filter((rig) => rig.zone === null).map((rig) => rig.name);
  if (without.length > 0) console.log(`No grid is entered for ${without.join(", ")}: rigs set NAME ... --grid SWE.`);
  console.log(`Means of ${page.defaults.length} countries are known: carbon --json lists them.`);
  return 0;
}

async function ofMonth(word: string, wantsJson: boolean): Promise<number> {
  const month = toMonth(word);
  const rigs = await carbonOfMonth(month);
  if (wantsJson) printJson({ month, rigs });
  else
    printTable(
      [
        ["rig", "grid", "g CO2e", "", "g per 1M tokens"],
        ...rigs.map((rig) => [
          rig.name,
          rig.zone ?? "",
          rig.grams ?? "-",
          rig.label ?? "not known",
          rig.gramsPerMillion ?? "-",
        ]),
      ],
      [2, 4],
    );
  return 0;
}

async function set(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { from: text, to: text, source: text },
  });
  const [zone, grams, ...more] = positionals;
  if (!zone || !grams || !values.from || more.length > 0)
    throw new AppError(
      "invalid-input",
      "Name zone, grams per kWh and the first day: carbon set SWE 40.7 --from 2026-01-01.",
    );
  const done = await setIntensity(
    { zone, grams, from: values.from, to: values.to ?? null, source: values.source ?? "" },
    BY,
  );
  if (wantsJson) printJson({ zone, grams, from: values.from, to: values.to ?? null, ...done });
  else console.log(done.unchanged > 0 ? "That is there already. Nothing was done." : "Entered.");
  return 0;
}

async function importFile(words: string[], wantsJson: boolean): Promise<number> {
  const [path, ...more] = words;
  if (!path || more.length > 0) throw new AppError("invalid-input", "Name one file: carbon import history.json.");
  const done = await importIntensities({ ...(await openFile(path)), by: BY });
  if (wantsJson) printJson(done);
  else {
    for (const note of done.notes) console.log(`  ${note}`);
    console.log(
      `${done.zones.join(", ")}: ${done.added} hours added, ${done.changed} changed, ${done.unchanged} unchanged.`,
    );
  }
  return 0;
}
