import type { PoolClient } from "pg";
import type { AnyMapping } from "../core/any-mapping.ts";
import type { Issue } from "../core/issue.ts";
import { headerSignature } from "../core/mapping.ts";
import { insertMapping, readMappingOf, readMappings, setImportMapping } from "../db/mappings.ts";
import type { Database } from "../db/sql.ts";
import type { Importer, TableImporter } from "../importers/importer.ts";
import { mappedImporter } from "../importers/mapped-importer.ts";
import { importers } from "../importers/registry.ts";
import { headerOf, sampleOf } from "../importers/source/sample.ts";
import { unmappedTable } from "../importers/unmapped-table.ts";

type MappedImporter = TableImporter & { readonly mappingId: number };

/**
 * The saved mappings as formats. A format that ships with Tokenwatt wins over a mapping of the same header, which may be
 * older than it.
 */
export async function loadMappings(database: Database): Promise<MappedImporter[]> {
  return (await readMappings(database)).map(({ id, spec, signature }) => {
    const importer = mappedImporter(spec, signature);
    return {
      ...importer,
      mappingId: id,
      claims: (sample) => importer.claims(sample) && !importers.some((each) => each.claims(sample)),
    };
  });
}

/** The format an import was read as, its mapping ended or not; null when it has none any more. */
export async function formatOf(
  database: Database,
  { id, format }: { id: number; format: string | null },
): Promise<Importer | null> {
  const known = importers.find((each) => each.id === format);
  if (known) return known;
  const mapping = await readMappingOf(database, id);
  return mapping && mappedImporter(mapping.spec, mapping.signature);
}

export const UNMAPPED_MESSAGE = "In no known format: say which column is what.";

/** Does the import wait for a person to say which column is what. */
export const isUnmapped = ({ state, format }: { state: string; format: string | null }): boolean =>
  state === "needs-you" && format === null;

/** A sensor's history says figures and not of what: only a person knows, and no other file of that header is the same. */
const lacksUnit = (importer: Importer, issues: readonly Issue[]): boolean =>
  importer.shape === "table" && issues.some(({ severity, code }) => severity === "blocking" && code === "unit-missing");

/** Does a format that ships with Tokenwatt know such a header. */
export function isKnownTable(file: { fileName: string; text: string }): boolean {
  const { sample } = sampleOf({ ...file, isWhole: true });
  return importers.some((importer) => importer.claims(sample));
}

/** What a file may be read as. */
export type ReadAs = {
  readonly choice: { readonly importer: Importer } | { readonly candidates: readonly Importer[] };
  /** Does what was read wait for a person: nobody has described the table, or its known format lacks the unit. */
  isUnmapped(importer: Importer, issues: readonly Issue[]): boolean;
  /** Call when the file was read and is kept: the import names its mapping. */
  keep(client: PoolClient, read: { importId: number; importer: Importer; lines: number; by: string }): Promise<void>;
};

/**
 * Formats that ship with Tokenwatt and saved mappings; by `mapping` alone where one is given, which is then saved for the
 * next file of that header; with `keepsUnknown` a table that none of them claims is kept for a person to describe.
 */
export async function readAs(
  database: Database,
  { mapping, keepsUnknown }: { mapping: AnyMapping | null; keepsUnknown: boolean },
): Promise<ReadAs> {
  if (mapping) return readByMapping(mapping);
  const known: Importer[] = [...importers, ...(await loadMappings(database))];
  const unmapped = keepsUnknown ? unmappedTable(known) : null;
  return {
    choice: { candidates: unmapped ? [...known, unmapped] : known },
    isUnmapped: (importer, issues) => importer === unmapped || (keepsUnknown && lacksUnit(importer, issues)),
    async keep(client, { importId, importer }) {
      if ("mappingId" in importer && typeof importer.mappingId === "number")
        await setImportMapping(client, { importId, mappingId: importer.mappingId });
    },
  };
}

function readByMapping(mapping: AnyMapping): ReadAs {
  let signature = "";
  const importer = mappedImporter(mapping, signature);
  return {
    choice: {
      importer: {
        ...importer,
        open(sink, options, sample) {
          signature = headerSignature(headerOf(sample));
          return importer.open(sink, options, sample);
        },
      },
    },
    isUnmapped: () => false,
    async keep(client, { importId, lines, by }) {
      // A mapping that reads nothing of this file is not one for files of its header.
      if (lines === 0) return;
      const mappingId = await insertMapping(client, { spec: mapping, signature, createdBy: by });
      await setImportMapping(client, { importId, mappingId });
    },
  };
}
