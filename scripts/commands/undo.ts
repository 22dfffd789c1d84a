import { AppError } from "../../lib/core/app-error.ts";
import { undoImport } from "../../lib/flows/undo-import.ts";
import type { CommandContext } from "./index.ts";
import { LARGEST_ID, printJson } from "./output.ts";

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const [word] = words;
  const id = Number(word);
  if (!word || !Number.isInteger(id) || id < 1 || id > LARGEST_ID)
    throw new AppError("invalid-input", "Name the import by its number: undo 12. `imports` lists them.");
  const { reversed } = await undoImport({ importId: id, by: "Command line" });
  if (wantsJson) printJson({ import: id, state: "undone", reversed });
  else console.log(`Import ${id} is undone: ${reversed} entries were reversed.`);
  return 0;
}
