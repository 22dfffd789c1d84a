import { addDays, addMonths, type Day, daysInMonth, firstDay, lastDay, type Month, monthOf } from "../calendar.ts";
import { plural } from "../display.ts";
import { dayShort, monthOnly } from "../display-dates.ts";

/** How many of the months before must hold a file for it to be expected, and how many are looked at. */
export const SEEN_AT_LEAST = 2;
export const LEARNED_FROM = 3;

/** A file that speaks for some days of one provider account, or a document of a month, or a rig's power log. */
export type Arrival = {
  readonly kind: "file" | "invoice" | "power";
  readonly importId: number;
  readonly label: string;
  /** Formats of one feed share it. */
  readonly family: string;
  readonly provider: string;
  readonly account: string;
  readonly isWaiting: boolean;
  /** The provider's own bill: whatever format it comes in, one of them is enough. */
  readonly isBill: boolean;
  readonly from: Day;
  readonly to: Day;
  readonly receivedOn: Day;
};

export type ExpectedFile = {
  readonly kind: Arrival["kind"];
  readonly label: string;
  readonly provider: string;
  readonly account: string;
  readonly importId: number | null;
  readonly receivedOn: Day | null;
  readonly isExpected: boolean;
  readonly state: "posted" | "waiting" | "incomplete" | "missing";
  /** Imports about the month that wait for review. */
  readonly waiting: readonly number[];
  /** Days of the month that no file speaks for; null for documents and power logs. */
  readonly missingDays: readonly number[] | null;
  readonly usually: string | null;
  readonly text: string;
};

const feedOf = ({ kind, family, provider, account }: Arrival): string =>
  [kind, provider, account, family].join("\u0000");
const touches = (arrival: Arrival, month: Month): boolean =>
  arrival.from <= lastDay(month) && arrival.to >= firstDay(month);

/**
 * The files of a month: those that came, and those that came in at least two of the three months before and are missing.
 * @param arrivals of the month and the months before it
 */
export function expectedFiles(month: Month, arrivals: readonly Arrival[]): ExpectedFile[] {
  const feeds = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const key = feedOf(arrival);
    const feed = feeds.get(key);
    if (feed) feed.push(arrival);
    else feeds.set(key, [arrival]);
  }
  const files = [...feeds.values()].flatMap((feed) => {
    const file = expectedFile(month, feed);
    return file && !(file.state === "missing" && isBilledOtherwise(month, feed, arrivals)) ? [file] : [];
  });
  return files.sort(byState);
}

/** Does another format bring this account's bill now. */
const isBilledOtherwise = (month: Month, feed: readonly Arrival[], arrivals: readonly Arrival[]): boolean =>
  feed.some((own) => own.isBill) &&
  arrivals.some(
    (other) =>
      other.isBill &&
      !other.isWaiting &&
      touches(other, month) &&
      other.provider === feed[0]?.provider &&
      (other.account === feed[0]?.account || other.account === "" || feed[0]?.account === ""),
  );

const ORDER = ["file", "invoice", "power"];
const byState = (a: ExpectedFile, b: ExpectedFile): number =>
  ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (keyOf(a) < keyOf(b) ? -1 : 1);
const keyOf = (file: ExpectedFile): string => [file.provider, file.account, file.label].join("\u0000");

