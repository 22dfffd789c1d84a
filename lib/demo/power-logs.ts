/**
 * Power logs of the demo's rigs: nvidia-smi at the GPUs every five minutes, a BMC at the server every ten, a Shelly plug's
 * status at the wall every quarter of an hour.
 */
import { addMonths, type Day } from "../core/calendar.ts";
import { PLUG_MONTH } from "./company.ts";
import { seededRandom } from "./random.ts";
import { gpuReading, HOUR_MS, machineWatts, offsets, silences, slashStamp, stretchOf } from "./rig-readings.ts";
import type { LogKind, RigRhythm } from "./rig-rhythms.ts";
import type { DemoMonth } from "./usage.ts";

const STEP_MS = 300_000;
const BMC_STEP_MS = 600_000;
const PLUG_STEP_MS = 900_000;

export type PowerLog = { readonly kind: LogKind; readonly suffix: string; readonly text: string };

/** The logs of one rig for one month; none when the rig was not there. */
export function powerLogs(rhythm: RigRhythm, at: DemoMonth, today: Day): PowerLog[] {
  return rhythm.logs(at.index).flatMap((kind): PowerLog[] => {
    const text = TEXTS[kind](rhythm, at, today);
    return text === null ? [] : [{ kind, suffix: kind === "plug" ? "jsonl" : "csv", text }];
  });
}

const TEXTS: Readonly<Record<LogKind, (rhythm: RigRhythm, at: DemoMonth, today: Day) => string | null>> = {
  "nvidia-smi": nvidiaSmiLog,
  bmc: bmcLog,
  plug: plugLog,
};

/** A reading per GPU, stamped in the rig's local time. */
function nvidiaSmiLog(rhythm: RigRhythm, at: DemoMonth, today: Day): string | null {
  const stretch = stretchOf(rhythm, at, today);
  if (!stretch) return null;
  const offset = offsets(rhythm.zone);
  const quiet = silences(rhythm, at);
  const random = seededRandom(`${rhythm.slug} ${at.month}`);
  const lines = ["timestamp, index, power.draw [W], utilization.gpu [%]"];
  for (let tick = stretch.startMs; tick < stretch.endMs; tick += STEP_MS) {
    const jitter = Math.floor(random() * 40);
    if (quiet.some((gap) => tick >= gap.startMs && tick < gap.endMs)) continue;
    const localMs = tick + jitter + offset(tick);
    const { day, time } = slashStamp(localMs);
    const stamp = `${day} ${time}.${String(localMs % 1000).padStart(3, "0")}`;
    for (let gpu = 0; gpu < rhythm.gpus(at.index); gpu += 1) {
      const { watts, busy } = gpuReading(rhythm, { localMs, noise: random() });
      lines.push(`${stamp}, ${gpu}, ${watts.toFixed(2)} W, ${busy} %`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** The server as its own meter sees it, stamped in UTC. */
function bmcLog(rhythm: RigRhythm, at: DemoMonth, today: Day): string | null {
  const stretch = stretchOf(rhythm, at, today);
  if (!stretch) return null;
  const offset = offsets(rhythm.zone);
  const random = seededRandom(`${rhythm.slug} bmc ${at.month}`);
  const lines = ["timestamp,kiln_watts"];
  for (let tick = stretch.startMs + 20_000; tick < stretch.endMs; tick += BMC_STEP_MS) {
    const watts = machineWatts(rhythm, { index: at.index, localMs: tick + offset(tick), noise: random() });
    lines.push(`${new Date(tick).toISOString().replace(".000", "")},${Math.round(watts)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A plug's status. Its counter of watt-hours goes on from month to month, so the months before are drawn as well. */
function plugLog(rhythm: RigRhythm, at: DemoMonth, today: Day): string | null {
  let milliwattHours = FIRST_MILLIWATT_HOURS;
  for (let before = PLUG_MONTH; before < at.index; before += 1) {
    const month = { index: before, month: addMonths(at.month, before - at.index), days: [] };
    for (const { watts } of plugReadings(rhythm, month, today)) milliwattHours += drawn(watts);
  }
  const lines = plugReadings(rhythm, at, today).map(({ watts, atMs }) => {
    const line = status({ watts, milliwattHours, atMs });
    milliwattHours += drawn(watts);
    return line;
  });
  return lines.length === 0 ? null : `${lines.join("\n")}\n`;
}
/** The plug was used elsewhere before. */
const FIRST_MILLIWATT_HOURS = 10_213_252;
const drawn = (watts: number): number => Math.round((watts * 1000 * PLUG_STEP_MS) / HOUR_MS);

function plugReadings(rhythm: RigRhythm, at: DemoMonth, today: Day): { watts: number; atMs: number }[] {
  const stretch = stretchOf(rhythm, at, today);
  if (!stretch) return [];
  const offset = offsets(rhythm.zone);
  const random = seededRandom(`${rhythm.slug} plug ${at.month}`);
  const readings: { watts: number; atMs: number }[] = [];
  for (let tick = stretch.startMs; tick < stretch.endMs; tick += PLUG_STEP_MS) {
    const watts = machineWatts(rhythm, { index: at.index, localMs: tick + offset(tick), noise: random() });
    readings.push({ watts, atMs: tick });
  }
  return readings;
}

const status = ({ watts, milliwattHours, atMs }: { watts: number; milliwattHours: number; atMs: number }): string =>
  JSON.stringify({
    id: 0,
    source: "init",
    output: true,
    apower: Math.round(watts * 10) / 10,
    voltage: 231.2,
    aenergy: { total: milliwattHours / 1000, minute_ts: atMs / 1000 },
  });
