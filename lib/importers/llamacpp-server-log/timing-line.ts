import { isDockerLog, stampBeside } from "../source/line-stamp.ts";

/** One line of timings. `stamp` is as written, null where nothing before the line tells the time. */
export type TimingLine = {
  readonly is: "prompt" | "output" | "total";
  readonly stamp: string | null;
  /** Syslog's stamps carry no year. */
  readonly syslog: { readonly month: number; readonly day: number; readonly time: string } | null;
  readonly ms: string;
  readonly tokens: string;
  /** The line without what else it holds. */
  readonly text: string;
};

const TIMING =
  /(prompt eval|generation eval|eval|total) time\s*=\s*(\d{1,9}(?:\.\d+)?) ms(?: \/\s*(\d{1,12}) (?:tokens|runs))?/;
const ISO =
  /^\s*(?:[\w.-]+\s+\|\s+)?\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?)\]?(?=[\s:,])/;
const SYSLOG = /^\s*([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) /;
const EPOCH = /\btimestamp["=:\s]+(\d{10})\b/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export const isTiming = (line: string): boolean =>
  line.includes(" time ") || line.includes("time=") || line.includes("print_timings");

/** Null when the line tells no timing. */
export function timingLine(line: string): TimingLine | null {
  if (!isTiming(line)) return null;
  const found = line.trimStart().startsWith("{") && !isDockerLog(line) ? jsonTiming(line) : TIMING.exec(line);
  if (!found) return null;
  const [text = "", what = "", ms = "", tokens = ""] = found;
  const { stamp, syslog, before } = timeOf(line);
  const is = what.startsWith("prompt") ? "prompt" : what === "total" ? "total" : "output";
  if (is !== "total" && tokens === "") return null;
  return { is, stamp, syslog, ms, tokens, text: `${before}${text}` };
}

/** Builds of early 2024 logged JSON: the figures stand beside the text. */
function jsonTiming(line: string): string[] | null {
  const figure = (name: string) => new RegExp(`"${name}":(\\d{1,12}(?:\\.\\d+)?)(?=[,}])`).exec(line)?.[1];
  const [promptMs, prompt] = [figure("t_prompt_processing"), figure("n_prompt_tokens_processed")];
  if (promptMs !== undefined && prompt !== undefined && !line.includes('"n_decoded"'))
    return timingText("prompt eval", promptMs, prompt);
  const [outputMs, output] = [figure("t_token_generation"), figure("n_decoded")];
  return outputMs === undefined || output === undefined ? null : timingText("eval", outputMs, output);
}

const timingText = (what: string, ms: string, tokens: string): string[] => [
  `${what} time = ${ms} ms / ${tokens} tokens`,
  what,
  ms,
  tokens,
];

function timeOf(line: string): Pick<TimingLine, "stamp" | "syslog"> & { readonly before: string } {
  const iso = stampBeside(line) ?? ISO.exec(line)?.[1]?.trim().replace(",", ".");
  if (iso) return { stamp: iso, syslog: null, before: `${iso} ` };
  const [, name = "", day = "", time = ""] = SYSLOG.exec(line) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (month > 0) return { stamp: null, syslog: { month, day: Number(day), time }, before: `${name} ${day} ${time} ` };
  const epoch = EPOCH.exec(line)?.[1] ?? null;
  return { stamp: epoch, syslog: null, before: epoch === null ? "" : `timestamp=${epoch} ` };
}

/** The model's file, without its folders. */
export function modelIn(line: string): string | null {
  const path =
    /\bloading model '([^']{1,400})'/.exec(line)?.[1] ?? /\bloaded meta data .* from (\S+\.gguf)\b/.exec(line)?.[1];
  return path?.split(/[\\/]/).at(-1) ?? null;
}
