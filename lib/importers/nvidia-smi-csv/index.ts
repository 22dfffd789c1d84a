import type { RecordReader, Sink, TableImporter } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { layoutOf } from "./layout.ts";
import { PowerRows } from "./rows.ts";

/**
 * Power logs of `nvidia-smi --query-gpu=... --format=csv` in all their variants, and of the small scripts that write the
 * same thing: with or without units, header, ids; one row a device or one column a device.
 */
const nvidiaSmiCsv: TableImporter = {
  id: "nvidia-smi-csv",
  label: "GPU power log, nvidia-smi CSV",
  lookedFor: "a timestamp column with power.draw, or rows that begin with a stamp and hold watts",
  yields: "energy",
  basis: "metered",
  shape: "table",
  // Programs are named with their paths, which name their users.
  secrets: ["process_name"],
  claims: (sample) => layoutOf(sample) !== null,
  open(sink, options, sample) {
    const layout = layoutOf(sample);
    if (!layout) return withoutPower(sink, "It does not look like a power log.");
    return layout.problem === null ? new PowerRows(layout, sink, options, sample) : withoutPower(sink, layout.problem);
  },
};
export default nvidiaSmiCsv;

/** Surely nvidia-smi, and of no use for energy: said once, and no row is read. */
function withoutPower(sink: Sink, problem: string): RecordReader {
  return {
    record() {},
    end() {
      sink.issue(
        about(
          "blocking",
          "no-watts",
          `This is an nvidia-smi log without watts. ${problem} Log again with --query-gpu=timestamp,uuid,power.draw --format=csv.`,
        ),
      );
    },
  };
}
