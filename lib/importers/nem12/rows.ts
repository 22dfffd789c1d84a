import { wholeOf } from "../../core/energy/units.ts";
import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { cellsOf } from "../source/csv-line.ts";
import { ZoneWalls } from "../source/fold-clock.ts";
import { about } from "../source/headed-table.ts";
import { readMeasured } from "../source/measured-cell.ts";
import { meterName } from "../source/meter-name.ts";
import { Tally } from "../source/tally.ts";
import { midnightOf } from "../source/wall-stamp.ts";
import { NEM_SAID as SAID } from "./said.ts";

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_DAY = 1440;
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/** A 200 record: one register of one connection. */
type Stream = { readonly key: string; readonly unit: "kWh" | "Wh" | "MWh"; readonly minutes: number };
/** A 300 record, held until the 400 records that say which of its readings are none have passed. */
type HeldDay = {
  readonly stream: Stream;
  readonly row: number;
  readonly midnightMs: number;
  readonly cells: readonly string[];
  readonly flags: string[];
};

/** Reads NEM12 records. Times are the market's standard time all year round: no night has a repeated hour. */
export class NemRows implements LineReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #tally: Tally;
  readonly #walls: ZoneWalls | null;
  readonly #declared = new Set<string>();
  #stream: Stream | "passed-over" | null = null;
  #day: HeldDay | null = null;
  #sawEnd = false;
  #readings = 0;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#tally = new Tally(sink);
    this.#walls = options.zone === null ? null : new ZoneWalls(options.zone);
  }

  line(text: string, row: number): void {
    const cells = cellsOf(text, ",");
    switch (cells[0]) {
      case "100":
      case "500":
        return;
      case "200":
        this.#flush();
        this.#open(cells, row);
        return;
      case "300":
        this.#flush();
        this.#hold(cells, row);
        return;
      case "400":
        this.#flag(cells, row);
        return;
      case "900":
        this.#flush();
        this.#sawEnd = true;
        return;
      default:
        if (text.trim() !== "")
          this.#block(
            row,
            "record-unknown",
            `"${(cells[0] ?? "").slice(0, 20)}" is no NEM12 record (100 to 900). Mend the row or leave it out.`,
          );
    }
  }

  end(): void {
    this.#flush();
    this.#tally.report();
    const issue = (severity: "warning" | "notice", code: string, message: string) =>
      this.#sink.issue(about(severity, code, message));
    if (!this.#sawEnd)
      issue(
        "warning",
        "end-missing",
        "The file has no 900 record at its end: it may have been cut. Download it again and compare.",
      );
    if (this.#readings > 0 && !this.#walls)
      issue(
        "warning",
        "zone-missing",
        "The stamps carry no time zone and none was given, so they were read as UTC. Give the rig's zone to place the hours right.",
      );
    if (this.#readings === 0) issue("warning", "no-readings", "The file holds no reading of energy drawn.");
  }

  #open(cells: readonly string[], row: number): void {
    const [, nmi = "", , register = "", suffix = "", , , uom = "", length = ""] = cells;
    const unit = ({ KWH: "kWh", WH: "Wh", MWH: "MWh" } as const)[uom.toUpperCase()] ?? null;
    const name = (suffix || register).toUpperCase();
    this.#stream = "passed-over";
    if (unit === null) this.#tally.note({ ...SAID.otherUnit, column: null }, row);
    else if (!name.startsWith("E"))
      this.#tally.note({ ...(name.startsWith("B") ? SAID.returned : SAID.otherStream), column: null }, row);
    else if (!/^(?:1|5|10|15|30|60)$/.test(length)) {
      this.#stream = null;
      this.#block(
        row,
        "interval-unreadable",
        `"${length.slice(0, 20)}" is no interval of 5, 15, 30 or 60 minutes. Download the file again.`,
      );
    } else this.#stream = { key: `${meterName(nmi)} ${name}`, unit, minutes: Number(length) };
  }

  #hold(cells: readonly string[], row: number): void {
    const stream = this.#stream;
    if (stream === "passed-over") return;
    if (stream === null) {
      this.#block(
        row,
        "stream-missing",
        "This 300 record follows no 200 record that could be read, so its meter and unit are not known. Download the file again.",
      );
      return;
    }
    const [, year = "", month = "", day = ""] = /^(\d{4})(\d{2})(\d{2})$/.exec(cells[1] ?? "") ?? [];
    const midnightMs = midnightOf({ year: Number(year), month: Number(month), day: Number(day) });
    if (Number.isNaN(midnightMs)) {
      this.#block(
        row,
        "date-unreadable",
        `"${(cells[1] ?? "").slice(0, 60)}" is not a day (20260514). Mend the row or leave it out.`,
      );
      return;
    }
    const count = MINUTES_PER_DAY / stream.minutes;
    const quality = cells[2 + count] ?? "";
    const isShort = cells.length < 2 + count || /^[AEFNSV]/i.test(cells[1 + count] ?? "");
    if (isShort || !/^(?:[AEFNSV]\d{0,2})?$/i.test(quality)) {
      this.#block(
        row,
        "row-cut",
        `A day of ${stream.minutes} minutes has ${count} readings and then its quality; this row has another number. It was cut or shifted: download the file again, or leave the row out.`,
      );
      return;
    }
    if (midnightMs < EARLIEST_MS || midnightMs > this.#options.nowMs + MINUTES_PER_DAY * MS_PER_MINUTE) {
      this.#block(
        row,
        "date-out-of-range",
        `"${cells[1]}" is before the year 2000 or still to come; the clock was wrong. Leave the row out, or mend its time.`,
      );
      return;
    }
    const flags = Array.from({ length: count }, () => (quality === "" ? "A" : quality.charAt(0).toUpperCase()));
    this.#day = { stream, row, midnightMs, cells, flags };
  }

  /** 400: readings `first` to `last` of the day before it have another quality. */
  #flag(cells: readonly string[], row: number): void {
    const [, firstText = "", lastText = "", quality = ""] = cells;
    const first = Number(firstText);
    const last = Number(lastText);
    const day = this.#day;
    if (this.#stream === "passed-over" || !day) return;
    if (!(first >= 1 && last >= first && last <= day.flags.length)) {
      this.#block(
        row,
        "event-unreadable",
        `"${firstText}" to "${lastText}" are no readings of the day above. Mend the row or leave it out.`,
      );
      return;
    }
    day.flags.fill(quality.charAt(0).toUpperCase(), first - 1, last);
  }

  #flush(): void {
    const day = this.#day;
    this.#day = null;
    if (!day) return;
    for (const [at, flag] of day.flags.entries()) this.#reading(day, { flag, at });
  }

  #reading({ stream, row, midnightMs, cells }: HeldDay, { flag, at }: { flag: string; at: number }): void {
    const text = cells[2 + at] ?? "";
    const read = readMeasured(text, { unit: stream.unit, decimal: "." });
    if (flag === "N" || read === "missing") {
      this.#tally.note({ ...SAID.missing, column: null }, row);
      return;
    }
    const microjoules = read === "unreadable" ? null : wholeOf(read.value, { unit: stream.unit, to: "microjoules" });
    if (microjoules === null) {
      this.#block(
        row,
        "value-unreadable",
        `"${text.slice(0, 60)}", reading ${at + 1} of the day, is not a figure in ${stream.unit}. Mend the row or leave it out.`,
      );
      return;
    }
    if (flag === "E" || flag === "S" || flag === "F") this.#tally.note({ ...SAID.estimated, column: null }, row);
    if (microjoules < 0) this.#tally.note({ ...SAID.negative, column: null }, row);
    const wallMs = midnightMs + at * stream.minutes * MS_PER_MINUTE;
    const fromMs = wallMs + (this.#walls?.standardOffsetMs(wallMs) ?? 0);
    this.#declare(stream);
    this.#readings += 1;
    this.#sink.energy({
      is: "interval",
      row,
      series: stream.key,
      fromMs,
      toMs: fromMs + stream.minutes * MS_PER_MINUTE,
      microjoules,
    });
  }

  #declare({ key }: Stream): void {
    if (this.#declared.has(key)) return;
    this.#declared.add(key);
    this.#sink.energy({ is: "series", key, device: key, scope: "wall", kind: "interval" });
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}
