import { parseArgs } from "node:util";
import type { RuleWire } from "../../lib/api/wire/records.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { createRule, listRules, withdrawRule } from "../../lib/flows/rules.ts";
import type { CommandContext } from "./index.ts";
import { LARGEST_ID, printJson, printTable } from "./output.ts";
import { readShares } from "./shares.ts";

const BY = "Command line";
const text = { type: "string" } as const;

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  switch (words[0]) {
    case "add":
      return add(words.slice(1), wantsJson);
    case "end":
    case "remove":
      return end(words[1], wantsJson);
    case undefined:
    case "list": {
      const rules = await listRules();
      if (wantsJson) printJson(rules);
      else if (rules.length === 0)
        console.log("There is no rule yet; everything is unassigned. rules add --project P --to TEAM.");
      else printTable([["id", "matches", "goes to", "from", "until", "note"], ...rules.map(cells)], [0]);
      return 0;
    }
    default:
      throw new AppError("invalid-input", "rules lists; rules add ... adds one; rules end ID withdraws one.");
  }
}

const cells = (rule: RuleWire): string[] => [
  String(rule.id),
  Object.entries(rule.match)
    .map(([field, value]) => `${field}=${value}`)
    .join(" "),
  rule.shares.map((share) => `${share.team}=${share.percent}`).join(" "),
  rule.from ?? "",
  rule.to ?? "",
  rule.note,
];

async function add(words: string[], wantsJson: boolean): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      to: { type: "string", multiple: true },
      provider: text,
      account: text,
      project: text,
      workspace: text,
      key: text,
      user: text,
      model: text,
      tag: { type: "string", multiple: true },
      from: text,
      until: text,
      note: text,
    },
  });
  const { to, tag, from, until, note, ...fields } = values;
  if (!to) throw new AppError("invalid-input", "Say who it goes to: rules add --project search-rank --to search.");
  const match = Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === "string"),
  );
  for (const pair of tag ?? []) {
    const at = pair.indexOf("=");
    if (at < 1) throw new AppError("invalid-input", `"${pair}" is not a tag. Write it as --tag team=search.`);
    match[`tag:${pair.slice(0, at)}`] = pair.slice(at + 1);
  }
  const { rule, moved } = await createRule(
    { match, shares: readShares(to), from: from ?? null, to: until ?? null, note: note ?? "" },
    BY,
  );
  if (wantsJson) printJson({ ...rule, moved });
  else console.log(`Added rule ${rule.id}; it moved ${moved} ledger entries.`);
  return 0;
}

async function end(word: string | undefined, wantsJson: boolean): Promise<number> {
  const id = Number(word);
  if (!word || !Number.isInteger(id) || id < 1 || id > LARGEST_ID)
    throw new AppError("invalid-input", "Name the rule by its id: rules end 3.");
  const { moved } = await withdrawRule(id, BY);
  if (wantsJson) printJson({ id, moved });
  else console.log(`Rule ${id} is withdrawn; it moved ${moved} ledger entries.`);
  return 0;
}
