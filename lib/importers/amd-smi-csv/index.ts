import type { TableImporter } from "../importer.ts";
import { AmdReadings } from "../source/amd-readings.ts";
import { gpuTable, hasHeader } from "../source/gpu-table.ts";
import { AMD_LOG, AMD_POWERS } from "../source/rocm-power.ts";

/** `amd-smi metric --power --csv` and `amd-smi monitor --csv`: a row a GPU, with a time when it watches. */
const amdSmiCsv: TableImporter = {
  id: "amd-smi-csv",
  label: "AMD GPU power, amd-smi CSV",
  lookedFor: "the columns gpu and socket_power or power_usage",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) =>
    hasHeader(sample, (names) => names.includes("gpu") && AMD_POWERS.some((name) => names.includes(name))),
  open: (sink, options) =>
    gpuTable({
      sink,
      readings: new AmdReadings(sink, options, { power: "socket_power", time: "timestamp", logInstead: AMD_LOG }),
      devices: ["gpu"],
      powers: AMD_POWERS,
      device: (text) => (/^\d+$/.test(text) ? `GPU${text}` : text),
    }),
};
export default amdSmiCsv;
