import { addDays, type Day, firstDay, lastDay, parseDay, parseMonth, utcDay } from "../../core/calendar.ts";
import type { JsonValue } from "../importer.ts";
import { readIsoMs } from "../source/days.ts";
import { asArray, isObject, type JsonObject } from "../source/json.ts";
import { field } from "../source/pages.ts";

/** What the rows of a report are of. */
export type Grain = "day" | "week" | "month" | "session" | "5-hour block";

export type Entry = { readonly row: number; readonly value: JsonObject; readonly project: string | null };
export type Report = {
  readonly grain: Grain;
  readonly entries: readonly Entry[];
  /** The report's own sums. */
  readonly totals: JsonObject;
  /** Items of its list that are no entries. */
  readonly strangers: number;
  /** Reports of the same usage in another grain, which are not read. */
  readonly others: readonly string[];
};

/** Names of the lists a report comes in, finest days first: of several, which say the same, the first is read. */
const LISTS: readonly (readonly [name: string, grain: Grain])[] = [
  ["daily", "day"],
  ["projects", "day"],
  ["weekly", "week"],
  ["monthly", "month"],
  ["sessions", "session"],
  ["session", "session"],
  ["blocks", "5-hour block"],
];
export const LIST_NAMES: readonly string[] = LISTS.map(([name]) => name);

/** Entries with an agent's part of each ("daily: [{ period, agents: [...] }]") are one entry an agent. */
function withAgents(value: JsonObject): JsonObject[] {
  const agents = asArray(value.agents).filter(isObject);
  if (agents.length === 0) return [value];
  const { agents: _agents, modelBreakdowns: _breakdowns, ...rest } = value;
  return agents.map((agent) => ({ ...datesOf(rest), ...agent }));
}

const datesOf = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([key]) => DATE_KEYS.some((name) => name === key)));

/** The report of one JSON value; null when it is none. `from` is the number of rows before it. */
export function reportOf(value: JsonObject, from: number): Report | null {
  const named = LISTS.filter(([name]) => value[name] !== undefined);
  const typed = LISTS.find(([name]) => name === field(value, "type"));
  const [first] = value.data !== undefined && typed ? [["data", typed[1]] as const] : named;
  if (!first) return null;
  const [name, grain] = first;
  let row = from;
  let strangers = 0;
  const entriesOf = (list: JsonValue | undefined, project: string | null): Entry[] =>
    itemsOf(list)
      .flatMap((item) => {
        if (isObject(item)) return [item];
        strangers += 1;
        return [];
      })
      .flatMap(withAgents)
      .map((entry) => ({ row: ++row, value: entry, project: project ?? projectOf(entry) }));
  const list = value[name];
  const entries =
    name === "projects" && isObject(list)
      ? Object.entries(list).flatMap(([project, days]) => entriesOf(days, withoutHome(project)))
      : entriesOf(list, null);
  const totals = isObject(value.totals) ? value.totals : isObject(value.summary) ? value.summary : {};
  return { grain, entries, totals, strangers, others: name === "data" ? [] : named.slice(1).map(([other]) => other) };
}

/** A list's items; anything else in its place is one item that is no entry. */
const itemsOf = (list: JsonValue | undefined): readonly JsonValue[] =>
  list === undefined || list === null ? [] : Array.isArray(list) ? list : [list];

function projectOf(entry: JsonObject): string | null {
  const name = field(entry, "project") ?? field(entry, "projectPath") ?? field(entry, "instance");
  return name === null ? null : withoutHome(name);
}

/** A project is named by its folder, which begins with a person's name: `-Users-kim-code-search`. */
export const withoutHome = (name: string): string =>
  name.replace(/^(?:[A-Za-z]:)?[-/\\]+(?:Users|home)[-/\\]+[^-/\\]+[-/\\]+/i, "");

const DATE_KEYS = [
  "date",
  "month",
  "week",
  "period",
  "firstActivity",
  "lastActivity",
  "blockStart",
  "startTime",
] as const;

const MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `Sep 16, 2025` and `Sep 2025`, as the tool writes them for Codex, as `2025-09-16` and `2025-09`; other text as it is. */
function isoOf(text: string): string {
  const [, name = "", day, year] = /^([A-Za-z]{3})[a-z]*\.? (?:(\d{1,2}), )?(\d{4})$/.exec(text) ?? [];
  const month = MONTH_NAMES.indexOf(name.toLowerCase()) + 1;
  if (month === 0) return text;
  return [year, String(month).padStart(2, "0"), ...(day ? [day.padStart(2, "0")] : [])].join("-");
}

/** The days an entry speaks for; null when its date cannot be read. Lines are dated on the first. */
export function spanOf(value: JsonObject, grain: Grain): { from: Day; to: Day } | null {
  const key = DATE_KEYS.find((name) => field(value, name) !== null);
  const text = isoOf(key === undefined ? "" : (field(value, key) ?? "").trim());
  const month = parseMonth(text);
  if (month) return { from: firstDay(month), to: lastDay(month) };
  const day = parseDay(text.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"));
  const ms = day ? null : readIsoMs(text);
  const from = day ?? (ms === null ? null : utcDay(ms));
  if (!from) return null;
  return { from, to: grain === "week" ? addDays(from, 6) : from };
}

/** The date as the entry writes it, for a message. */
export const dateText = (value: JsonObject): string => DATE_KEYS.map((name) => field(value, name)).find(Boolean) ?? "";
