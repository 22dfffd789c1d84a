import { utcDay } from "../../core/calendar.ts";
import { decimal } from "../../core/decimal.ts";
import type { Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { CounterHistory, type CounterStep } from "./counter-history.ts";
import type { MetricSeries } from "./exposition.ts";
import { about } from "./headed-table.ts";
import { NO_KEYS } from "./keys.ts";
import { isFailure, isSeconds, type ServingMetric, type ServingRole, servingMetric } from "./serving-metrics.ts";
import { Tally } from "./tally.ts";

type Counter = { readonly metric: ServingMetric; readonly isFailure: boolean | null; readonly history: CounterHistory };
type Reading = { readonly series: MetricSeries; readonly atMs: number; readonly value: string; readonly row: number };
type Figures = { [Role in Exclude<ServingRole, "started">]?: number };
type Window = { readonly fromMs: number; readonly toMs: number; row: number; readonly figures: Figures };

const HOUR_MS = 3_600_000;

/**
 * What counters of model servers moved between looks at them, as windows of use by model and server: engines and replicas
 * are summed, each counter differenced on its own. Looks may come in any order and more than once.
 */
export class ServingCounters {
  readonly #sink: Sink;
  readonly #tally: Tally;
  readonly #known = new WeakMap<MetricSeries, Counter | "other">();
  readonly #counters = new Map<string, Counter>();
  #fromMs = Number.POSITIVE_INFINITY;
  #toMs = Number.NEGATIVE_INFINITY;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#tally = new Tally(sink);
  }

  /** Is the series one that tells of use? */
  isOurs = (series: MetricSeries): boolean => this.#counterOf(series) !== null;

  add({ series, atMs, value, row }: Reading): void {
    const counter = this.#counterOf(series);
    if (!counter) return;
    const figure = Number(value.replace(/^\+/, ""));
    if (!Number.isFinite(figure) || figure < 0 || figure > MOST) {
      this.#tally.note(NO_VALUE, row);
      counter.history.see(atMs);
      return;
    }
    this.#fromMs = Math.min(this.#fromMs, atMs);
    this.#toMs = Math.max(this.#toMs, atMs);
    const whole = Math.round(isSeconds(counter.metric.role) ? figure * 1000 : figure);
    counter.history.add({ atMs, value: whole, row });
  }

  #counterOf(series: MetricSeries): Counter | null {
    const known = this.#known.get(series);
    if (known !== undefined) return known === "other" ? null : known;
    const counter = this.#newCounter(series);
    this.#known.set(series, counter ?? "other");
    return counter;
  }

  #newCounter(series: MetricSeries): Counter | null {
    const metric = servingMetric(series);
    if (!metric) return null;
    const labels = Object.entries(series.labels).sort(([a], [b]) => (a < b ? -1 : 1));
    const name = JSON.stringify([series.name, labels]);
    const counter = this.#counters.get(name) ?? {
      metric,
      isFailure: isFailure(series.labels),
      history: new CounterHistory(),
    };
    this.#counters.set(name, counter);
    return counter;
  }

  /** Call once, after the last reading. */
  end(): void {
    const uses = this.#yield();
    this.#tally.report();
    if (this.#toMs >= this.#fromMs) this.#sink.speaksFor({ from: utcDay(this.#fromMs), to: utcDay(this.#toMs) });
    if (this.#toMs === this.#fromMs) this.#sink.issue(ONE_LOOK);
    else if (uses === 0) this.#sink.issue(about("notice", "no-rows", "No counter moved: the server did nothing."));
  }

  #yield(): number {
    const groups = new Map<string, Counter[]>();
    for (const counter of this.#counters.values()) {
      const { model, endpoint } = counter.metric;
      const name = JSON.stringify([model, endpoint]);
      const group = groups.get(name);
      if (group) group.push(counter);
      else groups.set(name, [counter]);
    }
    let uses = 0;
    for (const group of groups.values()) uses += this.#yieldGroup(group);
    return uses;
  }

  #yieldGroup(group: readonly Counter[]): number {
    const windows = new Map<string, Window>();
    const looks = looksAt(group);
    for (const counter of group) {
      const { role, process } = counter.metric;
      if (role === "started") continue;
      const starts = group
        .filter(({ metric }) => metric.role === "started" && metric.process === process)
        .flatMap(({ history }) => history.values);
      const sinceMs = lastLookBefore(looks.get(process) ?? [], counter.history.firstMs);
      for (const step of counter.history.steps({ starts, sinceMs })) this.#addStep(windows, counter, step);
    }
    const [first] = group;
    return first ? this.#yieldWindows([...windows.values()], first.metric) : 0;
  }

  #addStep(windows: Map<string, Window>, counter: Counter, step: CounterStep): void {
    const role = counter.metric.role;
    if (role === "started") return;
    if (step.isReset) this.#tally.note(RESET, step.row);
    const name = `${step.fromMs} ${step.toMs}`;
    const window = windows.get(name) ?? { fromMs: step.fromMs, toMs: step.toMs, row: step.row, figures: {} };
    windows.set(name, window);
    window.row = Math.max(window.row, step.row);
    window.figures[role] = (window.figures[role] ?? 0) + step.increase;
    if (role === "requests" && counter.isFailure !== null)
      window.figures.failed = (window.figures.failed ?? 0) + (counter.isFailure ? step.increase : 0);
  }

  #yieldWindows(windows: readonly Window[], { model, endpoint, promptHoldsCached }: ServingMetric): number {
    let uses = 0;
    let carried = 0;
    for (const { fromMs, toMs, row, figures } of [...windows].sort((a, b) => a.toMs - b.toMs)) {
      const { prompt = null, output = null, requests = null, failed = null } = figures;
      const { prefill = null, decode = null, inference, latency } = figures;
      const hits = figures.cachedPrompt ?? figures.cached ?? null;
      // Hits are counted when a request begins, its prompt when it was read: what is early belongs to the next window.
      const cached = hits === null || !promptHoldsCached ? hits : Math.min(hits + carried, prompt ?? 0);
      if (hits !== null && promptHoldsCached) carried += hits - (cached ?? 0);
      if (!prompt && !output && !requests && !prefill && !decode) continue;
      uses += 1;
      if (toMs - fromMs > HOUR_MS) this.#tally.note(LONG, row);
      this.#sink.localUse({
        row,
        fromMs,
        toMs,
        model: textOrNull(model),
        endpoint,
        keys: NO_KEYS,
        requests,
        failed,
        input: prompt === null ? null : decimal(prompt - (promptHoldsCached ? (cached ?? 0) : 0)),
        cacheRead: cached === null ? null : decimal(cached),
        output: output === null ? null : decimal(output),
        busyMs: inference ?? (prefill !== null && decode !== null ? prefill + decode : (latency ?? null)),
        prefillMs: prefill,
        decodeMs: decode,
      });
    }
    return uses;
  }
}

