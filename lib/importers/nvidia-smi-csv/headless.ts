import { readMilliwatts } from "../source/watts.ts";
import type { Layout } from "./layout.ts";

const STAMP = /^\d{4}[/-]\d{2}[/-]\d{2}[ T]\d{2}:\d{2}:\d{2}/;
/** The stamp only nvidia-smi writes. */
const SMI_STAMP = /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/;
const UUID = /^GPU-[0-9a-f-]{8,}$/i;
const BUS = /^[0-9A-F]{8}:[0-9A-F]{2}:/i;
const IS_NAME = /nvidia|tesla|geforce|quadro|\brtx\b/i;
/** nvidia-smi writes watts, and nothing else, with two places. */
const TWO_PLACES = /^-?\d+\.\d\d$/;

type Records = readonly (readonly string[])[];

/** The layout of a log that begins with a row: cells tell what they are by how they are written. Null: no such log. */
export function headlessLayout(given: Records): Layout | null {
  const time = stampColumn(given[0] ?? []);
  if (time < 0) return null;
  const width = usualWidth(given);
  const name = nameColumn(given.filter((cells) => cells.length === width));
  const records = given.map((cells) => joinedName(cells, { width, name }));
  const isSmi = records.every((cells) => SMI_STAMP.test(cells[time] ?? "") || cells.length === 1);
  const cellsOf = (position: number) => records.map((cells) => cells[position] ?? "");
  const positions = Array.from({ length: width }, (_, position) => position).filter((position) => position !== time);
  const watts = positions.filter((position) => cellsOf(position).some((cell) => / m?W$/.test(cell)));
  const uuid = positions.find((position) => cellsOf(position).some((cell) => UUID.test(cell))) ?? -1;
  const isKnown = isSmi ? looksLikeSmi(records, time) : watts.length > 0 && uuid >= 0;
  if (!isKnown || (time > 0 && watts.length === 0)) return null;
  const index = uuid >= 0 ? -1 : indexColumn(positions, cellsOf);
  const bus = positions.find((position) => cellsOf(position).some((cell) => BUS.test(cell))) ?? -1;
  const draw = drawAmong(watts, positions, cellsOf);
  return {
    header: null,
    time,
    clock: -1,
    power: draw.position < 0 ? [] : [{ position: draw.position, device: null, factor: 1000, instead: [] }],
    limit: -1,
    device: uuid >= 0 ? uuid : index >= 0 ? index : bus,
    deviceKind: uuid >= 0 ? "uuid" : index >= 0 ? "index" : bus >= 0 ? "bus" : "none",
    name,
    width,
    isByPlaces: draw.isByPlaces,
    problem: draw.problem,
  };
}

/** A stamp of any script's in the first cell, one of nvidia-smi's own anywhere. */
const stampColumn = (cells: readonly string[]): number =>
  STAMP.test(cells[0] ?? "") ? 0 : cells.findIndex((cell) => SMI_STAMP.test(cell));

/** The narrowest that comes more than once: a comma in a GPU's name makes its rows wider, and a cut row is one alone. */
function usualWidth(records: Records): number {
  const counts = new Map<number, number>();
  for (const { length } of records) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
  const repeated = [...counts].filter(([, count]) => count > 1).map(([width]) => width);
  return repeated.length > 0 ? Math.min(...repeated) : Math.max(0, ...counts.keys());
}

function nameColumn(records: Records): number {
  const [first = []] = records;
  const isText = (position: number) => {
    const cells = records.map((cells) => cells[position] ?? "");
    return cells.every((cell) => /^[a-z][a-z]{2}/i.test(cell) && !UUID.test(cell));
  };
  const texts = first.map((_, position) => position).filter(isText);
  return texts.find((position) => IS_NAME.test(first[position] ?? "")) ?? texts[0] ?? -1;
}

function joinedName(cells: readonly string[], { width, name }: { width: number; name: number }): readonly string[] {
  const extra = cells.length - width;
  if (extra <= 0 || name < 0) return cells;
  return [...cells.slice(0, name), cells.slice(name, name + extra + 1).join(", "), ...cells.slice(name + extra + 1)];
}

/** Cells nvidia-smi prints: numbers, numbers with its units, its words for missing, names and ids. */
function looksLikeSmi(records: Records, time: number): boolean {
  const cells = records.flatMap((record) => record.filter((_, position) => position !== time));
  return (
    cells.length > 0 &&
    cells.every(
      (cell) =>
        /^-?[\d.]+( (?:W|mW|%|MiB|MHz|C))?$|^\[.*\]$|^N\/A$|^GPU-|^P\d+$|[a-z]/i.test(cell) ||
        BUS.test(cell) ||
        cell === "",
    )
  );
}

type CellsOf = (position: number) => string[];

/** A small whole number that takes the same few values over and over: the GPU's index. */
function indexColumn(positions: readonly number[], cellsOf: CellsOf): number {
  const found = positions.find((position) => {
    const cells = cellsOf(position);
    const values = new Set(cells);
    return (
      cells.every((cell) => /^\d{1,2}$/.test(cell)) &&
      values.size > 1 &&
      [...values].every((value) => Number(value) < values.size)
    );
  });
  return found ?? -1;
}

type Draw = { readonly position: number; readonly isByPlaces: boolean; readonly problem: string | null };

const NONE: Draw = { position: -1, isByPlaces: false, problem: "It has no header, and no cell is in watts." };
const UNSURE: Draw = {
  ...NONE,
  problem: "It has no header and several columns in watts, so the draw cannot be told from the limit.",
};

function drawAmong(watts: readonly number[], positions: readonly number[], cellsOf: CellsOf): Draw {
  const [only, ...others] = watts;
  if (only === undefined) return drawByPlaces(positions, cellsOf);
  if (others.length === 0) return { ...NONE, position: only, problem: null };
  // A limit stands still and a draw moves: taken only when exactly one of them moves.
  const [draw, ...more] = watts.filter((position) => isMoving(cellsOf(position)));
  return draw === undefined || more.length > 0 ? UNSURE : { ...NONE, position: draw, problem: null };
}

/** Without units: what stands still may be a limit or the driver's version. */
function drawByPlaces(positions: readonly number[], cellsOf: CellsOf): Draw {
  const found = positions.filter((position) => {
    // The last row of a log may be cut.
    const figures = cellsOf(position)
      .slice(0, -1)
      .filter((cell) => /\d/.test(cell));
    return figures.length > 1 && figures.every((cell) => TWO_PLACES.test(cell)) && isMoving(figures);
  });
  const [draw, ...more] = found;
  return draw === undefined || more.length > 0 ? NONE : { position: draw, isByPlaces: true, problem: null };
}

const isMoving = (cells: readonly string[]): boolean =>
  new Set(cells.filter((cell) => readMilliwatts(cell, 1000) > 0)).size > 1;
