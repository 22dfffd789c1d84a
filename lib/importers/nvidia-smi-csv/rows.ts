import type { ReadOptions, RecordReader, Sample, Sink } from "../importer.ts";
import { shapeOf } from "../source/figure-shape.ts";
import { GpuReadings } from "../source/gpu-readings.ts";
import { about, cellAt } from "../source/headed-table.ts";
import { TupleMemo } from "../source/keys.ts";
import { reportZone } from "../source/log-clock.ts";
import { isOrderedStamp, StampReader } from "../source/stamps.ts";
import { Tally } from "../source/tally.ts";
import { CUT, MISSING, readMilliwatts } from "../source/watts.ts";
import { drawOf, trailingBlanks, widthOf } from "./cells.ts";
import { headedLayout, type Layout, type PowerColumn } from "./layout.ts";
import { BY_PLACES, DRIVER, DRIVER_MESSAGE, HEADER_CHANGED } from "./said.ts";
import { TickSplitter, tickPlan } from "./ticks.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;
/** Rows kept while a date like 04-03-2021 could be read two ways. */
const MOST_HELD = 200_000;

type Held = { readonly cells: readonly string[]; readonly row: number };

/** Reads the rows of a power log. What is no number is missing, never 0; a stamp that cannot be read is blocking. */
export class PowerRows implements RecordReader {
  #layout: Layout;
  readonly #sink: Sink;
  readonly #latestMs: number;
  readonly #stamps: StampReader;
  readonly #watts: GpuReadings;
  readonly #tally: Tally;
  readonly #devices = new TupleMemo(([text = ""]) => this.#deviceName(text));
  #ticks: TickSplitter | null;
  /** Cells of a whole row; a header's blank ones at the end are none. */
  #width: number;
  #held: Held[] = [];
  #isHeader: boolean;
  #unreadable: Held | null = null;
  /** The first rows, which show how the log writes its figures. */
  readonly #firstRows: Sample["records"];
  #last: readonly string[] | null = null;
  #lastRow = 0;
  #isHalfWritten = false;
  #repeatedHeaders = 0;
  #readings = 0;
  #isEarlyGone = false;

  constructor(layout: Layout, sink: Sink, options: ReadOptions, sample: Sample) {
    this.#layout = layout;
    this.#sink = sink;
    this.#latestMs = options.nowMs + MS_PER_DAY;
    this.#stamps = new StampReader(options.zone);
    this.#watts = new GpuReadings(sink, powerName(layout));
    this.#tally = new Tally(sink);
    this.#isHeader = layout.header !== null;
    this.#ticks = this.#splitter(sample, options.zone);
    this.#width = widthOf(layout);
    this.#firstRows = sample.records.slice(0, -1);
    if (layout.isByPlaces) this.#sink.issue(BY_PLACES);
  }

