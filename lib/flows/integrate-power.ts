import type { PoolClient } from "pg";
import { addDays, type Day, startOfDayMs, day as toDay } from "../core/calendar.ts";
import { type Decimal, format } from "../core/decimal.ts";
import { gapCapMs, medianStepMs } from "../core/energy/gap-cap.ts";
import type { HourEnergy, Reading } from "../core/energy/hours.ts";
import { integrate, stepCounts } from "../core/energy/integrate.ts";
import { mergeSamples } from "../core/energy/merge-samples.ts";
import { unpackSamples } from "../core/energy/pack-samples.ts";
import {
  daysWithPower,
  powerDaysOfImport,
  readPowerBlocks,
  readStepCounts,
  replaceEnergyHours,
  writeStepCounts,
} from "../db/power.ts";

const DAY_MS = 86_400_000;

type Series = { readonly rigId: number; readonly device: string };
type Days = { readonly from: Day; readonly to: Day };

/**
 * Reckons anew the measured hours that an import's samples touch, from the samples of all posted imports together:
 * overlapping files never add, and it does not matter how a log was cut or in which order its pieces came.
 */
export async function integrateImport(
  client: PoolClient,
  { importId, rigId }: { importId: number; rigId: number },
): Promise<void> {
  for (const { device, from, to } of await powerDaysOfImport(client, importId)) {
    await integrateDays(client, { rigId, device }, { from: toDay(from), to: toDay(to) });
  }
}

async function integrateDays(client: PoolClient, series: Series, touched: Days): Promise<void> {
  const capBefore = await capOf(client, series);
  const all = (await daysWithPower(client, series)).map((text) => toDay(text));
  // A first import has no step lengths yet: its own first day tells the cap, checked below.
  const guess =
    capBefore ?? gapCapMs(medianStepMs(stepCounts(await samplesOf(client, series, all[0] ?? touched.from))));
  await pass(client, { series, days: touched, all, capMs: guess, countsSteps: true });
  const cap = (await capOf(client, series)) ?? guess;
  const first = all[0];
  const last = all.at(-1);
  if (cap !== guess && first && last) {
    await pass(client, { series, days: { from: first, to: last }, all, capMs: cap, countsSteps: false });
  }
}

/** Longest bridged step of a series, from the steps of all its days; null when there are none yet. */
async function capOf(client: PoolClient, series: Series): Promise<number | null> {
  const counts = new Map<number, number>();
  for (const steps of await readStepCounts(client, series)) {
    for (const [step, count] of Object.entries(steps))
      counts.set(Number(step), (counts.get(Number(step)) ?? 0) + count);
  }
  return counts.size > 0 ? gapCapMs(medianStepMs(counts)) : null;
}

type Pass = {
  readonly series: Series;
  readonly days: Days;
  readonly all: readonly Day[];
  readonly capMs: number;
  readonly countsSteps: boolean;
};

/** One walk over the days: hours of `days` and of the days a bridged step can reach are replaced. One day in memory. */
async function pass(client: PoolClient, { series, days, all, capMs, countsSteps }: Pass): Promise<void> {
  const reach = Math.ceil(capMs / DAY_MS);
  const write: Days = { from: addDays(days.from, -reach), to: addDays(days.to, reach) };
  const read: Days = { from: addDays(write.from, -reach - 1), to: addDays(write.to, reach + 1) };
  const writer = new HourWriter(client, series, write);
  let last: Reading | undefined;
  if (countsSteps) await dropSteps(client, series, days, all);
  for (const day of all.filter((each) => each >= read.from && each <= read.to)) {
    const samples = await samplesOf(client, series, day);
    if (countsSteps && day >= days.from && day <= days.to) {
      await writeStepCounts(client, { ...series, day, steps: Object.fromEntries(stepCounts(samples)) });
    }
    const { hours } = integrate(last ? [last, ...samples] : samples, { capMs });
    last = samples.at(-1) ?? last;
    await writer.add(hours, day);
  }
  await writer.end();
}

/** Days an undone import leaves without samples must not keep their step lengths. */
async function dropSteps(client: PoolClient, series: Series, days: Days, all: readonly Day[]): Promise<void> {
  const kept = new Set(all);
  for (let day = days.from; day <= days.to; day = addDays(day, 1)) {
    if (!kept.has(day)) await writeStepCounts(client, { ...series, day, steps: null });
  }
}

async function samplesOf(client: PoolClient, series: Series, day: Day): Promise<readonly Reading[]> {
  const parts = new Map<number, Reading[]>();
  for (const { importId, packed } of await readPowerBlocks(client, { ...series, day })) {
    const part = parts.get(importId);
    const samples = unpackSamples(packed);
    if (part) for (const sample of samples) part.push(sample);
    else parts.set(importId, samples);
  }
  return mergeSamples([...parts.values()]).samples;
}

const halves = (halfMicrojoules: number): Decimal => ({ units: BigInt(halfMicrojoules) * 5n, scale: 1 });

/** Collects hours over neighbouring days and writes those inside its days, a day behind: an hour may get two parts. */
class HourWriter {
  readonly #client: PoolClient;
  readonly #series: Series;
  readonly #fromMs: number;
  readonly #toMs: number;
  readonly #hours = new Map<number, HourEnergy>();
  #doneMs: number;

  constructor(client: PoolClient, series: Series, days: Days) {
    this.#client = client;
    this.#series = series;
    this.#fromMs = startOfDayMs(days.from);
    this.#toMs = startOfDayMs(days.to) + DAY_MS;
    this.#doneMs = this.#fromMs;
  }

  async add(hours: ReadonlyMap<number, HourEnergy>, day: Day): Promise<void> {
    for (const [hourMs, hour] of hours) {
      const known = this.#hours.get(hourMs);
      this.#hours.set(hourMs, known ? joined(known, hour) : hour);
    }
    // Hours before this day can still grow from the day itself, not from the next: the step over midnight is in.
    await this.#writeUntil(startOfDayMs(day));
  }

  async end(): Promise<void> {
    await this.#writeUntil(this.#toMs);
  }

  async #writeUntil(untilMs: number): Promise<void> {
    const end = Math.min(untilMs, this.#toMs);
    if (end <= this.#doneMs) return;
    const rows = [...this.#hours].filter(([hourMs]) => hourMs >= this.#doneMs && hourMs < end);
    await replaceEnergyHours(this.#client, {
      ...this.#series,
      fromMs: this.#doneMs,
      toMs: end,
      hours: rows.map(([hourMs, hour]) => ({
        hourMs,
        microjoules: format(halves(hour.halfMicrojoules)),
        coveredMs: hour.coveredMs,
        peakMilliwatts: hour.peakMilliwatts,
      })),
    });
    for (const hourMs of [...this.#hours.keys()]) if (hourMs < end) this.#hours.delete(hourMs);
    this.#doneMs = end;
  }
}

const joined = (a: HourEnergy, b: HourEnergy): HourEnergy => ({
  halfMicrojoules: a.halfMicrojoules + b.halfMicrojoules,
  coveredMs: a.coveredMs + b.coveredMs,
  peakMilliwatts: Math.max(a.peakMilliwatts, b.peakMilliwatts),
});
