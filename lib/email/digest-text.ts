import type { DigestContent, DigestRow } from "./digest-content.ts";

const WIDTH = 72;

/** Breaks a sentence at spaces; longer words stay whole, so that addresses survive. */
function wrap(sentence: string, indent = ""): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of sentence.split(" ")) {
    if (line.length > indent.length && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line].join("\n");
}

function tableText({ table }: DigestContent): string {
  const all: readonly DigestRow[] = [{ name: table.unit, cells: table.columns, isTotal: false }, ...table.rows];
  const nameWidth = Math.max(...all.map((row) => row.name.length));
  const widths = table.columns.map((_, column) => Math.max(...all.map((row) => row.cells[column]?.length ?? 0)));
  const line = (row: DigestRow) =>
    [row.name.padEnd(nameWidth), ...row.cells.map((cell, column) => cell.padStart(widths[column] ?? 0))].join("  ");
  const rule = "-".repeat(nameWidth + widths.reduce((total, width) => total + width + 2, 0));
  const [head, ...rows] = all.map((row) => ({ row, text: line(row) }));
  const body = rows.flatMap(({ row, text }) => (row.isTotal ? [rule, text] : [text]));
  return [head?.text ?? "", rule, ...body].join("\n");
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}\n${lines.join("\n")}`];

/** The digest as plain text, 72 columns wide. */
export function digestText(content: DigestContent): string {
  const advice = content.advice.map(
    (one) => `${wrap(`${one.title}: ${one.amount} a month`, "  ")}\n${wrap(one.detail, "    ")}`,
  );
  if (content.together !== null && advice.length > 0) {
    advice.push(`  Together, nothing counted twice: ${content.together} ${content.table.unit} a month`);
  }
  const blocks = [
    `Tokenwatt for ${content.organisation}`,
    `${content.heading} (${content.certainty.toLowerCase()})\n${content.amount}\n${content.estimated === null ? "" : `${content.estimated}\n`}${content.change}`,
    ...(content.split.length > 0 ? [content.split.map((one) => `${one.label} ${one.amount}`).join("  ")] : []),
    tableText(content),
    ...(content.table.note === "" ? [] : [wrap(content.table.note)]),
    ...section(
      content.whyTitle,
      content.why.map((sentence) => wrap(sentence, "  ")),
    ),
    ...section(
      "Needs you",
      content.needs.map((sentence, index) => wrap(`${index + 1}. ${sentence}`, "  ")),
    ),
    ...section(`Worth changing, ${content.table.unit} a month`, advice),
    `${content.open.label}: ${content.open.url}`,
    content.footer.map((sentence) => wrap(sentence)).join("\n"),
    `Change the schedule: ${content.scheduleUrl}` +
      (content.unsubscribeUrl === null ? "" : `\nUnsubscribe: ${content.unsubscribeUrl}`),
  ];
  return `${blocks.join("\n\n")}\n`;
}
