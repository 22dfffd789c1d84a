import { readFile } from "node:fs/promises";
import { type AnyMapping, checkAnyMapping } from "../../lib/core/any-mapping.ts";
import { AppError } from "../../lib/core/app-error.ts";
import { typedPath } from "./output.ts";

/** The mapping that `--map FILE.json` names; null without one. @throws AppError not-found, invalid-input */
export async function readMappingFile(path: string | undefined): Promise<AnyMapping | null> {
  if (path === undefined) return null;
  const text = await readFile(typedPath(path), "utf8").catch((cause: unknown) => {
    throw new AppError("not-found", `The mapping ${path} cannot be read.`, { cause: String(cause) });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid-input", `${path} is not JSON; docs/formats.md shows what a mapping looks like.`, {
      cause: String(cause),
    });
  }
  return checkAnyMapping(json);
}
