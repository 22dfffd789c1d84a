import { cellsOf, delimiterOf } from "../source/csv-line.ts";

/** Where each column of a consumption history is; -1 where the file has none. Names in Dutch, English and French. */
export type FluviusColumns = {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly fromDate: number;
  readonly fromTime: number;
  readonly untilDate: number;
  readonly untilTime: number;
  readonly ean: number;
  readonly meter: number;
  readonly register: number;
  readonly volume: number;
  readonly unit: number;
  readonly status: number;
};

const NAMES = {
  fromDate: ["from (date)", "van (datum)", "van datum", "de (date)", "du (date)"],
  fromTime: ["from (time)", "van (tijdstip)", "van tijdstip", "de (heure)", "du (heure)"],
  untilDate: ["until (date)", "to (date)", "tot (datum)", "tot datum", "jusqu'à (date)", "au (date)"],
  untilTime: ["until (time)", "to (time)", "tot (tijdstip)", "tot tijdstip", "jusqu'à (heure)", "au (heure)"],
  ean: ["ean code", "ean-code", "ean", "code ean"],
  meter: ["meter", "compteur", "meter number", "meternummer"],
  register: ["register", "registre"],
  volume: ["volume"],
  unit: ["unit", "eenheid", "unité"],
  status: ["validation status", "validatiestatus", "statut de validation"],
} as const;

/** The columns of a header line; null when it is none of a Fluvius history. */
export function fluviusColumns(line: string): FluviusColumns | null {
  const delimiter = delimiterOf(line);
  const names = cellsOf(line, delimiter);
  const at = (aliases: readonly string[]) => names.findIndex((name) => aliases.includes(name.toLowerCase()));
  const columns: FluviusColumns = {
    ...{ delimiter, names, fromDate: at(NAMES.fromDate), fromTime: at(NAMES.fromTime) },
    ...{ untilDate: at(NAMES.untilDate), untilTime: at(NAMES.untilTime), ean: at(NAMES.ean), meter: at(NAMES.meter) },
    ...{ register: at(NAMES.register), volume: at(NAMES.volume), unit: at(NAMES.unit), status: at(NAMES.status) },
  };
  const { fromDate, untilDate, register, volume, unit } = columns;
  return [fromDate, untilDate, register, volume, unit].every((position) => position >= 0) ? columns : null;
}
