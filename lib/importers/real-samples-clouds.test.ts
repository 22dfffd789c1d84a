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

  it("Azure, enterprise agreement: 11 rows of actual cost with a reservation that was bought", async () => {
    const summary = await summaryOf("azure/EA_ActualCost_Small.csv");
    expect(summary.format).toBe("azure-cost-csv");
    expect(summary.lines).toBe(11);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "8.5450077867419368" }]);
    expect(summary.grouping).toEqual(["actual cost"]);
    expect(summary.coverage).toEqual({ from: "2023-09-04", to: "2023-09-21" });
    expect(summary.accounts).toEqual(["8611537"]);
    expect(summary.issues).toEqual([]);
  });

  it.each([
    ["Enterprise.csv", 1, [{ currency: "CAD", amount: "0" }], []],
    ["PayAsYouGo.csv", 1, [{ currency: "USD", amount: "0.075" }], []],
    ["BOM.csv", 0, [], []],
    ["VirtualMachine.csv", 0, [], ["currency-missing"]],
    ["MissingBrackets.csv", 0, [], ["currency-missing"]],
  ])("Azure, variants of headers and values: %s", async (name, lines, totals, codes) => {
    const summary = await summaryOf(`azure/opencost/${name}`);
    expect(summary.format).toBe("azure-cost-csv");
    expect(summary.lines).toBe(lines);
    expect(summary.totals).toEqual(totals);
    expect(blockingOf(summary).map(({ code }) => code)).toEqual(codes);
  });

  it("Google Cloud, cost table: rows to the last digit, and a stated total they do not sum to", async () => {
    const summary = await summaryOf("gcp/console-cost-table-export.TRANSCRIBED.csv");
    expect(summary.format).toBe("gcp-cost-table-csv");
    expect(summary.lines).toBe(6);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "1.4625" }]);
    expect(summary.tokens).toEqual({ input: "250000", output: "450000" });
    expect(summary.statedTotals).toEqual([
      { row: 10, currency: "USD", stated: "1.53", asRead: "1.4625", difference: "0.0675" },
    ]);
    expect(blockingOf(summary)).toEqual([]);
  });

  it("FOCUS 1.0: what is AI or GPU in it is told apart from the rest", async () => {
    const summary = await summaryOf("focus/focus-1.0-sample-1000rows.csv");
    expect(summary.scopes?.reduce((sum, { lines }) => sum + lines, 0)).toBe(1000);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "20.52022672899" }]);
  });
});
