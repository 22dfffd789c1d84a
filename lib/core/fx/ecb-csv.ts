/**
 * The European Central Bank's euro reference rates, as its CSV files hold them: `Date,USD,JPY,...`, one row a day, newest
 * first, `N/A` where a currency has no rate, a comma after the last column. The file of one day writes the day as
 * "21 November 2026". Every rate is 1 EUR = so many units.
 */
import { type Day, parseDay } from "../calendar.ts";
import { type Decimal, format, parseDecimal } from "../decimal.ts";
import type { Issue } from "../issue.ts";

export type EcbRate = { readonly row: number; readonly day: Day; readonly currency: string; readonly rate: string };
export type EcbFile = { readonly rates: readonly EcbRate[]; readonly days: number; readonly issues: readonly Issue[] };

/** A history since 1999 has some 7,000 rows and 42 columns. */
export const MAX_ECB_ROWS = 50_000;
const MAX_ECB_COLUMNS = 400;
/** Issues beyond this are counted in a last one. */
const MOST_ISSUES = 1_000;
/** What the database keeps of a rate: NUMERIC(28,15). */
const MAX_PLACES = 15;
const MAX_WHOLE_DIGITS = 13;

const MONTHS = ["january", "february", "march", "april", "may", "june", "july"].concat([
  "august",
  "september",
  "october",
  "november",
  "december",
]);

/** `2026-11-20` or `20 November 2026`; null for anything else. */
export function readEcbDay(text: string): Day | null {
  const written = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text);
  if (!written) return parseDay(text);
  const [, dayOfMonth = "", name = "", year = ""] = written;
  const month = MONTHS.findIndex((each) => each === name.toLowerCase() || each.slice(0, 3) === name.toLowerCase());
  return month < 0 ? null : parseDay(`${year}-${String(month + 1).padStart(2, "0")}-${dayOfMonth.padStart(2, "0")}`);
}

/**
 * Reads a whole file. A cell that is no rate is refused by row and column, and only that cell; a row without a day is
 * refused whole. Row 1 is the header.
 * @param today a rate of a later day is refused: nobody can know it yet
 */
export function readEcbCsv(text: string, today: Day): EcbFile {
  const reader = new Reader(today);
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  if (lines.length > MAX_ECB_ROWS) return refused(null, null, `The file has more than ${MAX_ECB_ROWS} rows.`);
  const header = headerOf(lines[0] ?? "");
  if ("issue" in header) return { rates: [], days: 0, issues: [header.issue] };
  lines.slice(1).forEach((line, index) => {
    if (line.replaceAll(",", "").trim() !== "")
      reader.row(cellsOf(line), { row: index + 2, currencies: header.currencies });
  });
  return reader.result();
}

const cellsOf = (line: string): string[] =>
  line.split(",").map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .trim(),
  );

const refused = (row: number | null, column: string | null, message: string): EcbFile => ({
  rates: [],
  days: 0,
  issues: [{ severity: "blocking", row, column, code: "not-ecb-rates", message }],
});

function headerOf(line: string): { currencies: readonly string[] } | { issue: Issue } {
  const [first = "", ...rest] = cellsOf(line);
  while (rest.at(-1) === "") rest.pop();
  const wrong = (column: string | null, message: string) => ({
    issue: { severity: "blocking" as const, row: 1, column, code: "not-ecb-rates", message },
  });
  if (first.toLowerCase() !== "date" || rest.length === 0 || rest.length > MAX_ECB_COLUMNS)
    return wrong(null, "This is not the ECB’s file of rates: its first row is Date, USD, JPY and so on.");
  const odd = rest.find((code) => !/^[A-Z]{3}$/.test(code));
  if (odd !== undefined)
    return wrong(odd, `“${odd}” is not a currency. Write each column as three letters, such as USD.`);
  const twice = rest.find((code, index) => rest.indexOf(code) !== index);
  if (twice !== undefined) return wrong(twice, `${twice} has two columns. Delete the one that is wrong.`);
  return { currencies: rest };
}

class Reader {
  readonly #rates: EcbRate[] = [];
  readonly #issues: Issue[] = [];
  readonly #rowOfDay = new Map<Day, number>();
  readonly #today: Day;
  #unlisted = 0;

  constructor(today: Day) {
    this.#today = today;
  }

  row(
    [first = "", ...cells]: readonly string[],
    { row, currencies }: { row: number; currencies: readonly string[] },
  ): void {
    const day = this.#dayOf(first, row);
    if (day === null) return;
    if (cells.slice(currencies.length).some((cell) => cell !== "")) {
      this.#refuse(
        row,
        null,
        `This row has ${cells.length} rates and the header names ${currencies.length} currencies.`,
      );
      return;
    }
    this.#rowOfDay.set(day, row);
    currencies.forEach((currency, index) => {
      const text = cells[index] ?? "";
      if (text === "" || text.toUpperCase() === "N/A") return;
      const rate = parseDecimal(text);
      const trouble = rate ? troubleWith(rate) : "is not a rate";
      if (!rate || trouble !== null) {
        this.#refuse(
          row,
          currency,
          `“${text.slice(0, 40)}” ${trouble}. Write a number above zero such as 11.12, or N/A.`,
        );
      } else this.#rates.push({ row, day, currency, rate: format(rate) });
    });
  }

  #dayOf(text: string, row: number): Day | null {
    const day = readEcbDay(text);
    const earlier = day && this.#rowOfDay.get(day);
    if (!day) this.#refuse(row, "Date", `“${text.slice(0, 40)}” is not a day. Write it as 2026-11-20.`);
    else if (day > this.#today) this.#refuse(row, "Date", `${day} is still to come; nobody can know its rates.`);
    else if (earlier) this.#refuse(row, "Date", `${day} is in row ${earlier} already. Delete the row that is wrong.`);
    else return day;
    return null;
  }

  #refuse(row: number, column: string | null, message: string): void {
    if (this.#issues.length >= MOST_ISSUES) this.#unlisted += 1;
    else this.#issues.push({ severity: "warning", row, column, code: "refused-rate", message });
  }

  result(): EcbFile {
    const issues = [...this.#issues];
    if (this.#unlisted > 0)
      issues.push({
        severity: "warning",
        row: null,
        column: null,
        code: "more-issues",
        message: `${this.#unlisted} more were refused.`,
      });
    if (this.#rates.length === 0 && issues.length === 0) return refused(null, null, "The file holds no rate.");
    return { rates: this.#rates, days: this.#rowOfDay.size, issues };
  }
}

function troubleWith({ units, scale }: Decimal): string | null {
  if (units <= 0n) return "is not above zero";
  if (scale > MAX_PLACES) return `has more than ${MAX_PLACES} decimals`;
  return units >= 10n ** BigInt(MAX_WHOLE_DIGITS + scale) ? "is too large for a rate" : null;
}
