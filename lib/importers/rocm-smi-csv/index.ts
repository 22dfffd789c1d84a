import type { TableImporter } from "../importer.ts";
import { AmdReadings } from "../source/amd-readings.ts";
import { gpuTable, hasHeader } from "../source/gpu-table.ts";
import { ROCM_LOG, ROCM_POWERS } from "../source/rocm-power.ts";

const POWERS = ROCM_POWERS.map((name) => name.toLowerCase());

/** `rocm-smi --showpower --csv`, a row a card; the time is a column of the script around it. */
const rocmSmiCsv: TableImporter = {
  id: "rocm-smi-csv",
  label: "AMD GPU power, rocm-smi CSV",
  lookedFor: "the columns device and Average Graphics Package Power (W)",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) =>
    hasHeader(sample, (names) => names.includes("device") && POWERS.some((name) => names.includes(name))),
  open: (sink, options) =>
    gpuTable({
      sink,
      readings: new AmdReadings(sink, options, {
        power: ROCM_POWERS[0] ?? "",
        time: "timestamp",
        logInstead: ROCM_LOG,
      }),
      devices: ["unique id", "device"],
      powers: POWERS,
      device: (text) => text,
    }),
};
export default rocmSmiCsv;
