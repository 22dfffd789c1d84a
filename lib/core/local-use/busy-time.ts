import { HOUR_MS, hourParts } from "./split-at-hours.ts";

type Stretch = { readonly fromMs: number; readonly toMs: number };

/** How long stretches of time cover together, in ms: what lies under several of them counts once. */
export function unionMs(stretches: readonly Stretch[]): number {
  const sorted = [...stretches].sort((a, b) => a.fromMs - b.fromMs);
  let covered = 0;
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const { fromMs, toMs } of sorted) {
    if (toMs <= untilMs) continue;
    covered += toMs - Math.max(fromMs, untilMs);
    untilMs = toMs;
  }
  return covered;
}

/**
 * When a server worked, by UTC hour. A request worked at the end of its time, since waiting comes first; a window of
 * several worked at the end of its part of each hour, which is the least it can have been.
 */
export class BusyHours {
  readonly #hours = new Map<number, Stretch[]>();

  /** @param busyMs work inside the stretch; more than its length is cut to it. */
  addRequest({ fromMs, toMs, busyMs }: Stretch & { readonly busyMs: number }): void {
    const startMs = Math.max(fromMs, toMs - busyMs);
    for (const part of hourParts(startMs, toMs)) this.#add(part.hourMs, part);
  }

  /** One hour's part of a window, with its part of the work. */
  addPart({ hourMs, fromMs, toMs, busyMs }: Stretch & { readonly hourMs: number; readonly busyMs: number }): void {
    this.#add(hourMs, { fromMs: Math.max(fromMs, toMs - busyMs), toMs });
  }

  #add(hourMs: number, stretch: Stretch): void {
    if (stretch.toMs <= stretch.fromMs) return;
    const stretches = this.#hours.get(hourMs);
    if (!stretches) {
      this.#hours.set(hourMs, [stretch]);
      return;
    }
    stretches.push(stretch);
    // A busy hour may hold a million requests: they are joined as they come, so that memory stays flat.
    if (stretches.length >= MOST_STRETCHES) this.#hours.set(hourMs, joined(stretches));
  }

  /** Busy milliseconds an hour, at most the hour; hours without any are left out. */
  byHour(): Map<number, number> {
    const hours = [...this.#hours].sort(([a], [b]) => a - b);
    return new Map(hours.map(([hourMs, stretches]) => [hourMs, Math.min(unionMs(stretches), HOUR_MS)]));
  }
}

const MOST_STRETCHES = 4_096;

/** The same time as stretches that do not touch. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of [...stretches].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else result.push({ fromMs, toMs });
  }
  return result;
}
