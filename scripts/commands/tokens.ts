import { parseArgs } from "node:util";
import { newTokenBody } from "../../lib/api/wire/tokens.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { createToken, listTokens, revokeToken } from "../../lib/flows/api-tokens.ts";
import type { CommandContext } from "./index.ts";
import { printJson, printTable, readId } from "./output.ts";

const BY = "Command line";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  switch (words[0]) {
    case "add":
      return add(words.slice(1), wantsJson);
    case "revoke":
      return revoke(words[1], wantsJson);
    case undefined:
    case "list":
      return list(wantsJson);
    default:
      throw new AppError("invalid-input", "tokens lists; tokens add NAME makes one; tokens revoke ID ends one.");
  }
}

async function list(wantsJson: boolean): Promise<number> {
  const tokens = await listTokens();
  if (wantsJson) printJson(tokens);
  else if (tokens.length === 0) console.log("There is no token yet: tokens add NAME.");
  else
    printTable(
      [
        ["id", "name", "begins", "state", "until", "last used"],
        ...tokens.map((token) => [
          String(token.id),
          token.name,
          token.prefix,
          token.state,
          token.expiresAt ?? "",
          token.lastUsedAt ?? "never",
        ]),
      ],
      [0],
    );
  return 0;
}

async function add(words: string[], wantsJson: boolean): Promise<number> {
  const options = { expires: { type: "string" }, name: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options });
  const body = newTokenBody.safeParse({ name: values.name ?? positionals.join(" "), expires: values.expires ?? null });
  if (!body.success) throw new AppError("invalid-input", "Name the token: tokens add kiln-cron --expires 2027-06-30.");
  const made = await createToken(body.data, BY);
  if (wantsJson) printJson(made);
  else console.log(`${made.token}\nThis is the token ${made.name}. It is shown only now.`);
  return 0;
}

async function revoke(word: string | undefined, wantsJson: boolean): Promise<number> {
  const id = readId(word, "tokens revoke 3");
  const { name } = await revokeToken(id, BY);
  if (wantsJson) printJson({ id, name, state: "revoked" });
  else console.log(`The token ${name} opens nothing from now on.`);
  return 0;
}
