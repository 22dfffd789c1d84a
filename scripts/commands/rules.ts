import { parseArgs } from "node:util";
import type { RuleWire } from "../../lib/api/wire/rules.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { createRule, listRules, type NewRule, tryRule, withdrawRule } from "../../lib/flows/rules.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable, readId } from "./output.ts";
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
  rule.splitBy ? splitText(rule.splitBy) : rule.shares.map((share) => `${share.team}=${share.percent}`).join(" "),
  rule.from ?? "",
  rule.to ?? "",
  rule.note,
];

const splitText = ({ family, provider }: NonNullable<RuleWire["splitBy"]>): string =>
  ["usage", ...(family || provider ? [family ?? ""] : []), ...(provider ? [provider] : [])].join(":");

/** `usage`, `usage:FAMILY` or `usage:FAMILY:PROVIDER`; the family may stay empty. */
function readSplit(word: string): NonNullable<NewRule["splitBy"]> {
  const [by, family = "", provider = "", ...more] = word.split(":");
  if (by !== "usage" || more.length > 0)
    throw new AppError("invalid-input", `"${word}" is not a way to split. Write it as --split-by usage[:FAMILY].`);
  return { ...(family !== "" && { family }), ...(provider !== "" && { provider }) };
}

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
      match: { type: "string", multiple: true },
      "split-by": text,
      try: { type: "boolean", default: false },
      from: text,
      until: text,
      note: text,
    },
  });
  const { to, tag, match: pairs, "split-by": splitWord, try: isTrial, from, until, note, ...fields } = values;
  if (!to && splitWord === undefined)
    throw new AppError(
      "invalid-input",
      "Say who it goes to: rules add --project search-rank --to search; or --split-by usage.",
    );
  const match = Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === "string"),
  );
  for (const [name, value] of (tag ?? []).map((pair) => readPair(pair, "--tag team=search")))
    match[`tag:${name}`] = value;
  for (const [name, value] of (pairs ?? []).map((pair) => readPair(pair, "--match provider=openai")))
    match[name] = value;
  const body: NewRule = {
    match,
    shares: to ? readShares(to) : [],
    splitBy: splitWord === undefined ? null : readSplit(splitWord),
    from: from ?? null,
    to: until ?? null,
    note: note ?? "",
  };
  if (isTrial) return printTrial(body, wantsJson);
  const { rule, moved } = await createRule(body, BY);
  if (wantsJson) printJson({ ...rule, moved });
  else console.log(`Added rule ${rule.id}; it moved ${moved} ledger entries.`);
  return 0;
}

function readPair(pair: string, example: string): [string, string] {
  const at = pair.indexOf("=");
  if (at < 1) throw new AppError("invalid-input", `"${pair}" has no value. Write it as ${example}.`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

async function printTrial(body: NewRule, wantsJson: boolean): Promise<number> {
  const trial = await tryRule(body, BY);
  if (wantsJson) printJson(trial);
  else if (trial.moves.length === 0) console.log("It would move no money.");
  else {
    const rows = trial.moves.map(({ month, name, before, after, change, currency }) => [
      month,
      name,
      before,
      after,
      change,
      currency,
    ]);
    printTable([["month", "to", "now", "then", "change", ""], ...rows], [2, 3, 4]);
    console.log("Nothing was kept.");
  }
  return 0;
}

async function end(word: string | undefined, wantsJson: boolean): Promise<number> {
  const id = readId(word, "rules end 3");
  const { moved } = await withdrawRule(id, BY);
  if (wantsJson) printJson({ id, moved });
  else console.log(`Rule ${id} is withdrawn; it moved ${moved} ledger entries.`);
  return 0;
}
