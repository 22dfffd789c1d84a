/** What rocm-smi calls a card's power, best first: the mean, and what newer cards have instead. */
export const ROCM_POWERS: readonly string[] = [
  "Average Graphics Package Power (W)",
  "Current Socket Graphics Package Power (W)",
];

/** rocm-smi writes no time: a loop has to. */
export const ROCM_LOG =
  "Log with: while sleep 10; do rocm-smi --showpower --json | jq -c --arg t \"$(date -u +%FT%TZ)\" '{timestamp: $t} + .'; done >> power.jsonl";

/** What amd-smi calls a GPU's power, best first; `ubb_power` is of a board of eight and holds theirs. */
export const AMD_POWERS: readonly string[] = [
  "average_socket_power",
  "socket_power",
  "current_socket_power",
  "power_usage",
];

export const AMD_LOG = "Log with amd-smi metric --power --csv --watch 10 >> power.csv, which writes the time.";
