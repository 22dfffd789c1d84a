import type { JsonValue, LineReader, ReadOptions, Sink } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { asText, isObject, type JsonObject, readJsonValues } from "../source/json.ts";
import { JsonLines, type JsonText } from "../source/json-lines.ts";
import { LineTime, PendingTime } from "../source/line-time.ts";
import { Tally } from "../source/tally.ts";
import { figuresOf } from "./figures.ts";
import { ServerPower } from "./server-power.ts";

type Around = { readonly row: number; readonly ms: number | null; readonly device: string | null };

const TIMES = [
  "timestamp",
  "Timestamp",
  "time",
  "Time",
  "ts",
  "datetime",
  "DateTime",
  "date",
  "@timestamp",
  "collected_at",
  "epoch",
  "ReadingTime",
];
const NAMES = ["host", "hostname", "node", "server", "bmc", "target", "instance", "HostName", "system", "machine"];
const DEEPEST = 6;
const OTHER = {
  severity: "notice",
  code: "lines-other",
  column: null,
  message: "A line or document says nothing of power; it was passed over.",
} as const;

/** Documents in the order of the file, each with its time and its server. */
export class PowerDocuments implements LineReader {
  readonly #sink: Sink;
  readonly #times: LineTime;
  readonly #pending = new PendingTime();
  readonly #json: JsonLines;
  readonly #power: ServerPower;
  readonly #tally: Tally;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#times = new LineTime(sink, options);
    this.#power = new ServerPower(sink, (ms) => this.#times.isSound(ms));
    this.#tally = new Tally(sink);
    this.#json = new JsonLines({
      isWhole: (text) => /^[^"{]*\{.*"Power(?:Control|ConsumedWatts)".*\}\s*$/.test(text),
      json: (found) => this.#document(found),
      other: (text, row) => this.#otherLine(text, row),
      broken: (row) =>
        this.#block(row, "json-cut", "A document begins here and does not end: it was cut. Leave the row out."),
    });
  }

  line(text: string, row: number): void {
    this.#json.line(text, row);
  }

  end(): void {
    const open = this.#json.end();
    if (open !== null && this.#power.readings > 0)
      this.#sink.issue({
        severity: "warning",
        row: open,
        column: null,
        code: "row-cut",
        message: "The last document is cut, as when the log was stopped while writing; it was not read.",
      });
    else if (open !== null)
      this.#block(open, "json-cut", "The file ends in the middle of this document. Save it again.");
    this.#power.report();
    this.#tally.report();
    this.#times.report();
    if (this.#power.readings === 0 && this.#power.refused === 0)
      this.#sink.issue(about("notice", "no-readings", "The file holds no reading of power."));
  }

  #otherLine(text: string, row: number): void {
    const ms = text.trim() === "" ? null : this.#times.read(text);
    if (ms === null) this.#tally.note(OTHER, row);
    else this.#pending.set(ms);
  }

  #document({ row, prefix, text }: JsonText): void {
    const { values, issue } = readJsonValues(text);
    if (issue) {
      const where = issue.message.replace(/ Download.*$/, "");
      this.#block(row, "json-unreadable", `This document is no JSON: ${where} Leave the row out.`);
      return;
    }
    const { ms, name } = this.#times.head(prefix);
    const before = this.#power.seen;
    for (const value of values) this.#visit(value, { row, ms, device: name }, 0);
    if (this.#power.seen === before) this.#tally.note(OTHER, row);
  }

  #visit(value: JsonValue, around: Around, depth: number): void {
    if (depth > DEEPEST) return;
    if (Array.isArray(value)) {
      for (const item of value as readonly JsonValue[]) this.#visit(item, around, depth + 1); // isArray widens to any[]
      return;
    }
    if (!isObject(value)) return;
    const document: JsonObject = value;
    const inner = {
      row: around.row,
      ms: around.ms ?? this.#timeIn(document),
      device: around.device ?? nameIn(document),
    };
    const figures = figuresOf(document);
    if (!figures) {
      for (const child of Object.values(document)) this.#visit(child, inner, depth + 1);
      return;
    }
    const device = inner.device ?? chassisOf(document) ?? "server";
    this.#power.add({ row: around.row, device, ms: inner.ms ?? this.#pending.take(device, around.row), figures });
  }

  #timeIn(document: JsonObject): number | null {
    for (const key of TIMES) {
      const text = asText(document[key]) ?? "";
      const ms = text === "" || text.length > 40 ? null : this.#times.read(text);
      if (ms !== null) return ms;
    }
    return null;
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}

function nameIn(document: JsonObject): string | null {
  for (const key of NAMES) {
    const name = document[key];
    if (typeof name === "string" && /^[\w][\w .:/-]{0,79}$/.test(name)) return name;
  }
  return null;
}

/** `/redfish/v1/Chassis/System.Embedded.1/Power` is of chassis System.Embedded.1, a name that other servers may share. */
function chassisOf(document: JsonObject): string | null {
  const match = /\/(?:Chassis|Systems)\/([\w.-]+)/.exec(asText(document["@odata.id"]) ?? "");
  return match?.[1] ? `chassis ${match[1]}` : null;
}
