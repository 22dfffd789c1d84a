import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { AmdReadings } from "./amd-readings.ts";
import { about } from "./headed-table.ts";
import type { JsonObject } from "./json.ts";
import { timedObjects } from "./json-log.ts";
import { JsonStream } from "./json-stream.ts";
import { Tally } from "./tally.ts";
import { stampOfLine } from "./unix-date.ts";

/** The power of one GPU in an object of the log. */
export type AmdFigures = { readonly device: string; readonly time: string | null; readonly cells: readonly string[] };

type AmdJsonLog = {
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly power: string;
  readonly logInstead: string;
  /** Is this the object of one reading, and not one around it? */
  isReading(value: JsonObject): boolean;
  figures(value: JsonObject): readonly AmdFigures[];
};

const STRANGE = {
  severity: "warning",
  column: null,
  code: "line-strange",
  message: "A line is neither JSON nor a time, as when the tool says what is wrong; it was passed over.",
} as const;

/** Objects that AMD's tools write in a loop, with the time inside, around, or on a line before each. */
export function amdJsonLog({ sink, options, power, logInstead, isReading, figures }: AmdJsonLog): LineReader {
  const readings = new AmdReadings(sink, options, { power, time: "timestamp", logInstead });
  const tally = new Tally(sink);
  let before: string | null = null;
  let found = 0;
  let objects = 0;
  const stream = new JsonStream({
    value(value, row) {
      for (const reading of timedObjects([value], isReading)) {
        objects += 1;
        for (const { device, time, cells } of figures(reading.value)) {
          found += 1;
          readings.add({ row, device, time: time ?? reading.time ?? before, cells });
        }
      }
      before = null;
    },
    text(line, row) {
      const stamp = stampOfLine(line);
      if (stamp === null) tally.note(STRANGE, row);
      else before = stamp;
    },
    refuse: (row) =>
      sink.issue({
        severity: "blocking",
        row,
        column: null,
        code: "json-invalid",
        message: "What begins on this line is no whole JSON object. Mend it or leave it out.",
      }),
  });
  return {
    line: (text, row) => stream.line(text, row),
    end() {
      const cut = stream.end();
      if (cut !== null)
        sink.issue({
          severity: "warning",
          row: cut,
          column: null,
          code: "row-cut",
          message: "The last object is cut, as when the log was stopped while writing; it was not read.",
        });
      tally.report();
      readings.report();
      if (objects > 0 && found === 0)
        sink.issue(about("blocking", "no-watts", `The objects hold no ${power}. ${logInstead}`));
    },
  };
}
