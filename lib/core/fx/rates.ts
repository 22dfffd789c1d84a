/**
 * Dated exchange rates. No rate, no conversion: what cannot be converted waits in its own currency, in sight.
 * The rate of a day is the one of that day, or of the last day before it that has one; never a later one.
 */
import { addDays, type Day } from "../calendar.ts";
import { type Decimal, decimal, divide, multiply, normalise } from "../decimal.ts";

/** Banks publish no rates on weekends and holidays; the longest such stretch is shorter than this. */
export const RATE_REACH_DAYS = 7;
/** A bill that states its own rate states it once for its billing month. */
export const FILE_RATE_REACH_DAYS = 31;
/** Places a rate that is worked out (inverted, crossed) is rounded to, half to even. */
export const RATE_SCALE = 15;
/** The European Central Bank quotes every currency against this one. */
const PIVOT = "EUR";
const ONE = decimal(1);

/** 1 `currency` = `rate` `quote` on `day`. */
export type RateRow = {
  readonly id: number;
  readonly day: Day;
  readonly currency: string;
  readonly quote: string;
  readonly rate: Decimal;
  /** entered, ECB, file */
  readonly source: string;
  /** Set for a rate that a file states: it holds for that file's lines only. */
  readonly importId: number | null;
};

export type Rate = {
  /** Of one unit, in the book's currency. Exact, or rounded to 15 places where it is worked out. */
  readonly rate: Decimal;
  readonly day: Day;
  readonly source: string;
  /** The row it came from (of the currency's own leg when crossed); null where no conversion is needed. */
  readonly rateId: number | null;
  /** For people: "ECB, through EUR". */
  readonly text: string;
};

export type RateBook = {
  readonly quote: string;
  rateFor(of: { from: string; day: Day; importId: number | null }): Rate | null;
};

/** @param rows not withdrawn; @param quote the currency to convert into */
export function rateBook(rows: Iterable<RateRow>, quote: string): RateBook {
  const pairs = new Pairs(rows);
  return {
    quote,
    rateFor({ from, day, importId }) {
      if (from === quote) return { rate: ONE, day, source: "", rateId: null, text: "the same currency" };
      const own = importId === null ? null : pairs.latest({ from, quote, day, importId, reach: FILE_RATE_REACH_DAYS });
      return own ?? pairs.latest({ from, quote, day, importId: null, reach: RATE_REACH_DAYS });
    },
  };
}

type Wanted = { readonly from: string; readonly quote: string; readonly day: Day; readonly importId: number | null };

/** Rows by who may use them, pair and day; of one key only the best. */
class Pairs {
  readonly #best = new Map<string, RateRow>();

  constructor(rows: Iterable<RateRow>) {
    for (const row of rows) {
      if (row.rate.units <= 0n) continue;
      const key = keyOf(row);
      const known = this.#best.get(key);
      if (!known || isBetter(row, known)) this.#best.set(key, row);
    }
  }

  latest({ reach, ...wanted }: Wanted & { reach: number }): Rate | null {
    for (let back = 0; back <= reach; back += 1) {
      const found = this.#onDay({ ...wanted, day: addDays(wanted.day, -back) });
      if (found) return found;
    }
    return null;
  }

  #onDay(wanted: Wanted): Rate | null {
    const straight = this.#straight(wanted);
    if (straight || wanted.from === PIVOT || wanted.quote === PIVOT) return straight && told(straight, wanted.day);
    const leg = this.#straight({ ...wanted, quote: PIVOT });
    const rest = this.#straight({ ...wanted, from: PIVOT });
    return leg && rest ? crossed({ leg, rest, day: wanted.day }) : null;
  }

  /** The pair as stated, or turned round; of both the better source, as stated among equals. */
  #straight({ from, quote, day, importId }: Wanted): Straight | null {
    const stated = this.#best.get(keyOf({ importId, day, currency: from, quote }));
    const turned = this.#best.get(keyOf({ importId, day, currency: quote, quote: from }));
    if (stated && (!turned || rank(stated) <= rank(turned))) return { row: stated, isTurned: false };
    return turned ? { row: turned, isTurned: true } : null;
  }
}

type Straight = { readonly row: RateRow; readonly isTurned: boolean };

const keyOf = ({ importId, day, currency, quote }: Pick<RateRow, "importId" | "day" | "currency" | "quote">): string =>
  `${importId ?? ""} ${currency} ${quote} ${day}`;

/** What a person entered beats what a bank published for the same day. */
const rank = ({ source }: RateRow): number => (source === "entered" ? 0 : source === "ECB" ? 1 : 2);
const isBetter = (a: RateRow, b: RateRow): boolean => rank(a) < rank(b) || (rank(a) === rank(b) && a.id > b.id);

const amountOf = ({ row, isTurned }: Straight): Decimal =>
  isTurned ? normalise(divide(ONE, row.rate, { scale: RATE_SCALE })) : row.rate;

function told(straight: Straight, day: Day): Rate {
  const { row, isTurned } = straight;
  const inverse = isTurned ? `, from ${row.currency} in ${row.quote}` : "";
  return { rate: amountOf(straight), day, source: row.source, rateId: row.id, text: `${nameOf(row.source)}${inverse}` };
}

/** Both legs of one day. Multiplied and divided as they are stated, rounded once. */
function crossed({ leg, rest, day }: { leg: Straight; rest: Straight; day: Day }): Rate {
  const top = multiply(leg.isTurned ? ONE : leg.row.rate, rest.isTurned ? ONE : rest.row.rate);
  const bottom = multiply(leg.isTurned ? leg.row.rate : ONE, rest.isTurned ? rest.row.rate : ONE);
  const sources = [...new Set([leg.row.source, rest.row.source])];
  return {
    rate: normalise(divide(top, bottom, { scale: RATE_SCALE })),
    day,
    source: sources.join(" and "),
    rateId: leg.row.id,
    text: `${sources.map(nameOf).join(" and ")}, through ${PIVOT}`,
  };
}

const nameOf = (source: string): string => (source === "file" ? "the file’s own rate" : source);
