import type { ReadOptions, Sink } from "../importer.ts";
import { CounterEnergy } from "../source/counter-energy.ts";
import { reportZone } from "../source/log-clock.ts";
import { PolledPower } from "../source/polled-power.ts";
import { StampReader } from "../source/stamps.ts";
import { Tally } from "../source/tally.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;
const MOST_UNTIMED = 10_000;

const CLOCK_NOT_SET = {
  severity: "warning",
  code: "clock-not-set",
  column: "Time",
  message:
    "A message was sent before the device knew the time (1970), and nothing says when it was received; it was left out.",
} as const;
const RETURNED = {
  severity: "warning",
  code: "energy-returned",
  column: null,
  message: "Energy flowed back; it was not taken off what was used.",
} as const;

/** What is known of a message from outside: when it was received, and whose it is. */
export type Around = {
  readonly row: number;
  readonly ms: number | null;
  readonly device: string | null;
  /** Sent by the device itself (MQTT) when something changed, not asked for. */
  readonly isPushed: boolean;
};

export type PlugReading = {
  readonly row: number;
  readonly device: string;
  /** Null: nothing in the message or around it says when. */
  readonly ms: number | null;
  readonly energy: { readonly text: string; readonly factor: number } | null;
  readonly power: string | null;
  /** The relay is open, so 0 W is true. */
  readonly isOff?: boolean;
  /** Its watts hold until it sends others. */
  readonly isOnChange?: boolean;
};

/** What all plugs of a file yield: a counter at the wall each, and the watts beside it. */
export class Plugs {
  readonly #sink: Sink;
  readonly #zone: string | null;
  readonly #latestMs: number;
  readonly #power: PolledPower;
  readonly #energy: CounterEnergy;
  readonly #tally: Tally;
  readonly #clocks = new Map<string, StampReader>();
  readonly #starts = new Map<string, { start: string; ms: number }>();
  readonly #untimed: number[] = [];
  /** Messages that held power or energy, usable or not. */
  seen = 0;
  #timed = 0;

  constructor(sink: Sink, { zone, nowMs }: ReadOptions) {
    this.#sink = sink;
    this.#zone = zone;
    this.#latestMs = nowMs + MS_PER_DAY;
    this.#power = new PolledPower(sink, { scope: "wall" });
    this.#energy = new CounterEnergy(sink, "wall");
    this.#tally = new Tally(sink);
  }

  get readings(): number {
    return this.#power.readings + this.#energy.readings;
  }

  get untimed(): number {
    return this.#untimed.length;
  }

  add({ row, device, ms, energy, power, isOff, isOnChange }: PlugReading): void {
    this.seen += 1;
    if (ms === null || Number.isNaN(ms)) {
      if (this.#untimed.length < MOST_UNTIMED) this.#untimed.push(row);
      return;
    }
    if (!(ms > EARLIEST_MS && ms < this.#latestMs)) {
      if (ms <= EARLIEST_MS) this.#tally.note(CLOCK_NOT_SET, row);
      else this.#block(row, "date-out-of-range", "The time is still to come; the clock was wrong. Leave the row out.");
      return;
    }
    this.#timed += 1;
    if (energy) this.#energy.add({ row, device, atMs: ms, ...energy });
    if (power !== null)
      this.#power.add({
        row,
        device,
        atMs: ms,
        text: power,
        key: `${device} power`,
        ...(isOff ? { isOff } : {}),
        ...(isOnChange ? { isOnChange } : {}),
      });
  }

  /** When a counter says that it began anew since its last message: at that time it stood at 0. */
  startedAt({
    row,
    device,
    ms,
    start,
  }: {
    row: number;
    device: string;
    ms: number | null;
    start: string | null;
  }): void {
    if (start === null || ms === null || !(ms > EARLIEST_MS)) return;
    const last = this.#starts.get(device);
    this.#starts.set(device, { start, ms });
    if (!last || last.start === start) return;
    const startMs = this.ownTime(`${device} start`, start);
    if (startMs > last.ms && startMs <= ms) this.#energy.add({ row, device, atMs: startMs, text: "0", factor: 1 });
  }

  returned(row: number): void {
    this.#tally.note(RETURNED, row);
  }

  /** A stamp of the device's own clock, which carries no zone: each device's are a log of their own. NaN: no stamp. */
  ownTime(device: string, text: string): number {
    let clock = this.#clocks.get(device);
    if (!clock) {
      clock = new StampReader(this.#zone);
      this.#clocks.set(device, clock);
    }
    return clock.read(text);
  }

  report(loop: string): void {
    this.#power.report();
    this.#energy.report();
    this.#tally.report();
    const [first] = this.#untimed;
    if (first !== undefined && this.#timed === 0)
      this.#block(
        first,
        "no-time",
        `Nothing says when the readings were taken, so they are no energy. Log a time with each: ${loop}`,
      );
    else
      for (const row of this.#untimed)
        this.#block(
          row,
          "date-missing",
          "Nothing says when this reading was taken. Leave the row out, or add its time.",
        );
    this.#reportClocks();
  }

  /** One warning of each kind for all devices. */
  #reportClocks(): void {
    const clocks = [...this.#clocks.values()];
    const told = clocks.find(({ sawZoneless, clock }) => (sawZoneless && !clock) || clock?.beganInRepeat) ?? clocks[0];
    if (told) reportZone(told, this.#sink);
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}
