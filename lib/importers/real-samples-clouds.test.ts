import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFile } from "./read-file.ts";
import { Summary } from "./summarise.ts";

/** Clouds' bills made by other people, read where they lie: the folder is named by REAL_SAMPLES. Sums are Python's Decimal's. */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);

async function summaryOf(path: string) {
  const sink = new Summary();
  const bytes = createReadStream(join(folder, path));
  const options = { account: null, zone: null, nowMs: Date.parse("2026-11-21T00:00:00Z") };
  const { importer } = await readFile({ fileName: path, bytes, sink, options });
  return sink.result({ file: path, importer });
}

const blockingOf = (summary: Awaited<ReturnType<typeof summaryOf>>) =>
  summary.issues.filter(({ severity }) => severity === "blocking");

describe.skipIf(!isThere)("real bills of clouds", () => {
  it("AWS, legacy report: 1,281 rows in E-notation, of which 12 are tax", async () => {
    const summary = await summaryOf("aws/legacy-cur-sample-anonymous.csv");
    expect(summary.format).toBe("aws-cur-csv");
    expect(summary.lines).toBe(1281);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "1.6823086974" }]);
    expect(summary.coverage).toEqual({ from: "2023-11-01", to: "2023-11-30" });
    expect(summary.accounts).toEqual(["123412340534"]);
    expect(summary.scopes?.map(({ scope }) => scope)).toEqual(["other"]);
    expect(summary.issues).toEqual([]);
    expect(blockingOf(summary)).toEqual([]);
  });
});
