import { type AnyMapping, isEnergyMapping } from "../core/any-mapping.ts";
import type { TableImporter } from "./importer.ts";
import { mappedEnergy } from "./mapped-energy/index.ts";
import { mappedTable } from "./mapped-table/index.ts";

/** The importer that a mapping describes, of costs or of energy; with the signature "" it claims nothing. */
export const mappedImporter = (mapping: AnyMapping, signature: string): TableImporter =>
  isEnergyMapping(mapping) ? mappedEnergy(mapping, signature) : mappedTable(mapping, signature);
