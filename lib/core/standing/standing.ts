import type { Day } from "../calendar.ts";
import type { Basis } from "../usage-line.ts";

/**
 * Which of several imports' money counts. Every import that was posted keeps its lines; a line counts while no other
 * import stands before it on its day. So the ledger follows from what is posted, in whatever order it came.
 */
export type Coverage = {
  readonly importId: number;
  readonly provider: string;
  /** Empty where neither the file nor a person named it: it may be any account. */
  readonly account: string;
  /** Formats that export the same feed, and which part of it. */
  readonly family: string;
  readonly format: string;
  readonly grouping: string;
  /** The surest basis among its lines. */
  readonly basis: Basis;
  readonly hasTokens: boolean;
  /** Inclusive. */
  readonly from: Day;
  readonly to: Day;
  /** When the provider made the export, else when it came: UTC milliseconds. */
  readonly orderMs: number;
  /** Exports in numbered parts. */
  readonly partOf: string | null;
  readonly partNo: string | null;
};

/** A person's choice that the money of `importId` stands in place of that of `overId`. */
export type Choice = { readonly importId: number; readonly overId: number };

/** Days on which lines of one source stand aside for another import. Lines of a basis no surer than `overRank` stay. */
export type Aside = {
  readonly provider: string;
  readonly account: string;
  readonly from: Day;
  readonly to: Day;
  /** Lines whose basis ranks above this stand aside; RESTATED: all of them, and their tokens too. */
  readonly overRank: number;
  readonly hasTokens: boolean;
  readonly byImportId: number;
  readonly why: Standing;
};

/**
 * How one import stands to another where both speak for the same source and days.
 * - `replaces`: the newer export of one feed, or chosen by a person.
 * - `surer`: a basis that counts before the other's.
 * - `conflicts`: as sure, the same spend exported otherwise; both would count it twice.
 * - `beside`: parts of one export, or usage without money that explains.
 */
export type Standing = "replaces" | "surer" | "conflicts" | "beside";

/** Billed beats rated beats estimated beats usage at a list price. */
const RANKS: Readonly<Record<Basis, number>> = {
  billed: 0,
  rated: 1,
  metered: 0,
  scheduled: 0,
  estimated: 2,
  quantity: 3,
};
export const RESTATED = -1;
export const rankOf = (basis: Basis): number => RANKS[basis];

const sameSource = (a: Coverage, b: Coverage): boolean =>
  a.provider === b.provider && (a.account === b.account || a.account === "" || b.account === "");

/** The days both speak for; null when there are none. */
export function sharedDays(a: Coverage, b: Coverage): { from: Day; to: Day } | null {
  if (a.importId === b.importId || !sameSource(a, b)) return null;
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return from <= to ? { from, to } : null;
}

const isSameFeed = (a: Coverage, b: Coverage): boolean =>
  a.format === b.format && a.family === b.family && a.grouping === b.grouping;
const arePartsOfOne = (a: Coverage, b: Coverage): boolean =>
  a.partOf !== null && a.partOf === b.partOf && a.partNo !== b.partNo;
const isNewer = (a: Coverage, b: Coverage): boolean =>
  a.orderMs === b.orderMs ? a.importId > b.importId : a.orderMs > b.orderMs;
const isChosen = (choices: readonly Choice[], a: Coverage, b: Coverage): boolean =>
  choices.some((choice) => choice.importId === a.importId && choice.overId === b.importId);

/** How `a` stands to `b`, given that they share days. `null`: the other way round, `b` stands before `a`. */
export function standingOf(a: Coverage, b: Coverage, choices: readonly Choice[]): Standing | null {
  if (isSameFeed(a, b)) {
    if (arePartsOfOne(a, b)) return "beside";
    return isNewer(a, b) ? "replaces" : null;
  }
  if (isChosen(choices, a, b)) return "replaces";
  if (isChosen(choices, b, a)) return null;
  const difference = rankOf(a.basis) - rankOf(b.basis);
  if (difference < 0) return "surer";
  if (difference > 0) return null;
  return a.basis !== "quantity" || a.family === b.family ? "conflicts" : "beside";
}

/** Where the lines of an import stand aside for others. `others` are all posted imports of its providers. */
export function asidesOf(
  own: readonly Coverage[],
  { others, choices }: { others: readonly Coverage[]; choices: readonly Choice[] },
): Aside[] {
  return own.flatMap((mine) =>
    others.flatMap((other): Aside[] => {
      const days = sharedDays(mine, other);
      const standing = days && standingOf(other, mine, choices);
      if (!days || (standing !== "replaces" && standing !== "surer")) {
        // Lines of one file may be of several bases: those less sure than the other's money still stand aside for it.
        return days && standing !== "beside" && isBesideSurer(other, mine, choices)
          ? [asideFor(mine, other, days)]
          : [];
      }
      const aside = asideFor(mine, other, days);
      return [standing === "replaces" ? { ...aside, overRank: RESTATED, why: "replaces" } : aside];
    }),
  );
}

/** The other's money is surer than some lines of mine, though not than my surest. */
const isBesideSurer = (other: Coverage, mine: Coverage, choices: readonly Choice[]): boolean =>
  !isSameFeed(other, mine) && !isChosen(choices, mine, other) && other.basis !== "quantity";

const asideFor = (mine: Coverage, other: Coverage, days: { from: Day; to: Day }): Aside => ({
  provider: mine.provider,
  account: mine.account,
  ...days,
  overRank: rankOf(other.basis),
  hasTokens: other.hasTokens,
  byImportId: other.importId,
  why: "surer",
});

const NUMBERED: readonly RegExp[] = [
  /^(.*?)[-_.](?:part[-_]?)?(\d{5})(?=\.|$)/i,
  /^(.*?)[-_.]?part[-_]?(\d+(?:[-_]\d+)*)(?=[.\-_]|$)/i,
  // BigQuery pads to twelve digits: without the zeros it is a time.
  /^(?:(.*?)[-_])?(0{6}\d{6})(?=\.|$)/,
  // Older reports of AWS; a number after a year or a month is a date.
  /^(.*?)(?<!\d{4}|\d{4}-\d{1,2})-([1-9]\d{0,2})(?=\.csv\.(?:gz|zip)$)/i,
];

/** `cur-00002.csv.gz` is part 00002 of `cur`; a month or a day in a name is no part. */
export function partOf(fileName: string): { partOf: string; partNo: string } | null {
  const base = fileName.slice(Math.max(fileName.lastIndexOf("/"), fileName.lastIndexOf("\\")) + 1);
  for (const pattern of NUMBERED) {
    const match = pattern.exec(base);
    if (match?.[2] !== undefined) return { partOf: (match[1] ?? "").toLowerCase(), partNo: match[2] };
  }
  return null;
}
