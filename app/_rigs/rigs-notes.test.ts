import { describe, expect, it } from "vitest";
import type { RigsPage } from "../../lib/api/wire/rig-pages.ts";
import { rigNotes } from "./rigs-notes.ts";

const figure = { amount: "12", previous: null, change: null, changePercent: null, share: null, estimated: null };
const filter = { month: "2026-05", cost: "effective", monthBy: "billed" } as const;
const energy = (estimated: string | null) => ({ ...figure, estimated, filter });

// Only what the notes read: the rest of a rig's row says nothing about them.
const rig = (given: Record<string, unknown>): RigsPage["rigs"][number] =>
  ({
    ...{ name: "Kiln", monthHours: "744.00", measuredHours: "744.00", energyKwh: "1164.41" },
    ...{ energyIsInRent: false, parts: { energy: energy(null) } },
    ...given,
  }) as unknown as RigsPage["rigs"][number];

describe("notes under the rigs' table", () => {
  it("say nothing of a rig that was measured throughout", () => {
    expect(rigNotes([rig({}), rig({ measuredHours: "743.50" })])).toEqual([]);
  });

  it("say that a rented rig's energy is in its rent", () => {
    expect(rigNotes([rig({ name: "Anvil", energyKwh: "171.86", energyIsInRent: true })])).toEqual([
      "Anvil\u2019s energy is in its rent: 171.86 kWh measured, 0.00 paid apart.",
    ]);
  });

  it("say how long nobody measured, and what was stated for that time", () => {
    expect(rigNotes([rig({ measuredHours: "689.00" })])).toEqual([
      "Kiln was not measured for 55 hours; they carry no energy.",
    ]);
    expect(rigNotes([rig({ measuredHours: "689.00", parts: { energy: energy("3.5") } })])).toEqual([
      "Kiln was not measured for 55 hours; stated for them: \u2248 3.50.",
    ]);
    expect(rigNotes([rig({ measuredHours: "0", energyKwh: null, parts: { energy: null } })])).toEqual([
      "Kiln was not measured in this month; its energy is not known.",
    ]);
  });
});
