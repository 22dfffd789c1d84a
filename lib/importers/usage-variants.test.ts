import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseRecords, tableShape } from "./source/table.ts";
import { expectedOf, readWhole } from "./testing/read-whole.ts";

/** The same export as other programs save it: the figures must not change. */
const FORMATS = [
  "openai-usage-csv",
  "anthropic-console-usage-csv",
  "anthropic-spend-report-csv",
  "claude-code-team-csv",
  "cursor-usage-csv",
  "github-copilot-csv",
];

const cases = FORMATS.flatMap((id) => {
  const folder = join(import.meta.dirname, id, "fixtures");
  const names = readdirSync(folder).filter(
    (name) => name.endsWith(".csv") && !/damaged|semicolons|export|empty|^cost_/.test(name),
  );
  return names.map((name) => ({ id, name, path: join(folder, name) }));
});

type Write = (records: readonly (readonly string[])[]) => string;
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const joined =
  (delimiter: string, newline: string): Write =>
  (records) =>
    records.map((cells) => cells.map(quoted).join(delimiter)).join(newline) + newline;
const comma = joined(",", "\n");
const wide = (records: readonly (readonly string[])[]) => Math.max(...records.map(({ length }) => length));

const VARIANTS: Readonly<Record<string, Write>> = {
  "with tabs, line ends of Windows and a byte order mark": (records) => `\uFEFF${joined("\t", "\r\n")(records)}`,
  "with semicolons": joined(";", "\n"),
  "with the header in capitals": ([header = [], ...rows]) => comma([header.map((cell) => cell.toUpperCase()), ...rows]),
  "with a new column in front": ([header = [], ...rows]) =>
    comma([["note", ...header], ...rows.map((cells) => ["", ...cells])]),
  "with the columns reversed": (records) =>
    comma(records.map((cells) => [...cells, ...Array(wide(records) - cells.length).fill("")].toReversed())),
  "with blank lines and the header again": ([header = [], ...rows]) => comma([header, [""], ...rows, header, [""]]),
};

const figuresOf = ({ summary, lines }: ReturnType<typeof expectedOf>) => ({
  totals: summary.totals,
  otherTotals: summary.otherTotals,
  tokens: summary.tokens,
  requests: summary.requests,
  coverage: summary.coverage,
  blocking: summary.issues.filter(({ severity }) => severity === "blocking").map(({ code }) => code),
  // A blank line moves the rows after it.
  lines: lines.map((line) => ({ ...line, row: 0 })),
});

describe.each(Object.keys(VARIANTS))("a usage file %s", (variant) => {
  it.each(cases)("$id $name gives the same figures", async ({ id, name, path }) => {
    const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
    const records = parseRecords(text, tableShape(text));
    const plain = await readWhole(text, { fileName: name });
    const other = await readWhole(VARIANTS[variant]?.(records) ?? "", { fileName: name });
    expect(other.summary.format).toBe(id);
    expect(figuresOf(expectedOf(other))).toEqual(figuresOf(expectedOf(plain)));
  });
});
