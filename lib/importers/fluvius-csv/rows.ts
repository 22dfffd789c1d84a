import { wholeOf } from "../../core/energy/units.ts";
import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { cellsOf } from "../source/csv-line.ts";
import { about } from "../source/headed-table.ts";
import { SlotEnds } from "../source/interval-step.ts";
import { readMeasured } from "../source/measured-cell.ts";
import { MeterClock } from "../source/meter-clock.ts";
import { meterName } from "../source/meter-name.ts";
import { Tally } from "../source/tally.ts";
import { type FluviusColumns, fluviusColumns } from "./columns.ts";
import { FLUVIUS_SAID as SAID } from "./said.ts";
import { MeterSlots } from "./slots.ts";

const OFFTAKE = /^(?:afname|offtake|pr[ée]l[èe]vement|consommation|consumption|verbruik)/i;
const RETURNED = /^inje[ck]ti/i;
const ESTIMATED = /estimat|geschat|estim[ée]/i;
const NOT_ELECTRIC = /^(?:m³|m3|nm³|nm3)$/i;

type OfftakeRow = {
  readonly cells: readonly string[];
  readonly row: number;
  readonly columns: FluviusColumns;
  readonly device: string;
  readonly register: string;
};

/** Reads the history line by line; registers of one slot are added once the whole file was seen. */
export class FluviusRows implements LineReader {
  readonly #sink: Sink;
  readonly #clock: MeterClock;
  readonly #tally: Tally;
  readonly #slots = new MeterSlots();
  readonly #ends: SlotEnds;
  #columns: FluviusColumns | null = null;
  #rows = 0;
  #held: { text: string; row: number } | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#tally = new Tally(sink);
    this.#clock = new MeterClock({ sink, options, format: "day-first", column: "From (date)", kind: "interval" });
    this.#ends = new SlotEnds(this.#clock.walls);
  }

  line(text: string, row: number): void {
    if (this.#held) this.#read(this.#held.text, this.#held.row);
    this.#held = { text, row };
  }

  end(file?: { readonly isOpenEnded: boolean }): void {
    const last = this.#held;
    if (last && file?.isOpenEnded && this.#isShort(last.text))
      this.#block(
        last.row,
        null,
        "row-cut",
        "The file ends in the middle of this row: it was cut. Download it again, or leave this row out.",
      );
    else if (last) this.#read(last.text, last.row);
    this.#report();
  }

  #isShort(text: string): boolean {
    const columns = this.#columns;
    return columns !== null && cellsOf(text, columns.delimiter).length < columns.names.length - 1;
  }

  #read(text: string, row: number): void {
    const columns = this.#columns;
    if (!columns) {
      this.#columns = fluviusColumns(text);
      return;
    }
    const cells = cellsOf(text, columns.delimiter);
    if (cells.every((cell) => cell === "") || cells[columns.volume] === columns.names[columns.volume]) return;
    this.#rows += 1;
    const at = (position: number) => (position < 0 ? "" : (cells[position] ?? ""));
    const device = meterName(at(columns.ean) || at(columns.meter) || "Fluvius");
    const unit = at(columns.unit);
    if (NOT_ELECTRIC.test(unit)) {
      this.#slots.markGas(device);
      return;
    }
    const register = at(columns.register);
    const passed = this.#passedOver({ register, unit });
    if (passed) this.#tally.note({ ...passed, column: columns.names[columns.register] ?? null }, row);
    else this.#slot({ cells, row, columns, device, register });
  }

  /** Why a row is no draw; null when it is one. */
  #passedOver({ register, unit }: { register: string; unit: string }) {
    if (RETURNED.test(register)) return SAID.returned;
    if (!/^k?wh$/i.test(unit)) return SAID.otherUnit;
    return OFFTAKE.test(register) ? null : SAID.unknownRegister;
  }

  #slot({ cells, row, columns, device, register }: OfftakeRow): void {
    const at = (position: number) => (position < 0 ? "" : (cells[position] ?? ""));
    const from = `${at(columns.fromDate)} ${at(columns.fromTime)}`.trim();
    const start = this.#clock.read({ text: from, series: `${device}|${register}`, row });
    if (!start) return;
    const until = this.#clock.stamps.read(`${at(columns.untilDate)} ${at(columns.untilTime)}`.trim());
    const toMs = until ? this.#ends.endOf({ start, untilMs: until.wallMs }) : null;
    if (toMs === null) {
      this.#block(
        row,
        columns.names[columns.untilDate] ?? null,
        "interval-unreadable",
        "The interval ends before it begins or a month later, or its end is no time. Mend the row or leave it out.",
      );
      return;
    }
    const microjoules = this.#microjoules({ text: at(columns.volume), unit: at(columns.unit), row, columns });
    if (microjoules === null) return;
    const column = columns.names[columns.status] ?? null;
    if (ESTIMATED.test(at(columns.status))) this.#tally.note({ ...SAID.estimated, column }, row);
    this.#slots.add({ device, register, row, fromMs: start.atMs, toMs, microjoules });
  }

  /** Null when the slot has no reading, or one that cannot be read; which was then said. */
  #microjoules(of: { text: string; unit: string; row: number; columns: FluviusColumns }): number | null {
    const { text, unit, row, columns } = of;
    const column = columns.names[columns.volume] ?? null;
    const measuredIn = unit.toLowerCase() === "wh" ? "Wh" : "kWh";
    const decimal = /\d\.\d/.test(text) && !text.includes(",") ? "." : ",";
    const read = readMeasured(text, { unit: measuredIn, decimal });
    if (read === "missing") {
      this.#tally.note({ ...SAID.missing, column }, row);
      return null;
    }
    const microjoules = read === "unreadable" ? null : wholeOf(read.value, { unit: read.unit, to: "microjoules" });
    if (microjoules === null) {
      const message = `"${text.slice(0, 60)}" is not a figure in ${measuredIn}. Mend the row or leave it out.`;
      this.#block(row, column, "value-unreadable", message);
    }
    return microjoules;
  }

  #report(): void {
    const slots = this.#slots;
    this.#tally.report();
    this.#clock.report();
    const { readings, gas } = slots.hand(this.#sink);
    if (gas)
      this.#sink.issue(
        about(
          "warning",
          "gas",
          "The file also says cubic metres, so it is a gas meter's; its kWh are heat and were not read.",
        ),
      );
    if (slots.repeats > 0)
      this.#sink.issue(
        about(
          "notice",
          "rows-repeated",
          `${slots.repeats} rows repeat a register and slot with the same figure; each counts once.`,
        ),
      );
    if (slots.conflicts > 0)
      this.#sink.issue({
        ...about(
          "warning",
          "slot-restated",
          `${slots.conflicts} rows give a register and slot another figure than an earlier row; the first counts.`,
        ),
        row: slots.firstConflict,
      });
    if (slots.negatives > 0)
      this.#sink.issue(
        about("warning", "energy-negative", `${slots.negatives} intervals are below 0; they count as they are.`),
      );
    if (readings === 0)
      this.#sink.issue(
        about(
          "warning",
          "no-readings",
          this.#rows === 0
            ? "The file holds a header and no rows."
            : "No row of the file holds a reading of electricity drawn.",
        ),
      );
  }

  #block(row: number, column: string | null, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }
}
