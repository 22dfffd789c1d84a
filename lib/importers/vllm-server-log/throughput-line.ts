import { stampBeside } from "../source/line-stamp.ts";

/** One statement of vLLM's log, as texts. */
export type ThroughputLine = {
  /** Beside the line, as `docker logs -t` and `kubectl logs --timestamps` write it; it has its zone. */
  readonly utcStamp: string | null;
  readonly year: string | null;
  readonly month: number;
  readonly day: number;
  readonly time: string;
  readonly engine: string;
  readonly prompt: string;
  readonly generation: string;
  /** The line without what stands before and behind. */
  readonly text: string;
};

const LINE =
  /INFO\s+(?:(\d{4})-)?(\d\d)-(\d\d)[ T](\d\d:\d\d:\d\d(?:[.,]\d+)?)\b.*?(?:Engine (\w+): )?Avg prompt throughput: ([\d.]+) tokens\/s, Avg generation throughput: ([\d.]+) tokens\/s/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours begin with one.
const COLOUR = /\u001b\[[0-9;]*m/g;

export const isThroughput = (line: string): boolean => line.includes("Avg prompt throughput");

/** Null when the line is no such statement. */
export function throughputLine(raw: string): ThroughputLine | null {
  if (!isThroughput(raw)) return null;
  const line = raw.includes("\u001b") ? raw.replaceAll(COLOUR, "") : raw;
  const match = LINE.exec(line);
  if (!match) return null;
  const [text, year = null, month = "", day = "", time = "", engine = "", prompt = "", generation = ""] = match;
  const utcStamp = stampBeside(line);
  return {
    utcStamp,
    year,
    month: Number(month),
    day: Number(day),
    time: time.replace(",", "."),
    engine,
    prompt,
    generation,
    text: utcStamp === null ? text : `${utcStamp} ${text}`,
  };
}

/** The model a starting server says it serves. */
export function modelIn(line: string): string | null {
  if (line.length > MOST_LENGTH || !/\.py:\d+\]/.test(line))
    return /^served_model_name=([^,\s]+),$/.exec(line)?.[1] ?? null;
  const served = /served_model_name=\[?'?([^,\s'\]]+)/.exec(line)?.[1];
  return served && served !== "None" ? served : (/\bconfig: model='([^']+)'/.exec(line)?.[1] ?? null);
}

/** A starting server's configuration is long; a logged prompt may be longer, and is not searched. */
const MOST_LENGTH = 20_000;