function expectedFile(month: Month, feed: readonly Arrival[]): ExpectedFile | null {
  const before = monthsLearnedFrom(month).filter((each) =>
    feed.some((arrival) => !arrival.isWaiting && touches(arrival, each)),
  );
  const isExpected = before.length >= SEEN_AT_LEAST;
  const here = feed.filter((arrival) => touches(arrival, month)).sort((a, b) => b.importId - a.importId);
  const posted = here.filter((arrival) => !arrival.isWaiting);
  const waiting = [...new Set(here.filter((arrival) => arrival.isWaiting).map((arrival) => arrival.importId))];
  const newest = posted[0] ?? here[0] ?? feed.at(-1);
  if (!newest || (here.length === 0 && !isExpected)) return null;
  const usually = usualDays(feed, month);
  const missingDays = newest.kind === "file" ? daysWithout(month, { posted, isNew: before.length === 0 }) : null;
  const state = stateOf({ posted: posted.length, waiting: waiting.length, missing: missingDays?.length ?? 0 });
  return {
    kind: newest.kind,
    label: newest.label,
    provider: newest.provider,
    account: newest.account,
    importId: here[0]?.importId ?? null,
    receivedOn: here[0]?.receivedOn ?? null,
    isExpected,
    state,
    waiting,
    missingDays,
    usually,
    text: textOf({ state, waiting: waiting.length, missingDays, usually, month }),
  };
}

export const monthsLearnedFrom = (month: Month): Month[] =>
  Array.from({ length: LEARNED_FROM }, (_, index) => addMonths(month, index - LEARNED_FROM));

function stateOf({ posted, waiting, missing }: { posted: number; waiting: number; missing: number }) {
  if (posted === 0) return waiting > 0 ? "waiting" : "missing";
  return missing > 0 ? "incomplete" : "posted";
}

/** Days of the month outside what the posted files speak for; of an account's first month only from its first day on. */
function daysWithout(
  month: Month,
  { posted, isNew }: { posted: readonly Arrival[]; isNew: boolean },
): readonly number[] | null {
  if (posted.length === 0) return null;
  const begins = posted.reduce((first, arrival) => (arrival.from < first ? arrival.from : first), lastDay(month));
  return Array.from({ length: daysInMonth(month) }, (_, index) => index + 1).filter((number) => {
    const day = addDays(firstDay(month), number - 1);
    if (isNew && day < begins) return false;
    return !posted.some((arrival) => arrival.from <= day && arrival.to >= day);
  });
}

/** On which days of the month after it came before; null when it did not come regularly. */
function usualDays(feed: readonly Arrival[], month: Month): string | null {
  const days = monthsLearnedFrom(month).flatMap((before) => {
    const first = feed
      .filter((arrival) => touches(arrival, before))
      .map((arrival) => arrival.receivedOn)
      .sort()[0];
    return first && monthOf(first) === addMonths(before, 1) ? [Number(first.slice(8))] : [];
  });
  if (days.length < SEEN_AT_LEAST) return null;
  const [least, most] = [Math.min(...days), Math.max(...days)];
  return least === most ? `the ${ordinal(least)}` : `the ${ordinal(least)} to ${ordinal(most)}`;
}

function ordinal(number: number): string {
  const ending = number % 100 >= 11 && number % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${ending}`;
}

function textOf(of: {
  state: ExpectedFile["state"];
  waiting: number;
  missingDays: readonly number[] | null;
  usually: string | null;
  month: Month;
}): string {
  switch (of.state) {
    case "posted":
      return of.waiting > 0 ? "posted; a newer one waits for review" : "posted";
    case "waiting":
      return "waits for review";
    case "incomplete":
      return `posted; nothing on ${daysText(of.month, of.missingDays ?? [])}`;
    case "missing":
      return of.usually === null
        ? "missing"
        : `missing; it came on ${of.usually} before, so it is due in ${monthOnly(addMonths(of.month, 1))}`;
    default:
      return of.state satisfies never;
  }
}

/** Days of a month as stretches: "1 to 3 May, 31 May". */
export function daysText(month: Month, days: readonly number[]): string {
  const stretches: [from: number, to: number][] = [];
  for (const day of days) {
    const last = stretches.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else stretches.push([day, day]);
  }
  const name = (day: number): string => dayShort(addDays(firstDay(month), day - 1));
  const shown = stretches.slice(0, 3).map(([from, to]) => (from === to ? name(from) : `${from} to ${name(to)}`));
  return stretches.length > 3 ? `${plural(days.length, "day")} (${shown.join(", ")} …)` : shown.join(", ");
}
