import type { PoolClient } from "pg";
import { addDays, type Day, startOfDayMs, day as toDay } from "../core/calendar.ts";
import { gapCapOf } from "../core/energy/gap-cap.ts";
import { integrate, stepCounts } from "../core/energy/integrate.ts";
import { mergeSamples } from "../core/energy/merge-samples.ts";
import { unpackSamples } from "../core/energy/pack-samples.ts";
import { QUARTER_MS, type QuarterEnergy, type Reading } from "../core/energy/quarters.ts";
import {
  daysWithPower,
  quarterSpan,
  readPowerBlocks,
  readStepCounts,
  replaceQuarters,
  rigQuarterSpan,
  type SeriesRow,
  seriesOfImport,
  seriesOfRig,
  writeStepCounts,
} from "../db/power.ts";
import { integrateWhole } from "./integrate-series.ts";
import { rebuildRigQuarters } from "./rig-quarters.ts";

const DAY_MS = 86_400_000;

type Days = { readonly from: Day; readonly to: Day };
/** UTC instants, the end not in it. */
export type Touched = { readonly fromMs: number; readonly toMs: number };
type SeriesDays = SeriesRow & { readonly from: string; readonly to: string };

/**
 * Reckons anew the measured quarter hours that an import's readings touch, from the readings of all posted imports
 * together: overlapping files never add, and it does not matter how a log was cut or in which order its pieces came.
 * @returns the time in which what is billed of the rig may have changed; null when the import has no readings
 */
export async function integrateImport(
  client: PoolClient,
  { importId, rigId }: { importId: number; rigId: number },
): Promise<Touched | null> {
  return integrateAll(client, rigId, await seriesOfImport(client, importId));
}

/** Reckons every quarter hour of a rig anew from its readings. */
export async function integrateRig(client: PoolClient, rigId: number): Promise<Touched | null> {
  return integrateAll(client, rigId, await seriesOfRig(client, rigId));
}

async function integrateAll(client: PoolClient, rigId: number, found: readonly SeriesDays[]): Promise<Touched | null> {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  const widen = (from: number, to: number) => {
    fromMs = Math.min(fromMs, from);
    toMs = Math.max(toMs, to);
  };
  for (const series of found) {
    const before = await quarterSpan(client, series.id);
    if (series.kind === "polled") {
      const touched = await integrateDays(client, series, { from: toDay(series.from), to: toDay(series.to) });
      widen(touched.fromMs, touched.toMs);
    } else {
      await integrateWhole(client, series);
    }
    const after = await quarterSpan(client, series.id);
    // A device counts as logged from its first reading on: where that moves, so does the coverage.
    const isMoved = before?.firstMs !== after?.firstMs;
    for (const span of [before, after]) {
      if (!span) continue;
      if (series.kind !== "polled") widen(span.firstMs, span.lastMs + DAY_MS);
      else if (isMoved) widen(span.firstMs, span.firstMs + DAY_MS);
    }
    if (isMoved && (!before || !after)) {
      // It joins or leaves the devices that all later quarter hours are covered by.
      const billed = await rigQuarterSpan(client, rigId);
      if (billed) widen(billed.lastMs, billed.lastMs + QUARTER_MS);
    }
  }
  if (toMs < fromMs) return null;
  await rebuildRigQuarters(client, { rigId, fromMs, toMs });
  return { fromMs, toMs };
}

async function integrateDays(client: PoolClient, series: SeriesRow, touched: Days): Promise<Touched> {
  const capBefore = await capOf(client, series.id);
  const all = (await daysWithPower(client, series.id)).map((text) => toDay(text));
  // A first import has no step lengths yet: its own first day tells the cap, checked below.
  const guess = capBefore ?? gapCapOf(stepCounts(await samplesOf(client, series.id, all[0] ?? touched.from)));
  const written = await pass(client, { series, days: touched, all, capMs: guess, countsSteps: true });
  const cap = (await capOf(client, series.id)) ?? guess;
  const first = all[0];
  const last = all.at(-1);
  if (cap === guess || !first || !last) return written;
  const again = await pass(client, { series, days: { from: first, to: last }, all, capMs: cap, countsSteps: false });
  return { fromMs: Math.min(written.fromMs, again.fromMs), toMs: Math.max(written.toMs, again.toMs) };
}

/** Longest bridged step of a series, from the steps of all its days; null when there are none yet. */
async function capOf(client: PoolClient, seriesId: number): Promise<number | null> {
  const counts = new Map<number, number>();
  for (const steps of await readStepCounts(client, seriesId)) {
    for (const [step, count] of Object.entries(steps))
      counts.set(Number(step), (counts.get(Number(step)) ?? 0) + count);
  }
  return counts.size > 0 ? gapCapOf(counts) : null;
}

