import type { ChargeKind } from "./terms.ts";

/** `grid`: what the tariff asks beside the kWh, fixed and for the highest power. */
export type RigPart = "depreciation" | "energy" | "grid" | ChargeKind;
export const RIG_PARTS: readonly RigPart[] = [
  "depreciation",
  "rent",
  "energy",
  "grid",
  "hosting",
  "maintenance",
  "licences",
  "labour",
];

export const isRigPart = (text: string): text is RigPart => (RIG_PARTS as readonly string[]).includes(text);

/** The four lines every statement has: hardware bought or rented, energy with its fixed charges, where it stands and what it runs on, people. */
export type PartGroup = "depreciation" | "energy" | "hosting" | "labour";
const GROUPS: Readonly<Record<RigPart, PartGroup>> = {
  depreciation: "depreciation",
  rent: "depreciation",
  energy: "energy",
  grid: "energy",
  hosting: "hosting",
  maintenance: "hosting",
  licences: "hosting",
  labour: "labour",
};
export const partGroup = (part: RigPart): PartGroup => GROUPS[part];
