import type { Sink } from "../importer.ts";
import { CounterEnergy } from "../source/counter-energy.ts";
import { PolledPower } from "../source/polled-power.ts";
import { scaledInteger } from "../source/scaled-integer.ts";
import { Tally } from "../source/tally.ts";
import { type Figures, MICROJOULES_PER_WATT_MINUTE } from "./figures.ts";

const LOOP =
  "while sleep 30; do echo \"$(date -u +%FT%TZ) $(curl -sk -u USER https://BMC/redfish/v1/Chassis/1/Power | tr -d '\\n')\"; done >> power.log";
const MOST_UNTIMED = 10_000;
const MOST_MINUTES = 1_440;
/** 20 kW through a minute, in microjoules. */
const MOST_A_MINUTE = 20_000 * MICROJOULES_PER_WATT_MINUTE;

const PARTS = {
  severity: "notice",
  code: "parts-not-added",
  column: "PowerControl",
  message: "PowerControl has several members; the one of the whole machine was read, its parts were not added.",
} as const;
const NO_WATTS = {
  severity: "warning",
  code: "power-missing",
  column: "PowerControl",
  message: "A document holds no PowerConsumedWatts; power supplies are not read, as they often state their capacity.",
} as const;

type Reading = { readonly row: number; readonly device: string; readonly ms: number | null; readonly figures: Figures };

/** Servers' own meters: watts polled, or the mean of the minutes before where there are none, or a counter. */
export class ServerPower {
  readonly #sink: Sink;
  readonly #isSound: (ms: number) => boolean;
  readonly #polled: PolledPower;
  readonly #counters: CounterEnergy;
  readonly #tally: Tally;
  readonly #averaged = new Set<string>();
  readonly #untimed: number[] = [];
  seen = 0;
  #timed = 0;
  #averages = 0;

  constructor(sink: Sink, isSound: (ms: number) => boolean) {
    this.#sink = sink;
    this.#isSound = isSound;
    this.#polled = new PolledPower(sink, { scope: "server", column: "PowerConsumedWatts" });
    this.#counters = new CounterEnergy(sink, "server");
    this.#tally = new Tally(sink);
  }

  get readings(): number {
    return this.#polled.readings + this.#counters.readings + this.#averages;
  }

  get refused(): number {
    return this.#untimed.length;
  }

  add({ row, device, ms, figures }: Reading): void {
    this.seen += 1;
    if (ms === null) {
      if (this.#untimed.length < MOST_UNTIMED) this.#untimed.push(row);
      return;
    }
    if (!this.#isSound(ms)) {
      this.#block(
        row,
        "date-out-of-range",
        "The time is before the year 2000 or still to come; the clock was wrong. Leave the row out.",
      );
      return;
    }
    this.#timed += 1;
    const { watts, average, energy, parts } = figures;
    if (parts > 0) this.#tally.note(PARTS, row);
    if (energy) this.#counters.add({ row, device, atMs: ms, ...energy, column: "Reading" });
    if (watts !== null && watts !== "")
      this.#polled.add({ row, device, atMs: ms, text: watts, column: "PowerConsumedWatts", key: `${device} power` });
    else if (average) this.#average({ row, device, ms, ...average });
    else if (!energy) this.#tally.note(NO_WATTS, row);
  }

  report(): void {
    this.#polled.report();
    this.#counters.report();
    this.#tally.report();
    const [first] = this.#untimed;
    if (first !== undefined && this.#timed === 0)
      this.#block(
        first,
        "no-time",
        `Nothing says when the power was read, so it is no energy. Log a time with each document: ${LOOP}`,
      );
    else
      for (const row of this.#untimed)
        this.#block(row, "date-missing", "Nothing says when this was read. Leave the row out, or add its time.");
  }

  #average({
    row,
    device,
    ms,
    watts,
    minutes,
  }: {
    row: number;
    device: string;
    ms: number;
    watts: string;
    minutes: string;
  }): void {
    const length = scaledInteger(minutes, 1);
    const microjoules = scaledInteger(watts, MICROJOULES_PER_WATT_MINUTE * length);
    if (!(length > 0 && length <= MOST_MINUTES && microjoules > 0 && microjoules <= MOST_A_MINUTE * length)) {
      this.#tally.note(NO_WATTS, row);
      return;
    }
    const key = `${device} average`;
    if (!this.#averaged.has(device)) {
      this.#averaged.add(device);
      this.#sink.energy({ is: "series", key, device, scope: "server", kind: "interval" });
    }
    this.#averages += 1;
    this.#sink.energy({ is: "interval", row, series: key, fromMs: ms - length * 60_000, toMs: ms, microjoules });
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}
