import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, decimal, format, ZERO } from "../../core/decimal.ts";
import { readCount } from "./count-columns.ts";
import { cursorKind, cursorTokens } from "./cursor-event.ts";
import { readDollars } from "./dollars.ts";
import { periodOfName, uuidOfName } from "./file-period.ts";
import { inputParts } from "./openai-usage.ts";

describe("a count", () => {
  it.each([
    ["3", "3"],
    ["3.0", "3"],
    ["1,204", "1204"],
    ["1,204,000.0", "1204000"],
    ["1.38E+6", "1380000"],
    ["0", "0"],
  ])("%s is %s", (text, count) => {
    const read = readCount(text);
    expect(read && format(read)).toBe(count);
  });

  it.each(["", "NULL", "n/a", "-", "NaN"])("%j says nothing", (text) => expect(readCount(text)).toBeNull());

  // 1.204 is 1204 where points group thousands, and 46.000 is 46 or 46000.
  it.each(["-3", "1.5", "1.204", "46.000", "12,5", "ten", "1 204", "Infinity"])("%s is refused", (text) =>
    expect(readCount(text)).toBeUndefined(),
  );
});

describe("OpenAI's input tokens", () => {
  const count = fc.nat(1e9);
  const shown = (parts: ReturnType<typeof inputParts>) =>
    parts && Object.values(parts).map((part) => (part === null ? null : format(part)));

  it("fall into disjoint parts that sum to the total, whichever one the file leaves out", () => {
    fc.assert(
      fc.property(count, count, count, fc.constantFrom("cached", "written", "uncached", "none"), (a, b, c, missing) => {
        const parts = inputParts({
          total: decimal(a + b + c),
          uncached: missing === "uncached" ? null : decimal(a),
          cached: missing === "cached" ? null : decimal(b),
          written: missing === "written" ? null : decimal(c),
        });
        expect(shown(parts)).toEqual([a, b, c].map(String));
        expect(parts && format(add(add(parts.input ?? ZERO, parts.cacheRead ?? ZERO), parts.cacheWrite ?? ZERO))).toBe(
          String(a + b + c),
        );
      }),
    );
  });

  it("are refused when the parts exceed the total", () => {
    expect(inputParts({ total: decimal(10), cached: decimal(11), written: null, uncached: null })).toBeNull();
    expect(inputParts({ total: decimal(10), cached: decimal(6), written: decimal(5), uncached: null })).toBeNull();
  });

  it("stay unknown where the file says nothing of them", () => {
    expect(shown(inputParts({ total: decimal(10), cached: null, written: null, uncached: null }))).toEqual([
      "10",
      null,
      null,
    ]);
  });
});

describe("Cursor", () => {
  it.each([
    ["Included", "included"],
    ["Included in Business", "included"],
    ["USAGE_EVENT_KIND_INCLUDED_IN_PRO", "included"],
    ["Free", "included"],
    ["Errored, No Charge", "none"],
    ["USAGE_EVENT_KIND_ABORTED_NOT_CHARGED", "none"],
    ["User API Key", "own-key"],
    ["USAGE_EVENT_KIND_USER_API_KEY", "own-key"],
    ["On-Demand", "charged"],
    ["Usage-based", "charged"],
    ["express", "by-cost"],
    ["", "by-cost"],
  ])("kind %j is %s", (text, kind) => expect(cursorKind(text)).toBe(kind));

  const tokensOf = (withWrite: number, withoutWrite: number, total: number | null) => {
    const given = {
      withWrite: decimal(withWrite),
      withoutWrite: decimal(withoutWrite),
      read: decimal(5),
      output: decimal(7),
    };
    const { tokens, how } = cursorTokens({ ...given, total: total === null ? null : decimal(total) });
    return [how, tokens.input && format(tokens.input), tokens.write && format(tokens.write)];
  };

  it("counts written and plain input apart, as its total says", () => {
    expect(tokensOf(100, 30, 142)).toEqual(["apart", "30", "100"]);
    expect(tokensOf(100, 30, 112)).toEqual(["contained", "30", "70"]);
    expect(tokensOf(100, 30, 42)).toEqual(["contained", "30", "70"]);
    expect(tokensOf(100, 30, 999)).toEqual(["differs", "30", "100"]);
    expect(tokensOf(100, 30, null)).toEqual(["apart", "30", "100"]);
  });
});

describe("dollars", () => {
  it.each([
    ["$0.04", "0.04"],
    ["-$1,204.50", "-1204.5"],
    ["1.2E-4", "0.00012"],
    ["0.04 USD", "0.04"],
    ["US$3", "3"],
  ])("%s is %s", (text, amount) => {
    const read = readDollars(text);
    expect(read && format(read)).toBe(amount);
  });

  it.each(["€1.20", "1.20 EUR", "CA$2", "plenty", "12..5"])("%s is refused", (text) =>
    expect(readDollars(text)).toBeNull(),
  );
});

describe("the period in a file's name", () => {
  it.each([
    ["spend-report-2026-05-01-to-2026-05-31.csv", "2026-05-01", "2026-05-31"],
    ["spend-report-1a2b3c4d-2026-4051-8111-202605012026-2026-07-01-to-2026-07-04.csv", "2026-07-01", "2026-07-04"],
    ["in 2025-01/Spend_2026-05-01_to_2026-05-31 (1).csv", "2026-05-01", "2026-05-31"],
    ["spend_20260501-20260531.csv", "2026-05-01", "2026-05-31"],
    ["claude-code-team-2026-05.csv", "2026-05-01", "2026-05-31"],
    ["team 2024-02 final.csv", "2024-02-01", "2024-02-29"],
  ])("%s is %s to %s", (name, from, to) => expect(periodOfName(name)).toEqual({ from, to }));

  it.each(["spend.csv", "spend-2026-05-31.csv", "spend-2026-05-31-to-2026-05-01.csv", "spend-2026-13.csv", "2026.csv"])(
    "%s says none",
    (name) => expect(periodOfName(name)).toBeNull(),
  );

  it("may stand beside the organisation", () => {
    expect(uuidOfName("spend-report-1A2B3C4D-2026-4051-8111-202605012026-2026-07-01-to-2026-07-04.csv")).toBe(
      "1a2b3c4d-2026-4051-8111-202605012026",
    );
    expect(uuidOfName("spend-report-2026-07-01-to-2026-07-04.csv")).toBeNull();
  });
});
