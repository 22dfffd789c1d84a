/** nvidia-smi logs of the demo's rigs: a reading per GPU every five minutes, stamped in the rig's local time. */
import { Temporal } from "temporal-polyfill";
import { type Day, monthBoundsMs, startOfDayMs } from "../core/calendar.ts";
import { seededRandom } from "./random.ts";
import type { RigRhythm } from "./rigs.ts";
import type { DemoMonth } from "./usage.ts";

const STEP_MS = 300_000;
const HOUR_MS = 3_600_000;
const HEADER = "timestamp, index, power.draw [W], utilization.gpu [%]";

/** UTC offset of a zone by hour: asked once an hour, because a clock only changes on the hour. */
function offsets(zone: string): (atMs: number) => number {
  const known = new Map<number, number>();
  return (atMs) => {
    const hour = Math.floor(atMs / HOUR_MS);
    let offset = known.get(hour);
    if (offset === undefined) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(hour * HOUR_MS).toZonedDateTimeISO(zone);
      offset = zoned.offsetNanoseconds / 1e6;
      known.set(hour, offset);
    }
    return offset;
  };
}

type Stretch = { startMs: number; endMs: number };

function stretchOf(rhythm: RigRhythm, at: DemoMonth, today: Day): Stretch {
  const { startMs, endMs } = monthBoundsMs(at.month, rhythm.zone);
  // Somebody switched the logger on in the morning; so its first hours are of the month in UTC, too.
  const switchedOnMs = startMs + ((rhythm.from.day - 1) * 24 + 9) * HOUR_MS;
  const isFirst = at.index === rhythm.from.index;
  return { startMs: isFirst ? switchedOnMs : startMs, endMs: Math.min(endMs, startOfDayMs(today)) };
}

function silences(rhythm: RigRhythm, at: DemoMonth): Stretch[] {
  const { startMs } = monthBoundsMs(at.month, rhythm.zone);
  return rhythm.gaps
    .filter((gap) => gap.index === at.index)
    .map((gap) => {
      const from = startMs + ((gap.day - 1) * 24 + gap.hour) * HOUR_MS;
      return { startMs: from, endMs: from + gap.hours * HOUR_MS };
    });
}

/** Watts of one GPU; a float because it is a made-up reading, printed at two places as the tool does. */
function reading(rhythm: RigRhythm, localMs: number, noise: number): { watts: string; busy: number } {
  const local = new Date(localMs);
  const hour = local.getUTCHours();
  const next = rhythm.day[(hour + 1) % 24] ?? 0;
  const here = rhythm.day[hour] ?? 0;
  const smooth = here + ((next - here) * local.getUTCMinutes()) / 60;
  const isWeekend = local.getUTCDay() === 0 || local.getUTCDay() === 6;
  const load = Math.min(1, Math.max(0, smooth * (isWeekend ? rhythm.weekend : 1) * (0.7 + noise * 0.6)));
  const watts = rhythm.idleWatts + (rhythm.fullWatts - rhythm.idleWatts) * load;
  return { watts: watts.toFixed(2), busy: Math.round(load * 100) };
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** The log of one rig for one month; null when the rig was not there. */
export function powerLog(rhythm: RigRhythm, at: DemoMonth, today: Day): string | null {
  if (at.index < rhythm.from.index) return null;
  const { startMs, endMs } = stretchOf(rhythm, at, today);
  if (startMs >= endMs) return null;
  const offset = offsets(rhythm.zone);
  const quiet = silences(rhythm, at);
  const random = seededRandom(`${rhythm.slug} ${at.month}`);
  const lines = [HEADER];
  for (let tick = startMs; tick < endMs; tick += STEP_MS) {
    const jitter = Math.floor(random() * 40);
    if (quiet.some((gap) => tick >= gap.startMs && tick < gap.endMs)) continue;
    const localMs = tick + jitter + offset(tick);
    const local = new Date(localMs);
    const stamp =
      `${local.getUTCFullYear()}/${two(local.getUTCMonth() + 1)}/${two(local.getUTCDate())} ${two(local.getUTCHours())}:` +
      `${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}.${String(local.getUTCMilliseconds()).padStart(3, "0")}`;
    for (let gpu = 0; gpu < rhythm.gpus; gpu += 1) {
      const { watts, busy } = reading(rhythm, localMs, random());
      lines.push(`${stamp}, ${gpu}, ${watts} W, ${busy} %`);
    }
  }
  return `${lines.join("\n")}\n`;
}
