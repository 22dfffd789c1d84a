/** What NEM12 records can say or lack, each said once with how many rows have it. */
export const NEM_SAID = {
  otherUnit: {
    severity: "notice",
    code: "unit-other",
    message:
      "A register in another unit than Wh, kWh or MWh (reactive energy, demand) holds no energy drawn; it was not read.",
  },
  returned: {
    severity: "notice",
    code: "returned",
    message: "B registers count what was returned to the grid: no draw, so they were not read.",
  },
  otherStream: {
    severity: "warning",
    code: "register-unknown",
    message:
      "A register is neither energy drawn (E) nor returned (B): a check meter or a net one. It was not read, as it would count twice.",
  },
  missing: {
    severity: "warning",
    code: "reading-missing",
    message: "Readings are empty or marked N (no reading); they are missing, not 0.",
  },
  estimated: {
    severity: "warning",
    code: "reading-estimated",
    message:
      "Readings are marked estimated or substituted (E, F, S): the network's own stand-ins for what its meter did not say.",
  },
  negative: {
    severity: "warning",
    code: "energy-negative",
    message: "A reading is below 0; it counts as it is. A rig alone returns nothing.",
  },
} as const;
