import { createReadStream } from "node:fs";
import { ingestFile } from "../lib/flows/ingest.ts";
import { createRule } from "../lib/flows/rules.ts";
import { createTeam } from "../lib/flows/teams.ts";
import { copyBaseline, fileOf, megabytes, peakMemory, randomFrom, seconds, sizeOf } from "./measure.ts";

const HEADER =
  "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source";
export const COLUMNS = HEADER.split(",").length;
const MODELS = ["gpt-5.5-2026-04-23", "gpt-4.1-2025-04-14", "gpt-4.1-nano-2025-04-14", "gpt-5-nano"];
const KINDS = ["input", "cached input", "output"];

function* costLines(rows: number, keys: number): Generator<string> {
  const random = randomFrom(1);
  yield HEADER;
  for (let row = 0; row < rows; row += 1) {
    const start = 1_767_225_600 + Math.floor((row * 31) / rows) * 86_400;
    const day = new Date(start * 1000).toISOString().slice(0, 10);
    const amount = `${(random() * 3).toFixed(12)}000000000000000000`;
    const item = `"${MODELS[Math.floor(random() * 4)]}, ${KINDS[Math.floor(random() * 3)]}"`;
    // A key belongs to one project. With 40 keys many rows fall on one day and are summed; with 100,000 hardly any do.
    const keyNo = Math.floor(random() * keys);
    const project = `proj_${keyNo % 24}`;
    const key = `key_${keyNo}`;
    yield `${start},${start + 86_400},${day}T00:00:00+00:00,,${amount},usd,${Math.floor(random() * 1e6)},tokens,${item},,${key},${project},org-bench,${project},Bench,,`;
  }
}

/** The file of a benchmark: cost lines of a month, with so many keys. */
export const costFile = (rows: number, keys: number): Promise<string> =>
  fileOf(`costs-${rows}-${keys}.csv`, () => costLines(rows, keys));

/** Parse, check, attribute, post and roll up a cost CSV, against COPY of the same bytes. */
export async function benchImportCost(rows: number, keys: number): Promise<string[]> {
  const path = await costFile(rows, keys);
  await createTeam({ name: "Bench" }, "bench");
  await createRule({ match: { project: "proj_1*" }, shares: [{ team: "bench", percent: "100" }] }, "bench");
  const copyBefore = await copyBaseline(path, COLUMNS);
  const begun = performance.now();
  const done = await ingestFile({
    fileName: path,
    bytes: createReadStream(path, { highWaterMark: 1 << 20 }),
    by: "bench",
  });
  const took = performance.now() - begun;
  const copyAfter = await copyBaseline(path, COLUMNS);
  const copy = (copyBefore + copyAfter) / 2;
  return [
    `import of ${rows} cost lines (${megabytes(sizeOf(path))}): ${seconds(took)}, ${done.entries} entries; COPY ${seconds(copy)} (${seconds(copyBefore)} before, ${seconds(copyAfter)} after)`,
    `ratio ${(took / copy).toFixed(2)} (goal <= 2.00); peak memory ${peakMemory()} (goal <= 512 MB)`,
  ];
}
