import type { EnergyMapping, LongLayout } from "../../core/energy-mapping.ts";
import type { EnergyColumn } from "../source/energy-rows.ts";
import { type Columns, cellAt } from "../source/headed-table.ts";
import { Memo } from "../source/keys.ts";

type SeriesOf = (cells: readonly string[]) => readonly EnergyColumn[];
const NONE: readonly EnergyColumn[] = [];

/** The series that a row of the mapped table has readings of; none where the filter leaves the row out. */
export function seriesReader(mapping: EnergyMapping, columns: Columns): SeriesOf {
  const { layout, filter } = mapping;
  const of = layout.is === "wide" ? wide(mapping, columns) : long(mapping, { layout, columns });
  if (!filter) return of;
  const position = columns.position(filter.column.trim());
  return (cells) => (cellAt(cells, position) === filter.equals ? of(cells) : NONE);
}

function seriesOf(
  { scope, series, unit }: EnergyMapping,
  { column, position, device }: { column: string; position: number; device: string },
): EnergyColumn {
  return { positions: [position], column, key: device, device, scope, kind: series, unit };
}

function wide(mapping: EnergyMapping, columns: Columns): SeriesOf {
  const named = mapping.layout.is === "wide" ? mapping.layout.columns : [];
  const all = named.map(({ column, device }) =>
    seriesOf(mapping, { column, position: columns.position(column.trim()), device }),
  );
  return () => all;
}

function long(mapping: EnergyMapping, { layout, columns }: { layout: LongLayout; columns: Columns }): SeriesOf {
  const position = columns.position(layout.valueColumn.trim());
  const at = layout.deviceColumn === null ? -1 : columns.position(layout.deviceColumn.trim());
  const ofDevice = new Memo((text: string) => ({
    series: [seriesOf(mapping, { column: layout.valueColumn, position, device: text === "" ? layout.device : text })],
  }));
  return (cells) => ofDevice.get(cellAt(cells, at)).series;
}
