import { scopeNamed } from "../../core/energy/scope-named.ts";
import { isPowerUnit } from "../../core/energy/units.ts";
import type { TableImporter } from "../importer.ts";
import { type EnergyColumn, EnergyRows } from "../source/energy-rows.ts";
import { about, type Columns, headedTable } from "../source/headed-table.ts";
import { isHint, type PanelLayout, panelLayout } from "./layout.ts";

/**
 * The CSV of a Grafana panel ("Inspect, Data, Download CSV") or of InfluxDB's Chronograf: a time and one column a series,
 * read as a meter's counter where it is kWh and as power where it is watts.
 */
const grafanaCsv: TableImporter = {
  id: "grafana-csv",
  label: "Grafana or InfluxDB series of energy, CSV",
  lookedFor: "a first column Time, and columns of kWh that only rise or of watts (kWh.first, Power W)",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) => panelLayout(sample) !== null,
  open: (sink, options, sample) => {
    const layout = panelLayout(sample) ?? { time: "time", columns: [], passedOver: [] };
    const time = layout.time.toLowerCase();
    const table = headedTable({
      sink,
      known: null,
      required: [time],
      amount: (layout.columns.at(-1)?.name ?? time).toLowerCase(),
      open: (columns) => {
        if (layout.passedOver.length > 0) sink.issue(passedOver(layout));
        const series = layout.columns.map((column) => seriesOf(column, layout));
        return new EnergyRows({
          sink,
          options,
          time: { position: columns.position(time), clock: -1, format: "auto", column: nameOf(columns, time) },
          seriesOf: () => series,
          kind: series[0]?.kind ?? "polled",
          decimal: ".",
          isZeroMissing: true,
          interval: null,
        });
      },
    });
    return {
      record(cells, row) {
        if (row > 1 || !isHint(cells)) table.record(cells, row);
      },
      end: (file) => table.end(file),
    };
  },
};
export default grafanaCsv;

const nameOf = (columns: Columns, name: string): string => columns.names[columns.position(name)] ?? name;

function seriesOf({ position, name, unit }: PanelLayout["columns"][number], { columns }: PanelLayout): EnergyColumn {
  const device = columns.length === 1 ? "Panel series" : name;
  const kind = isPowerUnit(unit) ? "polled" : "counter";
  return { positions: [position], column: name, key: name, device, scope: scopeNamed(name), kind, unit };
}

const passedOver = ({ passedOver }: PanelLayout) =>
  about(
    "notice",
    "columns-passed-over",
    `${passedOver.join(", ")}: no power or energy drawn (returned, produced, a part of a total, or something else); not read.`,
  );
