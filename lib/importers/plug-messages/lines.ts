import type { JsonValue, LineReader, ReadOptions, Sink } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { asText, isObject, type JsonObject, objectAt, readJsonValues } from "../source/json.ts";
import { JsonLines, type JsonText } from "../source/json-lines.ts";
import { LineTime, PendingTime } from "../source/line-time.ts";
import { Tally } from "../source/tally.ts";
import { type Around, Plugs } from "./plugs.ts";
import { shellyReadings } from "./shelly.ts";
import { tasmotaReadings } from "./tasmota.ts";

/** Keys under which logs write when they received a message; Tasmota's own `Time` is the device's and not among them. */
const TIMES = [
  "ts",
  "tst",
  "time",
  "timestamp",
  "@timestamp",
  "_time",
  "datetime",
  "date",
  "received",
  "received_at",
  "logged_at",
  "unixtime",
];
const NAMES = ["src", "device", "plug", "host", "hostname", "device_name", "name", "entity", "mac"];
type Prefix = { readonly ms: number | null; readonly topic: string | null };

const MOST_TOPICS = 1_000;
const DEEPEST = 6;
const LOOP =
  'while sleep 10; do echo "$(date -u +%FT%TZ) $(curl -s http://PLUG/rpc/Switch.GetStatus?id=0)"; done >> plug.log';

const OTHER = {
  severity: "notice",
  code: "lines-other",
  column: null,
  message: "A line is no message about energy; it was passed over.",
} as const;

