import type { LineImporter } from "../importer.ts";
import { cellsOf } from "../source/csv-line.ts";
import { meterName } from "../source/meter-name.ts";
import { NemRows } from "./rows.ts";

/**
 * NEM12, the interval meter data of Australia's market operator: records 100 to 900 without a header. NMI and meter serial
 * number are kept as an opaque name only.
 */
const nem12: LineImporter = {
  id: "nem12",
  label: "NEM12 interval meter data",
  lookedFor: "a first record 100,NEM12, or a record 200 with an interval length and a record 300 under it",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ text, jsonKeys }) => jsonKeys === null && isNem12(text),
  keptLine: (text) => {
    const cells = text.split(",");
    if (cells[0]?.trim() !== "200") return text;
    return cells.map((cell, at) => (at === 1 ? meterName(cell) : at === 6 ? "" : cell)).join(",");
  },
  open: (sink, options) => new NemRows(sink, options),
};
export default nem12;

/** The short form that distributors give to customers begins with its 200 record. */
function isNem12(text: string): boolean {
  const [first = "", second = ""] = text
    .slice(0, 16_384)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== "");
  if (/^"?100"?,"?NEM12"?(?:,|$)/i.test(first.trim())) return true;
  const cells = cellsOf(first, ",");
  return (
    cells[0] === "200" && cells.length >= 9 && /^\d{1,2}$/.test(cells[8] ?? "") && /^300,\d{8},/.test(second.trim())
  );
}
