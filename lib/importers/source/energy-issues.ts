/** What a cell of power or energy can lack. None of it becomes 0: the reading is left out, and the coverage shows it. */
export const SAID = {
  missing: {
    severity: "warning",
    code: "reading-missing",
    message: "A cell says that there was no reading; it is missing, not 0.",
  },
  zero: {
    severity: "warning",
    code: "power-zero",
    message: "A machine that is on draws more than 0 W: a reading of 0 is a meter that was not read, so it is missing.",
  },
  negativePower: {
    severity: "warning",
    code: "power-negative",
    message: "A reading is below 0 W: power that was fed in, or a sensor wired the other way round; it was left out.",
  },
  negativeCounter: {
    severity: "warning",
    code: "counter-negative",
    message: "A meter's reading is below 0; it was left out.",
  },
  negativeEnergy: {
    severity: "warning",
    code: "energy-negative",
    message: "An interval is below 0: more was returned than drawn. It counts as it is; a rig alone returns nothing.",
  },
  impossible: {
    severity: "warning",
    code: "reading-impossible",
    message: "A reading is larger than anything this meter can measure; it was left out.",
  },
} as const;
