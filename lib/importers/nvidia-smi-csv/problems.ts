/** What a power cell can lack. None of it becomes 0 W: the reading is left out and the step to the next one is longer. */
export const TALLIED = {
  missing: {
    severity: "notice",
    code: "power-missing",
    column: "power.draw",
    message: "The driver gave no power for a reading ([N/A] and the like); it is missing, not 0.",
  },
  zero: {
    severity: "notice",
    code: "power-zero",
    column: "power.draw",
    message: "A GPU that is on draws more than 0 W: a reading of 0 is a sensor that was not read, so it is missing.",
  },
  negative: {
    severity: "warning",
    code: "power-negative",
    column: "power.draw",
    message: "A reading is below 0 W; it was left out.",
  },
  unreadable: {
    severity: "warning",
    code: "power-unreadable",
    column: "power.draw",
    message: "A power cell is no number; it is missing, not 0.",
  },
  impossible: {
    severity: "warning",
    code: "power-impossible",
    column: "power.draw",
    message: "A reading is above 3,000 W or above one and a half times the power limit; it was left out.",
  },
} as const;
