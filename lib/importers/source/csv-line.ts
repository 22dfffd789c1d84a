import { parseRecords } from "./table.ts";

/** The cells of one line of a delimited text, trimmed; `="1234"`, which keeps a spreadsheet from rounding, is undone. */
export function cellsOf(line: string, delimiter: string): string[] {
  const plain = line.includes('="') ? line.replaceAll('="', '"') : line;
  if (!plain.includes('"')) return plain.split(delimiter).map((cell) => cell.trim());
  const [cells = []] = parseRecords(plain, { delimiter, newline: "\n" });
  return cells.map((cell) => cell.trim());
}

/** The delimiter that parts a header line into most cells. */
export function delimiterOf(line: string): string {
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, cells: cellsOf(line, delimiter).length }));
  return counts.reduce((best, each) => (each.cells > best.cells ? each : best)).delimiter;
}

/** Cells as one line again, quoted where they must be. */
export const lineOf = (cells: readonly string[], delimiter: string): string =>
  cells
    .map((cell) => (cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(delimiter);
