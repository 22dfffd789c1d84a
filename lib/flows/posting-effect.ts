import type { PoolClient } from "pg";
import { decimal, format, subtract } from "../core/decimal.ts";
import { type ImportRow, setPosted } from "../db/imports.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { countStagedLines, type MonthSum, monthSums } from "../db/preview-reads.ts";
import { postCost } from "./post-import.ts";
import { rolledBack } from "./rolled-back.ts";

/** Beyond this many different lines posting takes seconds, which is too long for a look. */
const MOST_TRIED_LINES = 50_000;

export type MonthEffect = {
  readonly month: string;
  readonly currency: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
};

/**
 * How billed months change by posting an import, to the last digit: it is posted, with all that gives way to it, and taken
 * back. Where it conflicts with another import, as if it replaced it. Null for a file too large to try.
 */
export async function postingEffect(row: ImportRow): Promise<MonthEffect[] | null> {
  return rolledBack(async ({ client }) => {
    if ((await countStagedLines(client, row.id)) > MOST_TRIED_LINES) return null;
    await lockPosting(client);
    const before = await monthSums(client);
    await tryPosting(client, row);
    return changesOf(before, await monthSums(client));
  });
}

async function tryPosting(client: PoolClient, row: ImportRow): Promise<void> {
  await setPosted(client, { id: row.id, by: "trial", message: "" });
  await postCost(client, { row, replace: true });
}

function changesOf(before: readonly MonthSum[], after: readonly MonthSum[]): MonthEffect[] {
  const keyOf = ({ month, currency }: MonthSum): string => `${month} ${currency}`;
  const was = new Map(before.map((sum) => [keyOf(sum), sum]));
  const is = new Map(after.map((sum) => [keyOf(sum), sum]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((key) => {
    const from = decimal(was.get(key)?.billed ?? "0");
    const to = decimal(is.get(key)?.billed ?? "0");
    const change = subtract(to, from);
    const [month = "", currency = ""] = key.split(" ");
    return change.units === 0n
      ? []
      : [{ month, currency, before: format(from), after: format(to), change: format(change) }];
  });
}
