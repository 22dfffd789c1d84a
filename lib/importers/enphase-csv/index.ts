import type { RecordReader, Sample, Sink, TableImporter } from "../importer.ts";
import { type EnergyColumn, EnergyRows } from "../source/energy-rows.ts";
import { about, type Columns, headedTable } from "../source/headed-table.ts";
import { commonStepMs } from "../source/interval-step.ts";
import { headerOf } from "../source/sample.ts";
import { WallStamps } from "../source/wall-stamp.ts";
import { OrderedRows } from "./ordered-rows.ts";

const TIME = "date/time";
const WH = /^(energy produced|energy consumed|exported to grid|imported from grid) \((k?)wh\)$/;
/** What is a draw, the surest first; a production report has neither. */
const DRAWS = ["energy consumed", "imported from grid"] as const;

/** Enphase Enlighten, site energy reports: Wh of each 15 minutes, hour or day, in the site's time. */
const enphaseCsv: TableImporter = {
  id: "enphase-csv",
  label: "Enphase energy report, CSV",
  lookedFor: "a header with Date/Time and Energy Produced (Wh)",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) => headerOf(sample)[0] === TIME && headerOf(sample).some((name) => WH.test(name)),
  open: (sink, options, sample): RecordReader => {
    const draw = drawIn(headerOf(sample));
    return headedTable({
      sink,
      known: null,
      required: [TIME, draw],
      amount: draw,
      open: (columns) => {
        sayWhat(sink, { draw, columns });
        const stepMs = stepIn(sample);
        if (stepMs === null) {
          sink.issue(
            about(
              "blocking",
              "no-interval",
              "One row does not tell how long its interval is. Export a report of a day or more.",
            ),
          );
          return { row() {}, end() {} };
        }
        const series = [meterOf(columns, draw)];
        const rows = new EnergyRows({
          sink,
          options,
          time: { position: columns.position(TIME), clock: -1, format: "auto", column: "Date/Time" },
          seriesOf: () => series,
          kind: "interval",
          decimal: ".",
          isZeroMissing: false,
          interval: { stepMs, stamp: "start" },
        });
        return new OrderedRows({ rows, sink, position: columns.position(draw), unit: series[0]?.unit ?? "Wh" });
      },
    });
  },
};
export default enphaseCsv;

function drawIn(header: readonly string[]): string {
  const has = (what: string) => header.find((name) => WH.exec(name)?.[1] === what);
  return DRAWS.map(has).find((name) => name !== undefined) ?? header.find((name) => WH.test(name)) ?? "";
}

/** In the first rows; days and months may be in either order, which does not change the step within a day. */
function stepIn(sample: Sample): number | null {
  const at = headerOf(sample).indexOf(TIME);
  const texts = sample.records.map((cells) => cells[at] ?? "");
  const steps = (["auto", "month-first", "day-first"] as const).map((format) =>
    commonStepMs(texts, new WallStamps(format)),
  );
  const known = steps.filter((step) => step !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function meterOf(columns: Columns, draw: string): EnergyColumn {
  const position = columns.position(draw);
  const [, what = "", kilo = ""] = WH.exec(draw) ?? [];
  const device = `Enphase ${what}`;
  return {
    positions: [position],
    column: columns.names[position] ?? draw,
    ...{ key: device, device, scope: "wall", kind: "interval", unit: kilo === "" ? "Wh" : "kWh" },
  };
}

function sayWhat(sink: Sink, { draw, columns }: { draw: string; columns: Columns }): void {
  const name = columns.names[columns.position(draw)] ?? draw;
  if (DRAWS.some((what) => draw.startsWith(what))) {
    const others = columns.names.filter((each) => each.toLowerCase() !== draw && each.toLowerCase() !== TIME);
    if (others.length > 0)
      sink.issue(
        about("notice", "columns-passed-over", `${name} is read; ${others.join(", ")} is no draw or a part of it.`),
      );
  } else
    sink.issue(
      about(
        "warning",
        "not-a-draw",
        `${name} is what panels produced or fed in, not what a rig drew. Do not post it as a rig's power: export the report with Energy Consumed, or read the rig's own meter.`,
      ),
    );
}
