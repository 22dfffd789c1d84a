import type { Sample, TableImporter } from "../importer.ts";
import { type EnergyColumn, EnergyRows } from "../source/energy-rows.ts";
import { about, type Columns, headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";

const HOUR_MS = 3_600_000;
/** `Electricity 1 (Dutch Users: Low Tariff)`; `Electricity 1 Returned (...)` is what was fed in. */
const BOUGHT = /^electricity \d+(?! returned)(?: \(.*\))?$/;
const STEPS: Readonly<Record<string, number>> = {
  "hour start": HOUR_MS,
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  date: 24 * HOUR_MS,
};

/** DSMR-reader, export of hour or day statistics: kWh bought by tariff in each, with offsets in the stamps. */
const dsmrReaderCsv: TableImporter = {
  id: "dsmr-reader-csv",
  label: "DSMR-reader statistics, CSV",
  lookedFor: "a header with Hour Start and Electricity 1",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: isDsmr,
  open: (sink, options, sample) => {
    const header = headerOf(sample);
    const [time = "hour start"] = header;
    const bought = header.filter((name) => BOUGHT.test(name));
    return headedTable({
      sink,
      known: null,
      required: [time, ...bought],
      amount: bought.at(-1) ?? time,
      open: (columns) => {
        const passedOver = columns.names.filter(
          (name) => name.toLowerCase() !== time && !BOUGHT.test(name.toLowerCase()),
        );
        if (passedOver.length > 0)
          sink.issue(
            about(
              "notice",
              "columns-passed-over",
              `${passedOver.join(", ")}: returned to the grid, or no electricity; a rig's draw is what was bought.`,
            ),
          );
        const series = [meterOf(columns, bought)];
        const stepMs = STEPS[time] ?? HOUR_MS;
        return new EnergyRows({
          sink,
          options,
          time: {
            position: columns.position(time),
            clock: -1,
            format: "iso",
            column: columns.names[columns.position(time)] ?? time,
          },
          seriesOf: () => series,
          kind: "interval",
          decimal: ".",
          isZeroMissing: false,
          interval: { stepMs, stamp: "start" },
        });
      },
    });
  },
};
export default dsmrReaderCsv;

function isDsmr(sample: Sample): boolean {
  const header = headerOf(sample);
  return (
    Object.hasOwn(STEPS, header[0] ?? "") && header.slice(1).some((name) => /^electricity 1(?: \(.*\))?$/.test(name))
  );
}

const meterOf = (columns: Columns, bought: readonly string[]): EnergyColumn => ({
  positions: bought.map((name) => columns.position(name)),
  column: bought.map((name) => columns.names[columns.position(name)] ?? name).join(", "),
  ...{ key: "DSMR meter", device: "DSMR meter", scope: "wall", kind: "interval", unit: "kWh" },
});
