const US_PER_MS = 1_000;
const NS_PER_US = 1_000;
/** Stamps are cut to whole seconds. */
const STAMP_US = 1_000 * US_PER_MS;

/**
 * Lays samples that follow each other on the line of time. Each says how long it lasted and, to the second below, when it
 * ended: ten of them may share a stamp, so they are laid end to end by what they lasted, and the stamps only tell where a
 * hole is or where the log starts anew.
 */
export class WindowTimes {
  #endUs: number | null = null;

  /** UTC milliseconds of the sample that ended within the second of `stampMs`. */
  place(stampMs: number, elapsedNs: number): { fromMs: number; toMs: number } {
    const { fromUs, toUs } = this.#span(stampMs * US_PER_MS, elapsedNs / NS_PER_US);
    this.#endUs = toUs;
    return { fromMs: Math.round(fromUs / US_PER_MS), toMs: Math.round(toUs / US_PER_MS) };
  }

  #span(stampUs: number, elapsedUs: number): { fromUs: number; toUs: number } {
    const anew = { fromUs: stampUs - elapsedUs, toUs: stampUs };
    const fromUs = this.#endUs;
    if (fromUs === null) return anew;
    const toUs = fromUs + elapsedUs;
    if (stampUs - toUs >= STAMP_US) return anew;
    if (toUs - stampUs < STAMP_US) return { fromUs, toUs };
    // Ahead of the stamp: the computer's two clocks drift apart, or the log starts anew, as when it is appended twice.
    const latestUs = stampUs + STAMP_US - US_PER_MS;
    return latestUs - fromUs > elapsedUs / 2 ? { fromUs, toUs: latestUs } : anew;
  }
}
