import { sharedDays, standingOf } from "../core/standing/standing.ts";
import { type CoverageRow, coverageOf, liveMoney, postedCoverage, readChoices } from "../db/coverage.ts";
import type { Database } from "../db/sql.ts";

/**
 * How another posted import's money on the same days is treated, and the sentence that says so.
 * - `replaces`: the other is an older export of the same feed; its lines are taken back.
 * - `conflicts`: the same money in another format or grouping; refused unless a person chooses to replace.
 * - `demotes`: this file is surer; the other's estimate stands aside and explains.
 * - `stands-aside`: the other is surer, or a newer export; this file's money does not count there.
 */
export type OverlapVerdict = {
  readonly overlap: Overlap;
  readonly kind: "replaces" | "conflicts" | "demotes" | "stands-aside";
  readonly message: string;
};
export type Overlap = {
  readonly importId: number;
  readonly fileName: string;
  readonly provider: string;
  readonly account: string;
  readonly format: string;
  readonly label: string;
  readonly grouping: string;
  /** The days both speak for. */
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** Live billed money of the other import on those days. */
  readonly billed: string;
};

const span = ({ from, to }: { from: string; to: string }): string => (from === to ? from : `${from} to ${to}`);

/** One verdict an import, source and currency that shares days with `importId`. */
export async function judgeOverlaps(database: Database, importId: number): Promise<OverlapVerdict[]> {
  const choices = await readChoices(database);
  const others = await postedCoverage(database);
  const verdicts: OverlapVerdict[] = [];
  for (const mine of await coverageOf(database, importId)) {
    for (const other of others) {
      const days = sharedDays(mine, other);
      if (!days) continue;
      const standing = standingOf(mine, other, choices);
      if (standing === "beside") continue;
      const at = { importId: other.importId, provider: other.provider, account: other.account, ...days };
      const money = await liveMoney(database, at);
      // What counts nothing on those days can be neither replaced nor counted twice.
      if (money.length === 0 && (standing !== null || mine.basis === "quantity")) continue;
      for (const each of money.length > 0 ? money : [{ currency: "", billed: "0" }]) {
        const overlap = {
          ...at,
          format: other.format,
          label: other.label,
          grouping: other.grouping,
          fileName: other.fileName,
          ...each,
        };
        verdicts.push(judged({ mine, other, overlap, standing }));
      }
    }
  }
  return verdicts;
}

/**
 * Every posted import that holds the same spend otherwise, whether it counts now or stands aside for a third: were that
 * one undone, both would count.
 */
export async function conflictingImports(database: Database, importId: number): Promise<number[]> {
  const choices = await readChoices(database);
  const own = await coverageOf(database, importId);
  const conflicting = (await postedCoverage(database)).filter((other) =>
    own.some((mine) => sharedDays(mine, other) !== null && standingOf(mine, other, choices) === "conflicts"),
  );
  return [...new Set(conflicting.map((other) => other.importId))];
}

type Judging = {
  readonly mine: CoverageRow;
  readonly other: CoverageRow;
  readonly overlap: Overlap;
  readonly standing: ReturnType<typeof standingOf>;
};

function judged({ mine, other, overlap, standing }: Judging): OverlapVerdict {
  const named = `import ${overlap.importId} (${overlap.fileName})`;
  switch (standing) {
    case "replaces":
      return { overlap, kind: "replaces", message: `Replaces ${named} for ${span(overlap)}.` };
    case "surer":
      return {
        overlap,
        kind: "demotes",
        message: `For ${span(overlap)} this file is ${mine.basis} and ${named} is ${other.basis}: this file counts, the other explains.`,
      };
    case "conflicts":
      return { overlap, kind: "conflicts", message: conflictMessage({ mine, other, overlap }) };
    case "beside":
    case null:
      return {
        overlap,
        kind: "stands-aside",
        message:
          mine.format === other.format
            ? `The provider made ${named} later: for ${span(overlap)} it stays in force and this file counts nothing.`
            : `For ${span(overlap)} ${named} is ${other.basis} and this file is ${mine.basis}: the other counts, this file explains.`,
      };
    default:
      return standing satisfies never;
  }
}

function conflictMessage({ mine, other, overlap }: Omit<Judging, "standing">): string {
  const grouped = other.grouping ? `grouped by ${other.grouping}` : "not grouped";
  const how = other.format === mine.format ? grouped : other.label;
  return `Import ${overlap.importId} (${overlap.fileName}, ${how}) already counts this account's money for ${span(overlap)}. Posting both would count it twice: replace it, or leave this file out.`;
}
