import { type EnergyMapping, energyColumns } from "../../core/energy-mapping.ts";
import { headerSignature, mappedFormat } from "../../core/mapping.ts";
import type { TableImporter } from "../importer.ts";
import { EnergyRows } from "../source/energy-rows.ts";
import { headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";
import { SECRETS } from "../unmapped-table.ts";
import { seriesReader } from "./series.ts";

const MS_PER_MINUTE = 60_000;

/** The importer that a mapping of power or energy describes; with a signature of no header ("") it claims nothing. */
export function mappedEnergy(mapping: EnergyMapping, signature: string): TableImporter {
  const named = energyColumns(mapping);
  const columns = named.map((name) => name.trim().toLowerCase());
  const { time, layout, series, interval } = mapping;
  const value = layout.is === "wide" ? (layout.columns.at(-1)?.column ?? "") : layout.valueColumn;
  return {
    id: mappedFormat(mapping.name),
    label: mapping.name,
    lookedFor: `a header with ${named.join(", ")}`,
    yields: "energy",
    basis: "metered",
    shape: "table",
    secrets: SECRETS.filter((name) => !columns.includes(name)),
    claims: (sample) =>
      sample.jsonKeys === null && sample.container !== "pdf" && headerSignature(headerOf(sample)) === signature,
    open: (sink, options) =>
      headedTable({
        sink,
        known: null,
        required: columns,
        amount: value.trim().toLowerCase(),
        open: (found) =>
          new EnergyRows({
            sink,
            options: { ...options, zone: time.zone ?? options.zone },
            time: {
              position: found.position(time.column.trim()),
              clock: time.timeColumn === null ? -1 : found.position(time.timeColumn.trim()),
              format: time.format,
              column: time.column,
            },
            seriesOf: seriesReader(mapping, found),
            kind: series,
            decimal: mapping.decimal,
            isZeroMissing: mapping.zeroIsMissing,
            interval: interval && { stepMs: interval.minutes * MS_PER_MINUTE, stamp: interval.stamp },
          }),
      }),
  };
}
