/** Who used the demo's rigs: Kiln through the gateway, by team; Anvil's own log names nobody. */
import { type Day, monthBoundsMs } from "../core/calendar.ts";
import { SECOND_GPU_MONTH, type TeamSlug } from "./company.ts";
import { seededRandom } from "./random.ts";
import { HOUR_MS, loadAt, offsets, slashStamp, stretchOf } from "./rig-readings.ts";
import { RHYTHMS, type RigRhythm } from "./rig-rhythms.ts";
import { KILN_HOST } from "./rigs.ts";
import type { DemoMonth } from "./usage.ts";

export const KILN_MODEL = "Qwen/Qwen3-32B";
/** Shares of Kiln's busy time; what their prompts weigh against their answers differs. */
const USERS: readonly { team: TeamSlug; share: number; prompt: number; output: number }[] = [
  { team: "platform", share: 0.42, prompt: 2_150, output: 390 },
  { team: "search", share: 0.24, prompt: 3_100, output: 120 },
  { team: "research", share: 0.28, prompt: 1_400, output: 560 },
];
/** Work is sent in runs, two hours' of a team as one call. Shorter ones are not worth a row. */
const RUN_MS = 2 * HOUR_MS;
const SHORTEST_MS = 20_000;

const kilnRhythm = (): RigRhythm | undefined => RHYTHMS.find(({ slug }) => slug === "kiln");
const isoSecond = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");

/** Kiln's calls of a month as rows of the gateway's log. */
export function kilnCalls(at: DemoMonth): string[] {
  const rhythm = kilnRhythm();
  const [first, last] = [at.days[0], at.days.at(-1)];
  if (!rhythm || !first || !last) return [];
  const offset = offsets(rhythm.zone);
  const random = seededRandom(`kiln use ${at.month}`);
  const { startMs } = monthBoundsMs(at.month, "UTC");
  const rows: string[] = [];
  for (let hourMs = startMs; hourMs < startMs + at.days.length * 24 * HOUR_MS; hourMs += RUN_MS) {
    let fromMs = hourMs;
    const load = Math.min(0.98, loadAt(rhythm, hourMs + offset(hourMs)));
    for (const user of USERS) {
      const busyMs = Math.round((load * user.share * RUN_MS * (0.7 + random() * 0.5)) / 1000) * 1000;
      if (busyMs < SHORTEST_MS) continue;
      rows.push(kilnCall({ ...user, fromMs, busyMs, at, noise: random() }));
      fromMs += busyMs;
    }
  }
  return rows;
}

type Call = (typeof USERS)[number] & { fromMs: number; busyMs: number; at: DemoMonth; noise: number };

function kilnCall({ team, prompt, output, fromMs, busyMs, at, noise }: Call): string {
  const gpus = at.index < SECOND_GPU_MONTH ? 0.55 : 1;
  const speed = (busyMs / 1000) * gpus * (0.9 + noise * 0.2);
  const [read, written] = [Math.round(prompt * speed), Math.round(output * speed)];
  return [
    `kiln-${team}-${fromMs / 1000}`,
    "acompletion",
    `88dc28d0${team}`,
    "0",
    ...[read + written, read, written],
    ...[isoSecond(fromMs), isoSecond(fromMs + busyMs)],
    ...[`hosted_vllm/${KILN_MODEL}`, KILN_MODEL, "hosted_vllm", "", "{}", "False", "[]", team, "success"],
    `http://${KILN_HOST}:8000/v1`,
  ].join(",");
}

/** The log of Anvil's Ollama in its local time: one line a request, nobody's name. */
export function anvilLog(at: DemoMonth, today: Day): string | null {
  const rhythm = RHYTHMS.find(({ slug }) => slug === "anvil");
  const stretch = rhythm && stretchOf(rhythm, at, today);
  if (!rhythm || !stretch) return null;
  const offset = offsets(rhythm.zone);
  const random = seededRandom(`anvil use ${at.month}`);
  const lines: string[] = [];
  for (let tick = stretch.startMs; tick < stretch.endMs; tick += ANVIL_STEP_MS) {
    const load = loadAt(rhythm, tick + offset(tick)) * (0.6 + random() * 0.8);
    const seconds = (Math.min(0.95, load) * ANVIL_STEP_MS) / 1000;
    if (seconds < 5) continue;
    const { day, time } = slashStamp(tick + offset(tick) + Math.ceil(seconds) * 1000);
    lines.push(`[GIN] ${day} - ${time} | 200 | ${duration(seconds)} |      10.20.0.31 | POST     "/api/chat"`);
  }
  return `${lines.join("\n")}\n`;
}
const ANVIL_STEP_MS = 600_000;

/** As Go prints it: `2m10.5s`. */
function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = (seconds - minutes * 60).toFixed(3);
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}
