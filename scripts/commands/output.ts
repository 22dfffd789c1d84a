import { resolve } from "node:path";
import { AppError } from "../../lib/core/app-error.ts";
import { callerFolder } from "../../lib/env.ts";

/** A path as the person typed it, from where they stand. */
export const typedPath = (path: string): string => resolve(callerFolder(), path);

/** What the database counts its rows up to. */
export const LARGEST_ID = 2_147_483_647;

/** The id of a row, as typed. @throws AppError invalid-input with an example */
export function readId(word: string | undefined, example: string): number {
  const id = Number(word);
  if (word && Number.isInteger(id) && id >= 1 && id <= LARGEST_ID) return id;
  throw new AppError("invalid-input", `Name it by its id: ${example}.`);
}

/** JSON on one call, one value. */
export const printJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

/** What was typed is no command: said on stderr, or as JSON. @returns the exit code for it */
export function wrongWords(message: string, wantsJson: boolean): number {
  if (wantsJson) printJson({ error: { code: "usage", message } });
  else console.error(message);
  return 2;
}

/** Columns padded to the widest cell; numbers (given as `right`) to the right. */
export function printTable(rows: readonly (readonly string[])[], right: readonly number[] = []): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) =>
          right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    );
  }
}
