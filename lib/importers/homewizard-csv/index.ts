import type { Sample, TableImporter } from "../importer.ts";
import { type EnergyColumn, EnergyRows } from "../source/energy-rows.ts";
import { about, type Columns, headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";

const IMPORT = /^import(?: t\d)? kwh$/;
const EXPORT = /^export(?: t\d)? kwh$/;
/** Highest watts of the interval, by phase: a peak, and no energy. */
const PEAK = /^l\d max w$/;

/**
 * HomeWizard Energy, "Export data": what the meter's registers stood at, every 15 minutes or every day, in the home's time.
 * All import registers together are one counter; what was exported is no rig's draw.
 */
const homewizardCsv: TableImporter = {
  id: "homewizard-csv",
  label: "HomeWizard meter, CSV",
  lookedFor: "a header with time and Import kWh, or Import T1 kWh",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: isHomeWizard,
  open: (sink, options, sample) => {
    const imports = headerOf(sample).filter((name) => IMPORT.test(name));
    return headedTable({
      sink,
      known: new Set(headerOf(sample).filter((name) => name === "time" || IMPORT.test(name) || isPassedOver(name))),
      required: ["time", ...imports],
      amount: imports.at(-1) ?? "time",
      open: (columns) => {
        const passedOver = columns.names.filter((name) => isPassedOver(name.toLowerCase()));
        if (passedOver.length > 0)
          sink.issue(
            about(
              "notice",
              "columns-passed-over",
              `${passedOver.join(", ")}: what was returned to the grid, or a peak; a rig's draw is what was imported.`,
            ),
          );
        const series = [meterOf(columns, imports)];
        return new EnergyRows({
          sink,
          options,
          time: { position: columns.position("time"), clock: -1, format: "iso", column: "time" },
          seriesOf: () => series,
          kind: "counter",
          decimal: ".",
          isZeroMissing: false,
          interval: null,
        });
      },
    });
  },
};
export default homewizardCsv;

const isPassedOver = (name: string): boolean => EXPORT.test(name) || PEAK.test(name);

function isHomeWizard(sample: Sample): boolean {
  const header = headerOf(sample);
  return header[0] === "time" && header.some((name) => IMPORT.test(name));
}

const meterOf = (columns: Columns, imports: readonly string[]): EnergyColumn => ({
  positions: imports.map((name) => columns.position(name)),
  column: imports.map((name) => columns.names[columns.position(name)] ?? name).join(", "),
  ...{ key: "HomeWizard meter", device: "HomeWizard meter", scope: "wall", kind: "counter", unit: "kWh" },
});