export class PlugLines implements LineReader {
  readonly #sink: Sink;
  readonly #times: LineTime;
  readonly #json: JsonLines;
  readonly #plugs: Plugs;
  readonly #tally: Tally;
  readonly #topics = new Map<string, Prefix>();
  readonly #pending = new PendingTime();

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#times = new LineTime(sink, options);
    this.#tally = new Tally(sink);
    this.#plugs = new Plugs(sink, options);
    this.#json = new JsonLines({
      isWhole: isWholeMessage,
      json: (found) => this.#message(found),
      other: (text, row) => this.#otherLine(text, row),
      broken: (row) =>
        this.#block(row, "json-cut", "A message begins here and does not end: a line was cut. Leave the row out."),
    });
  }

  line(text: string, row: number): void {
    this.#json.line(text, row);
  }

  end(): void {
    const open = this.#json.end();
    if (open !== null && this.#plugs.readings > 0)
      this.#sink.issue({
        severity: "warning",
        row: open,
        column: null,
        code: "row-cut",
        message: "The last message is cut, as when the log was stopped while writing; it was not read.",
      });
    else if (open !== null)
      this.#block(open, "json-cut", "The file ends in the middle of this message. Save it again.");
    this.#plugs.report(LOOP);
    this.#tally.report();
    this.#times.report();
    if (this.#plugs.readings === 0 && this.#plugs.untimed === 0)
      this.#sink.issue(about("notice", "no-readings", "The file holds no reading of power or energy."));
  }

  #otherLine(text: string, row: number): void {
    const ms = text.trim() === "" ? null : this.#times.read(text);
    if (ms === null) this.#tally.note(OTHER, row);
    else this.#pending.set(ms);
  }

  #message({ row, prefix, text }: JsonText): void {
    const { values, issue } = readJsonValues(text);
    if (issue) {
      this.#block(
        row,
        "json-unreadable",
        `This message is no JSON: ${issue.message.replace(/ Download.*$/, "")} Leave the row out.`,
      );
      return;
    }
    const { ms, topic } = this.#prefix(prefix);
    const before = this.#plugs.seen;
    const around: Around = { row, ms, device: topic === null ? null : deviceOf(topic), isPushed: topic !== null };
    for (const value of values) this.#visit(value, around, 0);
    if (this.#plugs.seen === before) this.#tally.note(OTHER, row);
  }

  /** A time, a topic, or both in this order, as `mosquitto_sub -F "%I %t %p"` writes them. */
  #prefix(prefix: string): Prefix {
    const known = this.#topics.get(prefix);
    if (known) return known;
    const found = this.#readPrefix(prefix);
    // A topic alone comes again and again; with a time before it, never.
    if (found.ms === null && this.#topics.size < MOST_TOPICS) this.#topics.set(prefix, found);
    return found;
  }

  #readPrefix(prefix: string): Prefix {
    if (prefix === "") return { ms: null, topic: null };
    const whole = this.#times.read(prefix);
    if (whole !== null) return { ms: whole, topic: null };
    const words = prefix.split(/\s+/);
    const at = words.findIndex((word) => word.includes("/") && !/^\d/.test(word));
    const topic = words[at < 0 ? words.length - 1 : at] ?? "";
    const rest = words.filter((word) => word !== topic).join(" ");
    return { ms: rest === "" ? null : this.#times.read(rest), topic: topic.replace(/[:,;]+$/, "") };
  }

  #visit(value: JsonValue, around: Around, depth: number): void {
    if (depth > DEEPEST) return;
    if (Array.isArray(value)) {
      for (const item of value as readonly JsonValue[]) this.#visit(item, around, depth + 1); // isArray widens to any[]
      return;
    }
    if (!isObject(value)) return;
    const message: JsonObject = value;
    const inner = this.#within(message, around);
    const energy = objectAt(message, "ENERGY");
    if (energy) {
      tasmotaReadings(message, energy, this.#withPending(inner), this.#plugs);
      return;
    }
    if (shellyReadings(message, () => this.#withPending(inner), this.#plugs)) return;
    for (const child of Object.values(message)) this.#visit(this.#opened(child), inner, depth + 1);
  }

  /** A payload that mosquitto_sub wrote as text is JSON inside JSON. */
  #opened(child: JsonValue): JsonValue {
    if (typeof child !== "string" || !/^\s*\{/.test(child)) return child;
    const { values, issue } = readJsonValues(child);
    return issue ? child : (values[0] ?? child);
  }

  /** What an object says of when and whose it is; what stands further out was written by the log itself and goes first. */
  #within(value: JsonObject, around: Around): Around {
    const topic = typeof value.topic === "string" ? value.topic : null;
    const device = around.device ?? (topic === null ? nameIn(value) : deviceOf(topic));
    const ms = around.ms ?? this.#timeIn(value);
    const isPushed = around.isPushed || topic !== null || value.method === "NotifyStatus";
    return { row: around.row, ms, device, isPushed };
  }

  #timeIn(value: JsonObject): number | null {
    for (const key of TIMES) {
      // mosquitto writes `2026-05-04T10:00:00.123456Z+0200`.
      const text = asText(value[key])?.replace(/Z(?=[+-]\d{4}$)/, "") ?? "";
      const ms = text === "" || text.length > 40 ? null : this.#times.read(text);
      if (ms !== null) return ms;
    }
    const unix = asText(objectAt(value, "sys")?.unixtime);
    return unix === null ? null : this.#times.read(unix);
  }

  /** With the stamp on the line before where a message has no other, once for each device. */
  #withPending(around: Around): Around {
    return around.ms !== null ? around : { ...around, ms: this.#pending.take(around.device ?? "", around.row) };
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}

/** A line that is a message of its own, alone or behind a time and a topic. */
const isWholeMessage = (text: string): boolean =>
  /^\S*\s*(?:\S+ )?\{.*"(?:ENERGY|aenergy|apower)\\?".*\}\s*$/.test(text) && text.trimStart().indexOf('"') !== 0;

/** `tele/office/plug/SENSOR` is of office/plug, `shellyplus1pm-a8/status/switch:0` of shellyplus1pm-a8. */
export function deviceOf(topic: string): string {
  const shelly = /^(.*?)\/(?:status|events|rpc)(?:\/|$)/.exec(topic);
  if (shelly?.[1]) return shelly[1];
  const words = topic.split("/").filter((word) => !/^(?:tele|stat|cmnd|SENSOR|STATUS\d*|RESULT)$/.test(word));
  return words.length === 0 ? topic : words.join("/");
}

function nameIn(value: JsonObject): string | null {
  for (const key of NAMES) {
    const name = value[key];
    if (typeof name === "string" && /^[\w][\w .:/-]{0,79}$/.test(name)) return name;
  }
  return null;
}
