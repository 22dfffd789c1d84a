import type { Day } from "../core/calendar.ts";
import { SECOND_GPU_MONTH } from "./company.ts";
import type { DemoFile } from "./demo-file.ts";
import { liteLlmSpendLogs } from "./gateway-log.ts";
import { vllmBench } from "./load-test-file.ts";
import { anvilLog } from "./local-use.ts";
import { powerLogs } from "./power-logs.ts";
import { RHYTHMS } from "./rig-rhythms.ts";
import type { DemoMonth } from "./usage.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a month's rigs brought: the gateway's log, what power they drew, who used them, and what they can do. */
export function rigFiles(at: DemoMonth, today: Day): DemoFile[] {
  const power = RHYTHMS.flatMap((rhythm) =>
    powerLogs(rhythm, at, today).map(({ kind, suffix, text }) => ({
      name: `${rhythm.slug}_${kind}_${at.month}.${suffix}`,
      bytes: encode(text),
      rig: rhythm.slug,
    })),
  );
  const ollama = anvilLog(at, today);
  return [
    { name: `litellm_spend_logs_${at.month}.csv`, bytes: encode(liteLlmSpendLogs(at)) },
    ...power,
    ...(ollama ? [{ name: `anvil_ollama_${at.month}.log`, bytes: encode(ollama), rig: "anvil" }] : []),
    ...(at.index === SECOND_GPU_MONTH
      ? [{ name: `kiln_vllm_bench_${at.month}.jsonl`, bytes: encode(vllmBench(at)), rig: "kiln" }]
      : []),
  ];
}
