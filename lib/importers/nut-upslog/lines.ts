import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { LineTime, PendingTime } from "../source/line-time.ts";
import { PolledPower } from "../source/polled-power.ts";

/** `ups.realpower: 115`, `ups.realpower=115`, also with words of the log around it. */
const REAL_POWER = /ups\.realpower(?!\.)["\s]*[:=]\s*"?([^\s,;|"]*)/;
/** The first name of a variable on a line; what stands before it is the log's own. */
const VARIABLE = /(?:^|[\s,;|"])(?:ups|battery|input|output|device|driver|ambient)\.[a-z]/;
const DUMPED = /^(?:ups|battery|input|output|device|driver|ambient|outlet)\.[\w.]+: /;
const UPSLOG_STAMP = /^(\d{4})(\d{2})(\d{2}) (\d{2})(\d{2})(\d{2})(?=\s|$)/;
const UPSLOG =
  'upslog -s UPS@localhost -l ups.log -i 10 -f "%TIME @Y-@m-@dT@H:@M:@S% ups.realpower=%VAR ups.realpower%"';
const LOOP = "while sleep 10; do date -u +%FT%TZ; upsc UPS; done >> ups.log";
const MOST_UNTIMED = 10_000;

/** Real power of what hangs on a UPS. Apparent power, load in per cent and the nominal power are no watts, so not read. */
export class UpsLines implements LineReader {
  readonly #sink: Sink;
  readonly #times: LineTime;
  readonly #pending = new PendingTime();
  readonly #power: PolledPower;
  readonly #untimed: number[] = [];
  /** A table with `ups.realpower` in its header. */
  #table: { delimiter: string; time: number; power: number } | null = null;
  #firstRow: number | null = null;
  #timed = 0;
  #isDumped = false;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#times = new LineTime(sink, options);
    this.#power = new PolledPower(sink, { scope: "wall", column: "ups.realpower" });
  }

  line(text: string, row: number): void {
    this.#firstRow ??= row;
    if (this.#table) this.#tableRow(text, this.#table, row);
    else if (DUMPED.test(text)) this.#dumped(text, row);
    else if (!this.#inline(text, row) && !this.#header(text)) this.#between(text);
  }

  end(): void {
    this.#power.report();
    this.#times.report();
    if (this.#timed === 0 && this.#untimed.length === 0) {
      this.#block(
        this.#firstRow,
        "no-watts",
        `This log holds no ups.realpower: load in per cent and volts are no watts. If the UPS measures it (upsc UPS ups.realpower), log ${this.#isDumped ? LOOP : UPSLOG}; if not, put a metering plug before it.`,
      );
      return;
    }
    const [first = null] = this.#untimed;
    if (this.#timed === 0)
      this.#block(first, "no-time", `Nothing says when the power was read, so it is no energy. Log ${LOOP}`);
    else
      for (const row of this.#untimed)
        this.#block(row, "date-missing", "Nothing says when this was read. Leave the row out, or add its time.");
    if (this.#timed > 0 && this.#power.readings === 0)
      this.#sink.issue(about("notice", "no-readings", "The log holds no power reading."));
  }

  #dumped(text: string, row: number): void {
    this.#isDumped = true;
    const found = REAL_POWER.exec(text);
    if (found) this.#reading({ row, ms: this.#pending.take("UPS", row), device: "UPS", text: found[1] ?? "" });
  }

  /** `2026-05-04T10:00:00 ups.realpower=115 ups.load=20`. */
  #inline(text: string, row: number): boolean {
    const found = REAL_POWER.exec(text);
    if (!found) return false;
    const head = text.slice(0, VARIABLE.exec(text)?.index ?? 0);
    const { ms, name } = this.#times.head(withUpslogStamp(head.trim()));
    const device = name ?? "UPS";
    this.#reading({ row, ms: ms ?? this.#pending.take(device, row), device, text: found[1] ?? "" });
    return true;
  }

  #header(text: string): boolean {
    const delimiter = [",", ";", "\t", "|"].find((mark) => text.includes(mark));
    if (delimiter === undefined) return false;
    const names = cellsOf(text, delimiter).map((name) => name.toLowerCase());
    const power = names.indexOf("ups.realpower");
    if (power < 0) return false;
    this.#table = {
      delimiter,
      time: Math.max(
        names.findIndex((name) => /^(?:time|date|ts|epoch)/.test(name)),
        0,
      ),
      power,
    };
    return true;
  }

  #tableRow(
    text: string,
    { delimiter, time, power }: { delimiter: string; time: number; power: number },
    row: number,
  ): void {
    const cells = cellsOf(text, delimiter);
    if ((cells[power] ?? "").toLowerCase() === "ups.realpower") return;
    const ms = this.#times.read(withUpslogStamp(cells[time] ?? ""));
    this.#reading({ row, ms, device: "UPS", text: cells[power] ?? "" });
  }

  #between(text: string): void {
    const ms = this.#times.read(withUpslogStamp(text.trim()));
    if (ms !== null) this.#pending.set(ms);
  }

  #reading({ row, ms, device, text }: { row: number; ms: number | null; device: string; text: string }): void {
    if (ms === null) {
      if (this.#untimed.length < MOST_UNTIMED) this.#untimed.push(row);
      return;
    }
    if (!this.#times.isSound(ms)) {
      this.#block(
        row,
        "date-out-of-range",
        "The time is before the year 2000 or still to come; the clock was wrong. Leave the row out.",
      );
      return;
    }
    this.#timed += 1;
    this.#power.add({ row, device, atMs: ms, text, column: "ups.realpower" });
  }

  #block(row: number | null, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}

/** upslog's own `20260504 100000` as an ISO stamp; anything else as it is. */
function withUpslogStamp(text: string): string {
  const found = UPSLOG_STAMP.exec(text);
  if (!found) return text;
  const [whole, year, month, day, hour, minute, second] = found;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${text.slice(whole.length)}`;
}

const cellsOf = (text: string, delimiter: string): string[] =>
  text.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
