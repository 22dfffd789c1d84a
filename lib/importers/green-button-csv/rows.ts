import { wholeOf } from "../../core/energy/units.ts";
import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { cellsOf } from "../source/csv-line.ts";
import { SAID } from "../source/energy-issues.ts";
import { about } from "../source/headed-table.ts";
import { SlotEnds } from "../source/interval-step.ts";
import { readMeasured } from "../source/measured-cell.ts";
import { MeterClock } from "../source/meter-clock.ts";
import { Tally } from "../source/tally.ts";
import { PERIODS, periodOf, type Section, sectionOf } from "./layout.ts";

const METER = "Green Button meter";
const MS_PER_MINUTE = 60_000;
type Times = Extract<Section, { is: "times" }>;
type Slot = {
  readonly from: string;
  readonly until: string;
  readonly isInclusive: boolean;
  readonly text: string;
  readonly quality: string;
  readonly row: number;
  readonly section: Exclude<Section, { is: "passed-over" }>;
};

const ESTIMATED = {
  severity: "warning",
  code: "reading-estimated",
  column: null,
  message: "Readings are marked estimated: the utility's own stand-ins for what its meter did not say.",
} as const;

/** Reads the slots of a download; banner lines hold names and addresses and are passed over. */
export class GreenButtonRows implements LineReader {
  readonly #sink: Sink;
  readonly #clock: MeterClock;
  readonly #ends: SlotEnds;
  readonly #tally: Tally;
  #section: Section | null = null;
  #isDeclared = false;
  #passedOver = new Set<string>();

  constructor(sink: Sink, options: ReadOptions, { isDayFirst }: { isDayFirst: boolean }) {
    this.#sink = sink;
    this.#tally = new Tally(sink);
    this.#clock = new MeterClock({ sink, options, format: "auto", column: null, kind: "interval" });
    // Green Button is American: 10/11/2025 is the 11th of October unless another date of the file cannot be.
    this.#clock.stamps.order = isDayFirst ? "day-first" : "month-first";
    this.#ends = new SlotEnds(this.#clock.walls);
  }

  line(text: string, row: number): void {
    const opened = sectionOf(text);
    if (opened) {
      this.#section = opened;
      return;
    }
    const period = periodOf(text);
    const section = this.#section ?? (period ? PERIODS : null);
    if (!section || section.is === "passed-over") {
      if (section && (period || /^\D{0,40},\d/.test(text))) this.#passedOver.add(section.name);
      return;
    }
    if (section.is === "times") this.#timesRow(text, { row, section });
    else if (period) {
      const cells = cellsOf(text, text.includes('";"') || !text.includes(",") ? ";" : ",");
      const quality = section.quality < 0 ? "" : (cells[section.quality] ?? "");
      this.#slot({ ...period, isInclusive: false, text: cells[section.value] ?? "", quality, row, section });
    } else if (/^"?\d{4}-\d{2}-\d{2}|^"?\d{1,2}\/\d{1,2}\/\d{4}/.test(text))
      this.#block(
        row,
        "interval-unreadable",
        "This row begins with a date and is no slot (from to until, usage). Mend the row or leave it out.",
      );
  }

  #timesRow(text: string, { row, section }: { row: number; section: Times }): void {
    const cells = cellsOf(text, ",");
    const at = (position: number) => cells[position] ?? "";
    const type = section.type < 0 ? "electric" : at(section.type).toLowerCase();
    if (!/^electric/.test(type)) {
      if (/usage|gas|water/.test(type)) this.#passedOver.add(type);
      return;
    }
    const [from, until] = [section.start, section.end].map((position) => `${at(section.date)} ${at(position)}`);
    const quality = section.quality < 0 ? "" : at(section.quality);
    this.#slot({
      from: from ?? "",
      until: until ?? "",
      isInclusive: true,
      text: at(section.value),
      quality,
      row,
      section,
    });
  }

  #slot({ from, until, isInclusive, text, quality, row, section }: Slot): void {
    const start = this.#clock.read({ text: from, series: METER, row });
    if (!start) return;
    const end = this.#clock.stamps.read(until);
    // PG&E writes the last minute of a slot: 00:00 to 00:14.
    const lastMinute = isInclusive && end !== null && (end.wallMs / MS_PER_MINUTE) % 5 !== 0 ? MS_PER_MINUTE : 0;
    const untilMs = end === null ? Number.NaN : end.wallMs + lastMinute;
    const isNextDay = isInclusive && untilMs <= start.wallMs;
    const toMs = Number.isNaN(untilMs)
      ? null
      : this.#ends.endOf({ start, untilMs: isNextDay ? untilMs + 86_400_000 : untilMs });
    if (toMs === null) {
      this.#block(
        row,
        "interval-unreadable",
        `The slot ends before it begins or a month later, or "${until.slice(0, 40)}" is no time. Mend the row or leave it out.`,
      );
      return;
    }
    const read = /missing/i.test(quality) ? "missing" : readMeasured(text, { unit: section.unit, decimal: "." });
    if (read === "missing") {
      this.#tally.note({ ...SAID.missing, column: null }, row);
      return;
    }
    const microjoules = read === "unreadable" ? null : wholeOf(read.value, { unit: read.unit, to: "microjoules" });
    if (microjoules === null) {
      this.#block(
        row,
        "value-unreadable",
        `"${text.slice(0, 60)}" is not a figure in ${section.unit}. Mend the row or leave it out.`,
      );
      return;
    }
    if (/estimat/i.test(quality)) this.#tally.note(ESTIMATED, row);
    if (microjoules < 0) this.#tally.note({ ...SAID.negativeEnergy, column: null }, row);
    if (!this.#isDeclared)
      this.#sink.energy({ is: "series", key: METER, device: METER, scope: "wall", kind: "interval" });
    this.#isDeclared = true;
    this.#sink.energy({ is: "interval", row, series: METER, fromMs: start.atMs, toMs, microjoules });
  }

  end(): void {
    this.#tally.report();
    this.#clock.report();
    if (this.#passedOver.size > 0)
      this.#sink.issue(
        about(
          "notice",
          "returned",
          `${[...this.#passedOver].join(", ")}: returned to the grid, or no electricity; not read.`,
        ),
      );
    if (!this.#isDeclared)
      this.#sink.issue(about("warning", "no-readings", "The file holds no reading of electricity drawn."));
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}
