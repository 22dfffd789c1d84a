import { parseArgs } from "node:util";
import { rebuildSums, verify } from "../../lib/flows/verify.ts";
import type { CommandContext } from "./index.ts";
import { printJson } from "./output.ts";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: words, options: { rebuild: { type: "boolean", default: false } } });
  if (values.rebuild) await rebuildSums();
  const verified = await verify();
  if (wantsJson) printJson(verified);
  else {
    console.log(
      `Read ${verified.imports} files again, ${verified.rigs} rigs, ${verified.months} months in every view.`,
    );
    for (const { check, where, text } of verified.differences) console.log(`${check}: ${where}. ${text}`);
    console.log(
      verified.holds
        ? "Files, lines, ledger and rollups agree to the last digit."
        : `${verified.differences.length} differences.`,
    );
  }
  return verified.holds ? 0 : 1;
}
