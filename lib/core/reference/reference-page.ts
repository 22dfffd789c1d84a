import { type ReferenceRow, referenceFigures } from "./figures.ts";
import { COMPARISON_A, COMPARISON_B } from "./published.ts";

const SOURCES = { A: COMPARISON_A.title, B: COMPARISON_B.title } as const;

const verdict = (row: ReferenceRow): string => (row.agrees === null ? "" : row.agrees ? "yes" : "**no**");
const cells = (values: readonly string[]): string => `| ${values.join(" | ")} |`;

function table(rows: readonly ReferenceRow[]): string {
  return [
    cells(["Figure", "Published", "From the inputs", "Unit", "Agrees", ""]),
    cells(["---", "--:", "--:", "---", "---", "---"]),
    ...rows.map((row) =>
      cells([row.figure, row.published ?? "", row.exact ?? "never", row.unit, verdict(row), row.note]),
    ),
  ].join("\n");
}

/** The reference figures as the Markdown of docs/reference.md; a test holds the file equal to this. */
export function referenceMarkdown(): string {
  const { rows, comparison, disagreements } = referenceFigures();
  const sections = (["A", "B"] as const).map((source) => {
    const own = rows.filter((row) => row.source === source);
    const groups = [...new Set(own.map((row) => row.group))];
    const tables = groups.map((group) => `### ${group}\n\n${table(own.filter((row) => row.group === group))}`);
    return `## ${source}. ${SOURCES[source]}\n\n${tables.join("\n\n")}`;
  });
  return `${[
    "# Reference figures",
    "Two published comparisons, computed from their own inputs by the functions that give Tokenwatt's advice " +
      "(`lib/core/reference`). Where a printed figure does not follow from its inputs, the product uses the inputs and says so.",
    "## Where the publications disagree with themselves",
    disagreements.map((sentence) => `- ${sentence}`).join("\n"),
    ...sections,
    "## Beyond money",
    [
      cells(["", "Cloud", "Local"]),
      cells(["---", "---", "---"]),
      ...comparison.map((row) => cells([row.aspect, row.cloud, row.local])),
    ].join("\n"),
  ].join("\n\n")}\n`;
}
