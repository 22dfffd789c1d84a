import type { LineImporter, Sample } from "../importer.ts";
import { cellsOf, lineOf } from "../source/csv-line.ts";
import { meterName } from "../source/meter-name.ts";
import { fluviusColumns } from "./columns.ts";
import { FluviusRows } from "./rows.ts";

/**
 * Mijn Fluvius (Belgium), consumption history: kWh of each quarter, hour or day by register, in Belgian time. The numbers
 * of the connection and the meter are kept as an opaque name only.
 */
const fluviusCsv: LineImporter = {
  id: "fluvius-csv",
  label: "Fluvius consumption history, CSV",
  lookedFor: "a header with From (date), Until (date), Register, Volume and Unit, or Van (datum) and so on",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: (sample) => sample.jsonKeys === null && fluviusColumns(firstLine(sample)) !== null,
  keptLine,
  open: (sink, options) => new FluviusRows(sink, options),
};
export default fluviusCsv;

const firstLine = ({ text }: Sample): string =>
  text
    .slice(0, 4096)
    .split(/[\r\n]+/)
    .find((line) => line.trim() !== "") ?? "";

/** An EAN has 18 digits; a meter's own number stands in the cell after it, a description of the place in the last. */
function keptLine(text: string): string {
  const delimiter = [";", "\t", ","].find((each) => text.includes(each)) ?? ";";
  const cells = cellsOf(text, delimiter);
  const ean = cells.findIndex((cell) => /^\d{12,20}$/.test(cell));
  if (ean < 0) return text;
  return lineOf(
    cells.map((cell, at) =>
      at === ean ? meterName(cell) : isPrivate({ cell, at, ean, of: cells.length }) ? "" : cell,
    ),
    delimiter,
  );
}

function isPrivate({ cell, at, ean, of }: { cell: string; at: number; ean: number; of: number }): boolean {
  return at === ean + 1 || (at === of - 1 && of >= 12) || /^\d{12,20}$/.test(cell);
}
