import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { LineTime, PendingTime } from "../source/line-time.ts";
import { PolledPower } from "../source/polled-power.ts";
import { Tally } from "../source/tally.ts";

const READING = /^(.*?)(?:Instantaneous power reading|Current Power)\s*:\s*(.*)$/i;
const BMC_TIME = /(?:IPMI timestamp|Time ?stamp)\s*:\s*(.+)$/i;
const STATE = /(?:Power reading state is|Power Measurement)\s*:\s*(.*)$/i;
const OTHER_FIGURE = /(?:Minimum|Maximum|Average|Min Power|Max Power|Avg Power|Sampling period|reporting time period)/i;
const FIGURE = /^(\S+)\s*(?:watts?)?\.?$/i;
/** A line that names the server whose figures follow: `node1:`, `host: node1`, `=== node1 ===`. */
const HOST = /^(?:[=#*-]+\s*)?(?:(?:host(?:name)?|node|server|bmc)\s*[:=]?\s+)?([\w.-]+)\s*(:|[=#*-]+)?$/i;
const NAMED = /^(?:[=#*-]+\s*)?(?:host(?:name)?|node|server|bmc)\s*[:=]?\s+\S/i;
const LOOP = "while sleep 10; do date -u +%FT%TZ; ipmitool dcmi power reading; done >> power.log";
const MOST_UNTIMED = 10_000;

type Block = {
  readonly row: number;
  readonly device: string;
  readonly text: string;
  atMs: number | null;
  bmc: string;
  isOff: boolean;
};

const DEACTIVATED = {
  severity: "warning",
  code: "power-deactivated",
  column: null,
  message: "A reading says that power measurement is deactivated; it is missing, not 0.",
} as const;

/**
 * Readings with the lines around them. The log's own stamp, before or after a reading, goes before the BMC's, whose clock
 * is often wrong (power-formats A8).
 */
export class PowerBlocks implements LineReader {
  readonly #sink: Sink;
  readonly #times: LineTime;
  readonly #bmcTimes: LineTime;
  readonly #power: PolledPower;
  readonly #tally: Tally;
  #block: Block | null = null;
  readonly #pending = new PendingTime();
  #host = "server";
  #stampsFollow: boolean | null = null;
  #untimed: { row: number; why: string }[] = [];
  #timed = 0;
  #byBmc = 0;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#times = new LineTime(sink, options);
    this.#bmcTimes = new LineTime(sink, options);
    this.#power = new PolledPower(sink, { scope: "server", column: "Instantaneous power reading" });
    this.#tally = new Tally(sink);
  }

  line(text: string, row: number): void {
    const reading = READING.exec(text);
    if (reading) this.#open(reading[1] ?? "", (reading[2] ?? "").trim(), row);
    else if (!this.#detail(text)) this.#between(text);
  }

  end(): void {
    this.#close();
    this.#power.report();
    this.#tally.report();
    if (this.#timed === 0 && this.#untimed.length > 0) this.#refuseAll();
    else for (const { row, why } of this.#untimed) this.#refuse(row, why);
    this.#times.report();
    if (this.#byBmc > 0) this.#reportBmcClock();
    if (this.#timed === 0 && this.#untimed.length === 0)
      this.#sink.issue(about("notice", "no-readings", "The log holds no power reading."));
  }

  #open(before: string, text: string, row: number): void {
    this.#close();
    const { ms, name } = this.#times.head(before);
    const device = name ?? this.#host;
    this.#stampsFollow ??= ms === null && !this.#pending.isSet;
    const atMs = ms ?? this.#pending.take(device, row);
    this.#block = { row, device, text, atMs, bmc: "", isOff: false };
  }

  /** Lines of the reading that is open. @returns false for any other */
  #detail(text: string): boolean {
    const bmc = BMC_TIME.exec(text);
    if (bmc && this.#block) {
      this.#block.bmc = (bmc[1] ?? "").trim();
      return true;
    }
    const state = STATE.exec(text);
    if (state && this.#block) {
      this.#block.isOff = !/^(?:activated|active|on|enabled)\b/i.test((state[1] ?? "").trim());
      return true;
    }
    return OTHER_FIGURE.test(text) || bmc !== null || state !== null;
  }

  /** A line between readings: a stamp, the name of a server, or anything else, which is passed over. */
  #between(text: string): void {
    const ms = this.#times.read(text);
    if (ms === null) {
      const name = HOST.exec(text.trim());
      if (name && (name[2] !== undefined || NAMED.test(text.trim()))) {
        this.#close();
        this.#host = name[1] ?? this.#host;
      }
      return;
    }
    if (this.#stampsFollow && this.#block) {
      this.#block.atMs ??= ms;
      this.#close();
      return;
    }
    this.#close();
    this.#pending.set(ms);
  }

  #close(): void {
    const block = this.#block;
    if (!block) return;
    this.#block = null;
    const { row, device, text, isOff } = block;
    const atMs = block.atMs ?? this.#bmcTime(block.bmc);
    if (atMs === null || !this.#times.isSound(atMs)) {
      this.#untime(
        row,
        atMs === null ? "The reading has no time" : "The clock of the reading was wrong (before 2000 or still to come)",
      );
      return;
    }
    this.#timed += 1;
    if (isOff) this.#tally.note(DEACTIVATED, row);
    else
      this.#power.add({
        row,
        device,
        atMs,
        text: FIGURE.exec(text)?.[1] ?? text,
        column: "Instantaneous power reading",
      });
  }

  #bmcTime(text: string): number | null {
    const ms = text === "" ? null : this.#bmcTimes.read(text);
    if (ms !== null && this.#bmcTimes.isSound(ms)) this.#byBmc += 1;
    return ms;
  }

  #untime(row: number, why: string): void {
    if (this.#untimed.length < MOST_UNTIMED) this.#untimed.push({ row, why });
  }

  #refuseAll(): void {
    const [first] = this.#untimed;
    this.#sink.issue({
      severity: "blocking",
      row: first?.row ?? null,
      column: null,
      code: "no-time",
      message: `The readings carry no time that can be used, so they are no energy. Write the date before each: ${LOOP}`,
    });
  }

  #refuse(row: number, why: string): void {
    this.#sink.issue({
      severity: "blocking",
      row,
      column: "IPMI timestamp",
      code: "date-missing",
      message: `${why}. Mend the row or leave it out.`,
    });
  }

  #reportBmcClock(): void {
    this.#bmcTimes.report();
    this.#sink.issue(
      about(
        "notice",
        "bmc-clock",
        `Readings placed by the BMC's own clock, which may be off: ${this.#byBmc}. To be sure of the hours, log ${LOOP}`,
      ),
    );
  }
}
