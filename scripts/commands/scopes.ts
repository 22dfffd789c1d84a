import { parseArgs } from "node:util";
import { AppError } from "../../lib/core/app-error.ts";
import { month as toMonth } from "../../lib/core/calendar.ts";
import { scopesOfMonth, setScope } from "../../lib/flows/scopes.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable } from "./output.ts";

const BY = "Command line";
const text = { type: "string" } as const;

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const [name = "list", ...rest] = words[0]?.startsWith("--") ? ["list", ...words] : words;
  switch (name) {
    case "list":
      return list(rest, wantsJson);
    case "set":
      return set(rest, wantsJson);
    default:
      throw new AppError(
        "invalid-input",
        "scopes lists what counts of each bill; scopes set PROVIDER FORMAT SCOPE changes it.",
      );
  }
}

async function list(words: string[], wantsJson: boolean): Promise<number> {
  const { values } = parseArgs({ args: words, options: { month: text } });
  const scopes = await scopesOfMonth(values.month ? toMonth(values.month) : null);
  if (wantsJson) printJson({ scopes });
  else if (scopes.length === 0) console.log("No bill that holds more than AI is posted; everything counts.");
  else {
    const rows = scopes.map(({ provider, format, scope, services, outside }) => [
      provider,
      format,
      scope,
      services.join(", "),
      outside.map(({ service, amount, currency }) => `${service} ${amount} ${currency}`).join("; ") || "nothing",
    ]);
    printTable([["provider", "format", "counts", "and", "outside"], ...rows]);
  }
  return 0;
}

async function set(words: string[], wantsJson: boolean): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { service: { type: "string", multiple: true } },
  });
  const [provider, format, scope] = positionals;
  if (!provider || !format || (scope !== "ai-and-gpu" && scope !== "everything"))
    throw new AppError(
      "invalid-input",
      "Say what counts: scopes set aws aws-cur-csv everything, or ai-and-gpu [--service NAME ...].",
    );
  const { moved } = await setScope({ provider, format, scope, services: values.service ?? [] }, BY);
  if (wantsJson) printJson({ provider, format, scope, services: values.service ?? [], moved });
  else console.log(`Set; it moved ${moved} ledger entries.`);
  return 0;
}
