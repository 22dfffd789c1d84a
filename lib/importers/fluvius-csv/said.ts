/** Rows that hold no draw, each said once with how many there are. */
export const FLUVIUS_SAID = {
  returned: {
    severity: "notice",
    code: "returned",
    message: "Injection registers count what was returned to the grid: no draw, so they were not read.",
  },
  otherUnit: {
    severity: "notice",
    code: "unit-other",
    message: "Rows in another unit than kWh (reactive energy, peak power) hold no energy drawn; they were not read.",
  },
  unknownRegister: {
    severity: "warning",
    code: "register-unknown",
    message:
      "This register is neither an offtake (Afname) nor an injection; whether it was drawn cannot be told, so it was not read.",
  },
  missing: {
    severity: "notice",
    code: "reading-missing",
    message: "The volume is empty (No consumption): the meter gave no reading, so the slot is missing, not 0.",
  },
  estimated: {
    severity: "warning",
    code: "reading-estimated",
    message: "Volumes are marked estimated: the network's own stand-ins for what its meter did not say.",
  },
} as const;