  #splitter(sample: Sample, zone: string | null): TickSplitter | null {
    if (this.#layout.deviceKind !== "none" || this.#layout.power.length !== 1) return null;
    const stamps = new StampReader(zone);
    for (const cells of sample.records) stamps.learn(this.#stampText(cells));
    const read = sample.records.map((cells) => stamps.read(this.#stampText(cells))).filter((ms) => !Number.isNaN(ms));
    const plan = tickPlan(read);
    if (plan.perTick === 1) return null;
    this.#sink.issue(
      about(
        "notice",
        "devices-by-order",
        `The rows name no GPU; every tick has ${plan.perTick} of them, so they are told apart by their order.`,
      ),
    );
    return new TickSplitter(plan, {
      accept: (tick) => {
        for (const [place, { row, atMs, milliwatts }] of tick.entries())
          this.#yield(row, `GPU${place}`, atMs, milliwatts);
      },
      refuse: (tick) => this.#refuseTick(tick.length, plan.perTick, tick[0]?.row ?? 0),
    });
  }

  /** A row is read when the next one comes: only of the last one can digits be missing. */
  record(cells: readonly string[], row: number): void {
    const last = this.#last;
    if (last !== null) this.#record(last, this.#lastRow);
    this.#last = cells;
    this.#lastRow = row;
  }

  #record(cells: readonly string[], row: number): void {
    if (this.#unreadable) this.#reportUnreadable(this.#unreadable);
    if (this.#isHeaderRow(cells)) return;
    const text = this.#stampText(cells);
    const atMs = this.#stamps.read(text);
    if (atMs > EARLIEST_MS && atMs < this.#latestMs) {
      this.#readRow(cells, row, atMs);
      return;
    }
    if (Number.isNaN(atMs)) this.#withoutStamp({ cells, row }, text);
    else
      this.#block(
        row,
        "date-out-of-range",
        `"${text}" is before the year 2000 or still to come; the clock was wrong. Leave the row out, or mend its time.`,
      );
  }

  end(file?: { readonly isOpenEnded: boolean }): void {
    const last = this.#last;
    this.#isHalfWritten = file?.isOpenEnded === true && last !== null && this.#isShapedAnew(last);
    if (last !== null) this.#record(last, this.#lastRow);
    if (this.#held.length > 0) this.#refuseHeld();
    const cut = this.#unreadable;
    if (cut && this.#readings > 0) {
      this.#sink.issue({
        severity: "warning",
        row: cut.row,
        column: this.#timeName(),
        code: "row-cut",
        message: "The last line is cut, as when the log was stopped while writing; it was not read.",
      });
    } else if (cut) this.#reportUnreadable(cut);
    this.#unreadable = null;
    this.#ticks?.end();
    this.#watts.report();
    this.#tally.report();
    reportZone(this.#stamps, this.#sink);
    if (this.#repeatedHeaders > 0)
      this.#sink.issue(
        about(
          "notice",
          "header-repeated",
          `The header appears ${this.#repeatedHeaders + 1} times; the repeats were passed over.`,
        ),
      );
    if (this.#readings === 0) this.#sink.issue(about("warning", "no-readings", "The log holds no power reading."));
  }

  #isHeaderRow(cells: readonly string[]): boolean {
    const header = this.#layout.header;
    if (header === null || cells[0]?.trim() !== header[0] || !header.every((name, at) => cells[at]?.trim() === name))
      return false;
    if (this.#isHeader) this.#isHeader = false;
    else this.#repeatedHeaders += 1;
    return true;
  }

  #stampText(cells: readonly string[]): string {
    const text = cellAt(cells, this.#layout.time);
    return this.#layout.clock < 0 ? text : `${text} ${cellAt(cells, this.#layout.clock)}`;
  }

  #readRow(cells: readonly string[], row: number, atMs: number): void {
    const { width, name, power } = this.#layout;
    // A GPU's name is not quoted, so a comma in it adds a cell and shifts what follows.
    const extra = cells.length > width ? cells.length - trailingBlanks(cells) - width : 0;
    if (extra > 0 && name < 0) {
      this.#block(
        row,
        "cells-too-many",
        `This row has ${cells.length} cells and the log ${width} columns, so it cannot be told which one is the power. Mend the row or leave it out.`,
      );
      return;
    }
    for (const column of power) this.#readCell({ cells, row, atMs, column, shift: extra });
  }

  #readCell({
    cells,
    row,
    atMs,
    column,
    shift,
  }: {
    cells: readonly string[];
    row: number;
    atMs: number;
    column: PowerColumn;
    shift: number;
  }): void {
    const { limit, name } = this.#layout;
    const at = (position: number) => (shift > 0 && position > name ? position + shift : position);
    const cell = drawOf(cells, column, at);
    // A row that ends in its power, where others go on, was cut: 65.30 W may have become 6.
    const isLastCell = at(column.position) === cells.length - 1;
    const isCut = isLastCell && (cells.length < this.#width || (this.#isHalfWritten && cells === this.#last));
    const read = isCut ? CUT : readMilliwatts(cell, column.factor);
    const milliwatts = this.#watts.judge(read, { row, cell, limit: limit < 0 ? "" : (cells[at(limit)] ?? "") });
    // A row without a reading still has its place in the tick.
    if (this.#ticks) this.#ticks.add({ row, atMs, milliwatts });
    else this.#yield(row, column.device ?? this.#deviceOf(cells, at), atMs, milliwatts);
  }

  #yield(row: number, device: string, atMs: number, milliwatts: number): void {
    if (milliwatts === MISSING) return;
    this.#readings += 1;
    this.#sink.sample({ row, device, atMs, milliwatts });
  }

  #deviceOf(cells: readonly string[], at: (position: number) => number): string {
    return this.#layout.deviceKind === "none" ? "GPU0" : this.#devices.get(cellAt(cells, at(this.#layout.device)));
  }

  #deviceName(text: string): string {
    if (text === "") return "GPU unnamed";
    return this.#layout.deviceKind === "index" && /^\d+$/.test(text) ? `GPU${text}` : text;
  }

  /** A stamp that may be a day or a month first is kept until some row tells; anything else is reported. */
  #withoutStamp(held: Held, text: string): void {
    if (this.#stamps.order === null && isOrderedStamp(text)) {
      this.#stamps.learn(text);
      this.#held.push(held);
      if (this.#stamps.order !== null) this.#replayHeld();
      else if (this.#held.length > MOST_HELD) this.#refuseHeld();
      return;
    }
    const first = (held.cells[0] ?? "").trim();
    if (DRIVER_MESSAGE.test(first)) this.#tally.note(DRIVER, held.row);
    else if (!this.#adoptHeader(held)) this.#unreadable = held;
  }

  /** A loop that was started again with other columns writes another header into the same log. */
  #adoptHeader({ cells, row }: Held): boolean {
    const layout = headedLayout(cells);
    if (layout === null) return false;
    this.#ticks?.end();
    this.#ticks = null;
    this.#layout = layout;
    this.#width = widthOf(layout);
    if (layout.problem === null) this.#tally.note(HEADER_CHANGED, row);
    else this.#block(row, "no-watts", `From here on the log is without watts. ${layout.problem}`);
    return true;
  }

  /** Is its power, in the last cell of a file without line ending, written otherwise than the log writes it? */
  #isShapedAnew(last: readonly string[]): boolean {
    const position = this.#layout.power.at(-1)?.position ?? -1;
    if (position !== last.length - 1) return false;
    const cells = this.#firstRows.map((row) => row[position] ?? "").filter((cell) => /^-?\d/.test(cell.trim()));
    return cells.length > 0 && !cells.some((cell) => shapeOf(cell) === shapeOf(last[position]));
  }

  #replayHeld(): void {
    const held = this.#held;
    this.#held = [];
    this.#sink.issue(
      about(
        "notice",
        this.#stamps.order === "day-first" ? "date-day-first" : "date-month-first",
        `Dates are written with the ${this.#stamps.order === "day-first" ? "day" : "month"} first: one of them has no other reading.`,
      ),
    );
    for (const { cells, row } of held) this.#record(cells, row);
  }

  #refuseHeld(): void {
    const [first] = this.#held;
    this.#held = [];
    if (!first || this.#isEarlyGone) return;
    this.#isEarlyGone = true;
    this.#block(
      first.row,
      "date-ambiguous",
      `"${this.#stampText(first.cells)}" may be the day or the month first, and no row of the log tells which. Write the dates as 2026-05-14.`,
    );
  }

  #refuseTick(count: number, expected: number, row: number): void {
    this.#block(
      row,
      "tick-uneven",
      `This tick has ${count} rows and the others ${expected}, and the rows name no GPU, so it cannot be told which GPU they are. Log with index or uuid, or leave the rows out.`,
    );
  }

  #reportUnreadable({ cells, row }: Held): void {
    this.#unreadable = null;
    const text = this.#stampText(cells);
    if (text === "") this.#block(row, "date-missing", "The row has no time. Mend the row or leave it out.");
    else this.#block(row, "date-unreadable", `"${text.slice(0, 60)}" is not a time. Mend the row or leave it out.`);
  }

  #timeName(): string | null {
    return this.#layout.header?.[this.#layout.time] ?? null;
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: this.#timeName(), code, message });
  }
}

/** The column of the watts; null where there are several. */
const powerName = ({ header, power: [only, ...others] }: Layout): string | null =>
  others.length > 0 ? null : (header?.[only?.position ?? -1] ?? "power.draw");
