import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFile } from "./read-file.ts";
import { Summary } from "./summarise.ts";

/** Files made by other people, read where they lie: the folder is named by REAL_SAMPLES. */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);
if (!isThere) console.info("REAL_SAMPLES names no folder: the tests on files made by others are skipped.");

async function summaryOf(path: string) {
  const sink = new Summary();
  const bytes = createReadStream(join(folder, path));
  const options = { account: null, zone: null, nowMs: Date.parse("2026-11-21T00:00:00Z") };
  const { importer } = await readFile({ fileName: path, bytes, sink, options });
  return sink.result({ file: path, importer });
}

describe.skipIf(!isThere)("real files", () => {
  it("FOCUS 1.0: a thousand rows to the last digit", async () => {
    const summary = await summaryOf("focus/focus-1.0-sample-1000rows.csv");
    expect(summary.lines).toBe(1000);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "20.52022672899" }]);
    expect(summary.effectiveTotals).toEqual([{ currency: "USD", amount: "14.97651418586" }]);
    expect(summary.coverage).toEqual({ from: "2024-09-01", to: "2024-09-30" });
    expect(summary.issues.filter(({ severity }) => severity === "blocking")).toEqual([]);
    expect(summary.issues).toContainEqual(
      expect.objectContaining({ code: "contracted-cost-empty", message: expect.stringContaining("7 rows") }),
    );
  });

  it("nvidia-smi: 64,310 rows are 51.97 Wh at full coverage", async () => {
    const { energy, lines } = await summaryOf("nvidia-smi/thesis-1gpu-64k-rows-1s.csv");
    expect(lines).toBe(64_310);
    expect(Math.abs(Number(energy?.kWh) * 1000 - 51.97)).toBeLessThan(0.05);
    expect(energy?.coverage).toBe(1);
  });

  it.each([
    ["openai/costs_page.DOCUMENTED.json", "openai-costs-api", "0.06"],
    ["openai/cost_2026-09-25_2026-09-29.TRANSCRIBED.csv", "openai-costs-csv", "0.00383598"],
    ["anthropic/cost_report.DOCUMENTED.json", "anthropic-cost-report", "1.2378912"],
    ["anthropic/console_cost_export_14col.TRANSCRIBED.csv", "anthropic-console-csv", "2.95"],
    ["focus/spec-ai-working-draft/per_token_ai_model_api.csv", "focus-csv", "94.5"],
    ["focus/spec-1.2-virtual-currency/simple_saas_agreements_a1.csv", "focus-csv", "10000"],
  ])("%s is %s and sums to %s", async (path, format, amount) => {
    const summary = await summaryOf(path);
    expect(summary.format).toBe(format);
    expect(summary.totals).toEqual([{ currency: "USD", amount }]);
  });

  it.each(["edge-multigpu-noindex-noheader.csv", "two-gpu-units-nopower-tail.csv"])(
    "%s holds no watts, and that is said",
    async (name) => {
      const summary = await summaryOf(`nvidia-smi/${name}`);
      expect(summary.energy).toBeUndefined();
      expect(summary.issues).toEqual([expect.objectContaining({ severity: "blocking", code: "no-watts" })]);
    },
  );
});
