import { parseArgs } from "node:util";
import { AppError } from "../../lib/core/app-error.ts";
import { checkZone } from "../../lib/core/calendar.ts";
import { filesAt } from "./files-at.ts";
import type { CommandContext } from "./index.ts";
import { readMappingFile } from "./mapping-file.ts";
import { printJson, wrongWords } from "./output.ts";
import { printSummary } from "./print-summary.ts";
import { detectFile, unread } from "./read-summary.ts";

/** Errors that say what a file is not; any other says that there is no such file. */
const isAboutFile = (error: AppError): boolean =>
  ["unknown-format", "ambiguous-format", "unreadable-file", "too-large"].includes(error.code);

export async function run(words: string[], { wantsJson }: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { account: { type: "string" }, zone: { type: "string" }, map: { type: "string" } },
  });
  if (positionals.length === 0) return wrongWords("Name at least one file: detect FILE...", wantsJson);
  if (values.zone) checkZone(values.zone);
  const mapping = await readMappingFile(values.map);
  let code = 0;
  const results: object[] = [];
  const options = { account: values.account ?? null, zone: values.zone ?? null, mapping };
  const { files, isSingle } = filesAt(positionals);
  for await (const file of files) {
    try {
      if ("error" in file) throw file.error;
      const detected = await detectFile(file, options);
      results.push(detected);
      if (!wantsJson) printSummary(detected);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      code = Math.max(code, isAboutFile(error) ? 2 : 1);
      results.push(unread(file.fileName, error));
      if (!wantsJson)
        console.error(
          error.message.includes(file.fileName) || "error" in file
            ? error.message
            : `${file.fileName}: ${error.message}`,
        );
    }
  }
  if (wantsJson) printJson(isSingle() ? results[0] : results);
  return code;
}
