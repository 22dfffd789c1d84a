import { checkEnergyMapping, type EnergyMapping, energyColumns, isEnergyJson } from "./energy-mapping.ts";
import { checkMapping, mappedColumns, type TableMapping } from "./mapping.ts";

/** What a person said about a table that no format of ours claims: costs, or power and energy (`kind`). */
export type AnyMapping = TableMapping | EnergyMapping;

export const isEnergyMapping = (mapping: AnyMapping): mapping is EnergyMapping => mapping.kind === "energy";

/** A mapping from JSON of any origin; one without a `kind` is of costs. @throws AppError invalid-input */
export const checkAnyMapping = (json: unknown): AnyMapping =>
  isEnergyJson(json) ? checkEnergyMapping(json) : checkMapping(json);

/** Every column the mapping reads, each once, as it names them. */
export const columnsOfMapping = (mapping: AnyMapping): string[] =>
  isEnergyMapping(mapping) ? energyColumns(mapping) : mappedColumns(mapping);
