import type { Layout, PowerColumn } from "./layout.ts";

/** The cell of the draw: where a GPU does not have the best reading, of the next one that it has. */
export function drawOf(
  cells: readonly string[],
  { position, instead }: PowerColumn,
  at: (position: number) => number,
): string {
  const cell = cells[at(position)] ?? "";
  if (instead.length === 0 || /\d/.test(cell)) return cell;
  for (const other of instead) {
    const found = cells[at(other)] ?? "";
    if (/\d/.test(found)) return found;
  }
  return cell;
}

export const widthOf = ({ width, header }: Layout): number => width - (header ? trailingBlanks(header) : 0);

export function trailingBlanks(cells: readonly string[]): number {
  let count = 0;
  while (count < cells.length && (cells[cells.length - 1 - count] ?? "").trim() === "") count += 1;
  return count;
}