type Pass = {
  readonly series: SeriesRow;
  readonly days: Days;
  readonly all: readonly Day[];
  readonly capMs: number;
  readonly countsSteps: boolean;
};

/** One walk over the days: quarters of `days` and of the days a bridged step can reach are replaced. One day in memory. */
async function pass(client: PoolClient, { series, days, all, capMs, countsSteps }: Pass): Promise<Touched> {
  const reach = Math.ceil(capMs / DAY_MS);
  const write: Days = { from: addDays(days.from, -reach), to: addDays(days.to, reach) };
  const read: Days = { from: addDays(write.from, -reach - 1), to: addDays(write.to, reach + 1) };
  const writer = new QuarterWriter(client, series.id, write);
  let last: Reading | undefined;
  if (countsSteps) await dropSteps(client, series.id, days, all);
  for (const day of all.filter((each) => each >= read.from && each <= read.to)) {
    const samples = await samplesOf(client, series.id, day);
    if (countsSteps && day >= days.from && day <= days.to) {
      await writeStepCounts(client, { seriesId: series.id, day, steps: Object.fromEntries(stepCounts(samples)) });
    }
    const { quarters } = integrate(last ? [last, ...samples] : samples, { capMs });
    last = samples.at(-1) ?? last;
    await writer.add(quarters, day);
  }
  await writer.end();
  return { fromMs: startOfDayMs(write.from), toMs: startOfDayMs(write.to) + DAY_MS };
}

/** Days an undone import leaves without samples must not keep their step lengths. */
async function dropSteps(client: PoolClient, seriesId: number, days: Days, all: readonly Day[]): Promise<void> {
  const kept = new Set(all);
  for (let day = days.from; day <= days.to; day = addDays(day, 1)) {
    if (!kept.has(day)) await writeStepCounts(client, { seriesId, day, steps: null });
  }
}

async function samplesOf(client: PoolClient, seriesId: number, day: Day): Promise<readonly Reading[]> {
  const parts = new Map<number, Reading[]>();
  for (const { importId, packed } of await readPowerBlocks(client, { seriesId, day })) {
    const part = parts.get(importId);
    const samples = unpackSamples(packed);
    if (part) for (const sample of samples) part.push(sample);
    else parts.set(importId, samples);
  }
  return mergeSamples([...parts.values()]).samples;
}

/** Collects quarters over neighbouring days and writes those inside its days, a day behind: one may get two parts. */
class QuarterWriter {
  readonly #client: PoolClient;
  readonly #seriesId: number;
  readonly #fromMs: number;
  readonly #toMs: number;
  readonly #quarters = new Map<number, QuarterEnergy>();
  #doneMs: number;

  constructor(client: PoolClient, seriesId: number, days: Days) {
    this.#client = client;
    this.#seriesId = seriesId;
    this.#fromMs = startOfDayMs(days.from);
    this.#toMs = startOfDayMs(days.to) + DAY_MS;
    this.#doneMs = this.#fromMs;
  }

  async add(quarters: ReadonlyMap<number, QuarterEnergy>, day: Day): Promise<void> {
    for (const [atMs, quarter] of quarters) {
      const known = this.#quarters.get(atMs);
      this.#quarters.set(atMs, known ? joined(known, quarter) : quarter);
    }
    // Quarters before this day can still grow from the day itself, not from the next: the step over midnight is in.
    await this.#writeUntil(startOfDayMs(day));
  }

  async end(): Promise<void> {
    await this.#writeUntil(this.#toMs);
  }

  async #writeUntil(untilMs: number): Promise<void> {
    const end = Math.min(untilMs, this.#toMs);
    if (end <= this.#doneMs) return;
    await replaceQuarters(this.#client, {
      seriesId: this.#seriesId,
      fromMs: this.#doneMs,
      toMs: end,
      quarters: [...this.#quarters].filter(([atMs]) => atMs >= this.#doneMs && atMs < end),
    });
    for (const atMs of [...this.#quarters.keys()]) if (atMs < end) this.#quarters.delete(atMs);
    this.#doneMs = end;
  }
}

const joined = (a: QuarterEnergy, b: QuarterEnergy): QuarterEnergy => ({
  halfMicrojoules: a.halfMicrojoules + b.halfMicrojoules,
  coveredMs: a.coveredMs + b.coveredMs,
  peakMilliwatts: Math.max(a.peakMilliwatts, b.peakMilliwatts),
});
