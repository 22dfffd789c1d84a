import type { ReadOptions, Sink } from "../importer.ts";
import { reportZone } from "./log-clock.ts";
import { ScrapeTime } from "./scrape-time.ts";
import { sortedUnixDate } from "./unix-date.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;

/** `Mon 04 May 2026 10:00:00 AM UTC`: what `date` prints in some locales. */
const DAY_FIRST_DATE =
  /^[A-Z][a-z]{2},? (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{1,2}:\d{2}:\d{2}(?: [AP]M)?(?: [A-Z]{2,5}| [+-]\d{4})?)$/;
/** `Mon Aug  1 21:22:51 2016 UTC`. */
const ZONE_LAST = /^([A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2}) (\d{4}) ([A-Z]{2,5})$/;
/** FreeIPMI: `05/09/2026 - 10:00:00`, month first. */
const FREE_IPMI = /^(\d{2})\/(\d{2})\/(\d{4}) - (\d{2}:\d{2}:\d{2})$/;

/** Times that scripts and devices write between or before figures, each on a line or at the head of one. */
export class LineTime {
  readonly #times: ScrapeTime;
  readonly #latestMs: number;
  readonly #sink: Sink;

  constructor(sink: Sink, { zone, nowMs }: ReadOptions) {
    this.#times = new ScrapeTime(zone);
    this.#latestMs = nowMs + MS_PER_DAY;
    this.#sink = sink;
  }

  /** UTC milliseconds; null when the text is no time at all. */
  read(text: string): number | null {
    const trimmed = text.trim();
    const day = DAY_FIRST_DATE.exec(trimmed);
    if (day) return this.#times.read(unixOrder(day));
    const free = FREE_IPMI.exec(trimmed);
    if (free) return this.#times.read(`${free[3]}-${free[1]}-${free[2]} ${free[4]}`);
    const last = ZONE_LAST.exec(trimmed);
    return this.#times.read(last ? `${last[1]} ${last[3]} ${last[2]}` : sortedUnixDate(trimmed));
  }

  /** `2026-05-04T10:00:00Z node1: ` before a figure: a time and a name in either order, one of them, or neither. */
  head(before: string): { ms: number | null; name: string | null } {
    const text = before.replace(/[\s,;|]+$/, "").trim();
    if (text === "") return { ms: null, name: null };
    const whole = this.read(text);
    if (whole !== null) return { ms: whole, name: null };
    const words = text.split(/[\s,;|]+/);
    const last = nameOf(words.at(-1));
    if (words.length === 1) return { ms: null, name: last };
    const beforeLast = this.read(words.slice(0, -1).join(" "));
    if (beforeLast !== null) return { ms: beforeLast, name: last };
    const afterFirst = this.read(words.slice(1).join(" "));
    return { ms: afterFirst, name: afterFirst === null ? null : nameOf(words[0]) };
  }

  /** A clock that was set: after the year 2000 and not to come. */
  isSound(ms: number): boolean {
    return ms > EARLIEST_MS && ms < this.#latestMs;
  }

  report(): void {
    reportZone(this.#times.stamps, this.#sink);
  }
}

/** `04 May 2026 10:00:00 AM UTC` as `Mon May 4 10:00:00 AM UTC 2026`, which is read already. */
function unixOrder([, day = "", month = "", year = "", rest = ""]: RegExpExecArray): string {
  return `Mon ${month} ${day} ${rest.padStart(rest.indexOf(":") === 1 ? rest.length + 1 : 0, "0")} ${year}`;
}

const nameOf = (word: string | undefined): string | null => {
  const name = (word ?? "").replace(/^[[(<]+|[\])>:]+$/g, "");
  return /^[\w./-]+$/.test(name) && /[a-z]/i.test(name) ? name : null;
};

/** A stamp on a line of its own, for the figures after it: one of each device. */
export class PendingTime {
  #ms: number | null = null;
  /** By device: the row that has taken the stamp; the next one needs its own. */
  readonly #taken = new Map<string, number>();

  set(ms: number): void {
    this.#ms = ms;
    this.#taken.clear();
  }

  get isSet(): boolean {
    return this.#ms !== null;
  }

  /** The stamp for a figure of `row`; null when there is none, or another row of the device has taken it. */
  take(device: string, row: number): number | null {
    if (this.#ms === null) return null;
    const takenBy = this.#taken.get(device) ?? row;
    this.#taken.set(device, takenBy);
    return takenBy === row ? this.#ms : null;
  }
}
