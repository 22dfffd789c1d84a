import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFile } from "./read-file.ts";
import { type FileSummary, Summary } from "./summarise.ts";

/** Files made by other people, read where they lie: the folder is named by REAL_SAMPLES. */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);

async function summaryOf(path: string): Promise<FileSummary> {
  const sink = new Summary();
  const bytes = createReadStream(join(folder, path));
  const options = { account: null, zone: null, nowMs: Date.parse("2026-11-21T00:00:00Z") };
  const { importer } = await readFile({ fileName: path, bytes, sink, options });
  return sink.result({ file: path, importer });
}

const codes = ({ issues }: FileSummary) => issues.map(({ code }) => code);
const blocking = ({ issues }: FileSummary) => issues.filter(({ severity }) => severity === "blocking");

describe.skipIf(!isThere)("usage feeds and coding tools, as others have them", () => {
  it.each([
    ["completions", { input: "500", cacheRead: "400", cacheWrite5m: "100", output: "500" }, "5"],
    ["embeddings", { input: "16" }, "2"],
    ["moderations", { input: "16" }, "2"],
    ["images", undefined, "2"],
    ["audio_speeches", undefined, "1"],
    ["audio_transcriptions", undefined, "1"],
    ["vector_stores", undefined, undefined],
    ["code_interpreter_sessions", undefined, undefined],
    ["web_search_calls", undefined, "2"],
    ["file_search_calls", undefined, "2"],
  ])("OpenAI %s: one result, its tokens apart", async (part, tokens, requests) => {
    const summary = await summaryOf(`openai/usage_${part}_page.DOCUMENTED.json`);
    expect(summary).toMatchObject({ format: "openai-usage-api", feedPart: part, basis: "quantity" });
    expect(summary.tokens).toEqual(tokens);
    expect(summary.requests).toBe(requests);
    expect(summary.lines).toBeGreaterThan(0);
    expect(summary.coverage).toEqual({ from: "2024-11-01", to: "2024-11-01" });
    expect(blocking(summary)).toEqual([]);
  });

  it("Anthropic messages usage report: disjoint buckets and web searches", async () => {
    const summary = await summaryOf("anthropic/usage_report_messages.DOCUMENTED.json");
    expect(summary.tokens).toEqual({
      input: "1500",
      cacheRead: "200",
      cacheWrite5m: "500",
      cacheWrite1h: "1000",
      output: "500",
    });
    expect(summary.requests).toBe("10");
    expect(codes(summary)).toEqual(["pages-missing"]);
  });

  it("Anthropic Console usage: 14 columns", async () => {
    const summary = await summaryOf("anthropic/console_usage_export_14col.TRANSCRIBED.csv");
    expect(summary.format).toBe("anthropic-console-usage-csv");
    expect(summary.tokens).toEqual({
      input: "47981",
      cacheRead: "3000",
      cacheWrite5m: "17969",
      cacheWrite1h: "500",
      output: "17332",
    });
    expect(summary.issues).toEqual([]);
  });

  it("Claude Code analytics: 186 and 42 cents are 2.28 dollars, estimated", async () => {
    const summary = await summaryOf("anthropic/claude_code_usage_report.DOCUMENTED-TRIMMED.json");
    expect(summary).toMatchObject({ format: "anthropic-claude-code", basis: "estimated", lines: 8 });
    expect(summary.totals).toEqual([{ currency: "USD", amount: "2.28" }]);
    expect(summary.tokens).toEqual({ input: "68330", cacheRead: "12210", cacheWrite5m: "3230", output: "18130" });
  });

  it("Cursor, 12 columns: nothing owed, and tokens to each row's own total", async () => {
    const summary = await summaryOf("cursor/usage-events-12col.TRANSCRIBED.csv");
    expect(summary.totals).toEqual([]);
    // 1,523,733 of the first row and 250 of the second, whose total counts its plain input once.
    expect(summary.tokens).toEqual({ input: "117582", cacheRead: "1383578", cacheWrite5m: "9541", output: "13282" });
    expect(summary.scopes).toEqual([{ scope: "included", lines: 6, totals: [{ currency: "USD", amount: "0" }] }]);
    expect(codes(summary)).toEqual(["input-contains-write"]);
  });

  it("Cursor, 13 columns: a header and no rows", async () => {
    const summary = await summaryOf("cursor/usage-events-13col-header.TRANSCRIBED.csv");
    expect(summary).toMatchObject({ format: "cursor-usage-csv", lines: 0, coverage: null });
    expect(codes(summary)).toEqual(["no-rows"]);
  });

  it("GitHub Copilot, 17 columns: net amounts, requests in parts", async () => {
    const summary = await summaryOf("github-copilot/transition-period-report-17col.TRANSCRIBED.csv");
    expect(summary.totals).toEqual([{ currency: "USD", amount: "0.08" }]);
    expect(summary.requests).toBe("27.8363999999999999");
    expect(summary.accounts).toEqual(["example-org", "octodemo"]);
    expect(summary.issues).toEqual([]);
  });

  it.each([
    ["daily.ADAPTED-FROM-DOCS", "17.58", { from: "2026-05-16", to: "2026-05-16" }, "31456"],
    ["monthly.DOCUMENTED", "336.47", { from: "2026-04-01", to: "2026-04-30" }, "720366"],
  ])("ccusage %s sums to its own total", async (name, amount, coverage, output) => {
    const summary = await summaryOf(`ccusage/${name}.json`);
    expect(summary).toMatchObject({ format: "ccusage-json", basis: "estimated", coverage });
    expect(summary.totals).toEqual([{ currency: "USD", amount }]);
    expect(summary.statedTotals).toEqual([expect.objectContaining({ stated: amount, difference: "0" })]);
    expect(summary.tokens?.output).toBe(output);
    expect(blocking(summary)).toEqual([]);
  });
});
