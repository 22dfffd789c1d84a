import { about } from "../source/headed-table.ts";

export const DRIVER_MESSAGE =
  /^(?:unable to determine the device handle|nvidia-smi has failed|failed to initialize nvml|no devices were found|no running processes)/i;
export const DRIVER = {
  severity: "warning",
  column: null,
  code: "driver-message",
  message: "A row holds what the driver says is wrong (no driver, a GPU that is lost); no power was read then.",
} as const;
export const HEADER_CHANGED = {
  severity: "notice",
  column: null,
  code: "header-changed",
  message: "The log goes on with another header, as when it was started again; the rows below are read by it.",
} as const;
export const BY_PLACES = about(
  "notice",
  "watts-by-places",
  "The log has no header and no units: the one column with two places that changes was read as watts, as nvidia-smi writes nothing else so. Log with a header to be sure.",
);
