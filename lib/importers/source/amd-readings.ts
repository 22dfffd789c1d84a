import type { ReadOptions, Sink } from "../importer.ts";
import { GpuReadings } from "./gpu-readings.ts";
import { about } from "./headed-table.ts";
import { LogClock } from "./log-clock.ts";
import { MISSING, readMilliwatts } from "./watts.ts";

/** 2^32 - 1 and 2^16 - 1: what AMD's library returns for a figure the card does not have. */
const SENTINEL = /^\s*(?:4294967295|65535)(?:\.0*)?(?:\s|$)/;
/** On the host of virtual machines amd-smi gives microwatts: a plausible figure is then between these (1 W and 3,000 W). */
const LEAST_MICROWATTS = 1_000_000;
const MOST_WATTS = 3_000;
const MICROWATTS = /^\s*(\d{1,12})\s*[uµμ]W\s*$/;

type AmdReading = {
  readonly row: number;
  readonly device: string;
  /** Null: the file has no time. */
  readonly time: string | null;
  /** The figures the tool gives for the same power, best first. */
  readonly cells: readonly string[];
};

type Names = {
  readonly power: string;
  readonly time: string | null;
  /** How to log so that a time is written, as a sentence. */
  readonly logInstead: string;
};

/** Readings of AMD GPUs, of whichever tool. The tools write no time of their own unless told to: without one nothing is read. */
export class AmdReadings {
  readonly #sink: Sink;
  readonly #names: Names;
  readonly #clock: LogClock;
  readonly #watts: GpuReadings;
  /** Whether a GPU's figures are microwatts: its first plausible one tells. */
  readonly #isMicrowatts = new Map<string, boolean>();
  #untimed: number | null = null;
  #readings = 0;

  constructor(sink: Sink, options: ReadOptions, names: Names) {
    this.#sink = sink;
    this.#names = names;
    this.#clock = new LogClock(sink, options, names.time);
    this.#watts = new GpuReadings(sink, names.power);
  }

  add({ row, device, time, cells }: AmdReading): void {
    if (time === null) {
      this.#untimed ??= row;
      return;
    }
    const atMs = this.#clock.instantOf(time, row);
    if (atMs === null) return;
    const given = cells.filter((text) => !SENTINEL.test(text));
    const cell = given.find((text) => /\d/.test(text)) ?? given[0] ?? "";
    const milliwatts = this.#watts.judge(this.#read(cell, device), { row, cell });
    if (milliwatts === MISSING) return;
    this.#readings += 1;
    this.#sink.sample({ row, device, atMs, milliwatts });
  }

  cut(row: number): void {
    this.#watts.cut(row);
  }

  report(): void {
    this.#watts.report();
    this.#clock.report();
    if ([...this.#isMicrowatts.values()].includes(true))
      this.#sink.issue(
        about(
          "notice",
          "power-microwatts",
          "The figures are microwatts, as amd-smi gives them on the host of virtual machines; they were read as such.",
        ),
      );
    if (this.#untimed !== null) {
      const message = `The file has no time, so its watts cannot be placed. ${this.#names.logInstead}`;
      this.#sink.issue({ severity: "blocking", row: this.#untimed, column: null, code: "no-time", message });
    } else if (this.#readings === 0)
      this.#sink.issue(about("warning", "no-readings", "The log holds no power reading."));
  }

  #read(cell: string, device: string): number {
    const named = MICROWATTS.exec(cell);
    if (named) return milliwattsOf(Number(named[1]));
    const milliwatts = readMilliwatts(cell, 1000);
    if (milliwatts <= 0) return milliwatts;
    const watts = milliwatts / 1000;
    const isMicro = watts >= LEAST_MICROWATTS;
    if (!isMicro && watts > MOST_WATTS) return milliwatts;
    const known = this.#isMicrowatts.get(device);
    if (known === undefined) this.#isMicrowatts.set(device, isMicro);
    // Of another scale than the readings before: judged, and refused, in theirs.
    return (known ?? isMicro) ? milliwattsOf(Math.round(watts)) : milliwatts;
  }
}

const milliwattsOf = (microwatts: number): number => Math.floor((microwatts + 500) / 1000);
