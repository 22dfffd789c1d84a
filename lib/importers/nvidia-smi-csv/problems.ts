import { CUT, NEGATIVE, UNREADABLE } from "./watts.ts";

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
  cut: {
    severity: "warning",
    code: "row-cut",
    column: "power.draw",
    message: "A row ends in the middle of its power, as when the log was stopped while writing; it was left out.",
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

/** What to say of a cell without usable power: 0, or a mark of `readMilliwatts`. */
export function problemOf(milliwatts: number): (typeof TALLIED)[keyof typeof TALLIED] {
  switch (milliwatts) {
    case 0:
      return TALLIED.zero;
    case NEGATIVE:
      return TALLIED.negative;
    case UNREADABLE:
      return TALLIED.unreadable;
    case CUT:
      return TALLIED.cut;
    default:
      return TALLIED.missing;
  }
}
