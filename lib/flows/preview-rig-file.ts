import type { RigFile } from "../api/wire/rig-file.ts";
import type { LoadTest } from "../core/capacity/load-test.ts";
import { pool } from "../db/client.ts";
import type { ImportRow } from "../db/imports.ts";
import { stagedUse } from "../db/local-use.ts";
import type { FileSummary } from "../importers/summarise.ts";
import { isOfRig } from "./needs-rig.ts";

const SERIES_SHOWN = 200;
const USES_SHOWN = 200;
const LEVELS_SHOWN = 200;

/** What a file says of a rig, as a person reviews it: series of power, use by model and key, levels of load tests. */
export async function rigFileOf(row: ImportRow, summary: Partial<FileSummary>): Promise<RigFile> {
  const { energy, localUse, loadTests } = summary;
  return {
    isOfRig: isOfRig(row.yields),
    rigSlug: row.rigSlug,
    gapCount: energy?.gapCount ?? energy?.gaps.length ?? 0,
    series: (energy?.series ?? []).slice(0, SERIES_SHOWN).map(({ gaps, coverage, ...rest }) => ({
      ...rest,
      coverage: String(coverage),
      gapCount: gaps.length,
    })),
    localUse: localUse
      ? {
          requests: localUse.requests,
          failed: localUse.failed,
          endpoints: [...localUse.endpoints],
          isEstimated: localUse.isEstimated,
          uses: await stagedUse(pool, { importId: row.id, limit: USES_SHOWN }),
        }
      : null,
    loadTests: (loadTests ?? []).map(loadTestWire),
  };
}

const loadTestWire = ({
  tool,
  model,
  levels,
  isSingleStream,
  objectives,
  notes,
}: LoadTest): RigFile["loadTests"][0] => ({
  tool,
  model,
  isSingleStream,
  notes: [...notes],
  objectives: objectives.map((each) => ({ ...each })),
  levels: levels.slice(0, LEVELS_SHOWN).map((level) => ({
    label: level.label,
    concurrency: level.concurrency,
    requests: level.requests,
    failed: level.failed,
    requestsPerSecond: level.requestsPerSecond,
    outputTokensPerSecond: level.decodeTokensPerSecond,
    durationP95Ms: level.duration?.p95 ?? null,
    firstTokenP95Ms: level.firstToken?.p95 ?? null,
  })),
});
