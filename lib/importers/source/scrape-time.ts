import { StampReader } from "./stamps.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** What `date` prints when it is told nothing: `Fri May  1 10:00:00 AM UTC 2026`. */
const DATE =
  /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) +(\d{2}):(\d{2}):(\d{2})(?: ([AP]M))?(?: ([A-Z]{2,5}|[+-]\d{2,4}))? (\d{4})$/;
/** Words and signs a script may put before or after the time: `# scraped_at 1743099740`, `=== 2026-05-01T10:00:00Z ===`. */
const AROUND =
  /^(?:[#=\-*\s[]*)(?:(?:scraped?(?:[_ ]?at)?|time(?:stamp)?|date|ts|at|now|epoch)\s*[:=]?\s*)?(.*?)[\s=\-*\]]*$/i;

const ISO = /\d{4}[-/]\d{2}[-/]\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?\b/g;
/** Epoch seconds, milliseconds, microseconds or nanoseconds; any other count of digits is another number. */
const EPOCH = /(?<![\d.])(?:\d{10}(?:\.\d+)?|\d{13}|\d{16}|\d{19})(?![\d.])/g;
const LONGEST = 160;

/** The line to log scrapes with, as advice names it. */
export const scrapeLoop = (url: string): string =>
  `while sleep 15; do echo "# $(date -u +%FT%TZ)"; curl -s ${url}; done >> metrics.prom`;

/**
 * A scrape has no time inside; a script writes one before each. Reads it from a comment or a line that holds nothing else:
 * ISO, epoch seconds (also with places or as nanoseconds), or the output of `date`.
 */
export class ScrapeTime {
  readonly #stamps: StampReader;

  constructor(zone: string | null) {
    this.#stamps = new StampReader(zone);
  }

  get stamps(): StampReader {
    return this.#stamps;
  }

  /** UTC milliseconds; null when the text is no time. In a remark (`# scrape 3 at ...`) other words may stand beside it. */
  read(text: string): number | null {
    const line = text.trim();
    // A line of metrics is none; only short lines can be a time and a word.
    if (line.length > LONGEST || line.includes("{") || !/\d/.test(line)) return null;
    const found = line.startsWith("#") ? timeIn(line) : (AROUND.exec(line)?.[1]?.trim() ?? "");
    const plain = /^\d{16}$|^\d{19}$/.test(found) ? found.slice(0, 13) : found;
    const ms = this.#stamps.read(DATE.test(found) ? fromDate(found) : plain);
    return Number.isNaN(ms) ? null : ms;
  }
}

/** The one time of a remark; "" when it has none or several. */
function timeIn(remark: string): string {
  const words = remark.replace(/^[#\s]+/, "");
  const around = AROUND.exec(words)?.[1]?.trim() ?? "";
  if (DATE.test(around)) return around;
  const stamps = words.match(ISO) ?? words.match(EPOCH) ?? [];
  return stamps.length === 1 ? (stamps[0] ?? "") : "";
}

/** `date`'s output as an ISO stamp; an abbreviated zone other than UTC is the machine's own, so none is written. */
function fromDate(text: string): string {
  const [, name = "", day = "", hour = "", minute = "", second = "", half, zone = "", year = ""] =
    DATE.exec(text) ?? [];
  const month = String(MONTHS.indexOf(name) + 1).padStart(2, "0");
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "PM" ? 12 : 0);
  const tail = /^(?:UTC|GMT|[+-]\d+)$/.test(zone) ? zone : "";
  return `${year}-${month}-${day.padStart(2, "0")} ${String(hours).padStart(2, "0")}:${minute}:${second}${tail}`;
}
