import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFile } from "./read-file.ts";
import { Summary } from "./summarise.ts";

/** Exports of model providers and routers made by other people, read where they lie: the folder named by REAL_SAMPLES. */
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

describe.skipIf(!isThere)("files of model providers and routers", () => {
  it.each([
    ["openrouter/activity_api.DOCUMENTED.json", "openrouter-activity-api", [{ currency: "USD", amount: "0.015" }]],
    [
      "openrouter/activity_export_7col_row.TRANSCRIBED.csv",
      "openrouter-activity-csv",
      [{ currency: "USD", amount: "0.0123" }],
    ],
    ["openrouter/activity_export_header.TRANSCRIBED.csv", "openrouter-activity-csv", []],
    ["deepseek/cost-2026-5.TRANSCRIBED.csv", "deepseek-cost-csv", [{ currency: "CNY", amount: "7.58" }]],
    [
      "deepseek/cost-2026-07-20_2026-07-27.bom-crlf-compactdate.TRANSCRIBED.csv",
      "deepseek-cost-csv",
      [{ currency: "USD", amount: "1.2345" }],
    ],
    ["deepseek/amount-2026-5.TRANSCRIBED.csv", "deepseek-amount-csv", [{ currency: "CNY", amount: "7.58391112" }]],
    ["fireworks/usage_costs.DOCUMENTED.csv", "fireworks-costs-csv", [{ currency: "USD", amount: "8.4" }]],
    ["fireworks/billing_metrics.DOCUMENTED.csv", "fireworks-metrics-csv", []],
  ])("%s is %s and sums to %j, with nothing unread", async (path, format, totals) => {
    const summary = await summaryOf(path);
    expect(summary.format).toBe(format);
    expect(summary.totals).toEqual(totals);
    expect(summary.issues.filter(({ severity }) => severity === "blocking")).toEqual([]);
  });

  it("OpenRouter: what the upstream bills on one's own key stands beside the total", async () => {
    const summary = await summaryOf("openrouter/activity_api.DOCUMENTED.json");
    expect(summary.otherTotals).toEqual([{ basis: "estimated", currency: "USD", amount: "0.012" }]);
    expect(summary.requests).toBe("5");
    expect(summary.tokens).toEqual({ input: "50", output: "125" });
  });

  it("DeepSeek: the amounts of May, priced, come to the cent of its cost file", async () => {
    const amounts = await summaryOf("deepseek/amount-2026-5.TRANSCRIBED.csv");
    expect(amounts.tokens).toEqual({ input: "4628712", cacheRead: "102093056", output: "456669" });
    expect(amounts.requests).toBe("735");
    const compact = await summaryOf("deepseek/amount-2026-07-20_2026-07-27.bom-crlf-compactdate.TRANSCRIBED.csv");
    expect(compact.coverage).toEqual({ from: "2026-07-25", to: "2026-07-25" });
    expect(compact.tokens).toEqual({ input: "500", cacheRead: "1000", output: "200" });
  });

  it("Fireworks: prompt tokens are told apart into cached and not", async () => {
    const { tokens, basis } = await summaryOf("fireworks/billing_metrics.DOCUMENTED.csv");
    expect(tokens).toEqual({ input: "603", cacheRead: "200", output: "109" });
    expect(basis).toBe("quantity");
  });
});