/** A counter beyond this is a sentinel. */
const MOST = 1e15;

/** When each process was looked at, in order. */
function looksAt(group: readonly Counter[]): Map<string, number[]> {
  const looks = new Map<string, Set<number>>();
  for (const { metric, history } of group) {
    const times = looks.get(metric.process) ?? new Set<number>();
    for (const ms of history.times) times.add(ms);
    looks.set(metric.process, times);
  }
  return new Map([...looks].map(([process, times]) => [process, [...times].sort((a, b) => a - b)]));
}

/** The last look at a process before one of its counters was first there; null when it was there from the first. */
function lastLookBefore(looks: readonly number[], firstMs: number): number | null {
  let last: number | null = null;
  for (const ms of looks) {
    if (ms >= firstMs) break;
    last = ms;
  }
  return last;
}

const NO_VALUE = {
  severity: "notice",
  code: "value-missing",
  column: null,
  message: "A counter has a value that is no number; it is missing, not 0.",
} as const;

const RESET = {
  severity: "warning",
  code: "counter-reset",
  column: null,
  message:
    "A counter started again, as when the server was restarted: what it counted between the last look before and the restart is not known and not in the sum.",
} as const;

const LONG = {
  severity: "notice",
  code: "window-long",
  column: null,
  message:
    "Two looks at the counters are more than an hour apart: the use between them is spread evenly over that time.",
} as const;

const ONE_LOOK = about(
  "warning",
  "one-look",
  "The counters were looked at once: they say what the server did since its start, not when. Log them again and again (docs/formats.md has the loop) and upload that file.",
);
