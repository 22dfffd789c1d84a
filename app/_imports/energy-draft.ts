import type { EnergyMapping } from "../../lib/core/energy-mapping.ts";
import { nameOfFile } from "./mapping-draft.ts";

/** The form of a mapping of power or energy: a text for each part, and the columns with readings of a wide table. */
export type EnergyDraft = Readonly<Record<EnergyField, string>>;
export type EnergyField =
  | (
      | "name"
      | "timeColumn"
      | "clockColumn"
      | "timeFormat"
      | "zone"
      | "shape"
      | "deviceColumn"
      | "device"
      | "valueColumn"
    )
  | (
      | "wide"
      | "unit"
      | "series"
      | "minutes"
      | "stamp"
      | "scope"
      | "zeroIsMissing"
      | "decimal"
      | "filterColumn"
      | "equals"
    );

/** A header's name cannot hold one; it parts the columns of a wide table in the draft. */
const BETWEEN = "\u001F";
export const wideColumns = (draft: EnergyDraft): string[] => draft.wide.split(BETWEEN).filter((name) => name !== "");
export const wideText = (columns: readonly string[]): string => columns.join(BETWEEN);

/** What the columns probably are, as the form's first state. */
export function energyDraftOf(suggestion: Partial<EnergyMapping> | null, fileName: string): EnergyDraft {
  const { time, layout, interval, filter } = suggestion ?? {};
  const long = layout?.is === "long" ? layout : null;
  return {
    name: nameOfFile(fileName),
    timeColumn: time?.column ?? "",
    clockColumn: time?.timeColumn ?? "",
    timeFormat: time?.format ?? "iso",
    zone: time?.zone ?? "",
    shape: layout?.is ?? "long",
    deviceColumn: long?.deviceColumn ?? "",
    device: long?.device ?? "Meter",
    valueColumn: long?.valueColumn ?? "",
    wide: layout?.is === "wide" ? wideText(layout.columns.map(({ column }) => column)) : "",
    unit: suggestion?.unit ?? "W",
    series: suggestion?.series ?? "polled",
    minutes: interval ? String(interval.minutes) : "60",
    stamp: interval?.stamp ?? "start",
    scope: suggestion?.scope ?? "wall",
    zeroIsMissing: suggestion?.zeroIsMissing === false ? "" : "yes",
    decimal: suggestion?.decimal ?? ".",
    filterColumn: filter?.column ?? "",
    equals: filter?.equals ?? "",
  };
}

/** The mapping the form says, as JSON; what it lacks the server says in a sentence. */
export function energyMappingOf(draft: EnergyDraft): Readonly<Record<string, unknown>> {
  const layout =
    draft.shape === "wide"
      ? { is: "wide", columns: wideColumns(draft).map((column) => ({ column, device: column })) }
      : {
          is: "long",
          deviceColumn: draft.deviceColumn || null,
          device: draft.device || "Meter",
          valueColumn: draft.valueColumn || null,
        };
  return {
    kind: "energy",
    name: draft.name,
    time:
      draft.timeColumn === ""
        ? null
        : {
            column: draft.timeColumn,
            timeColumn: draft.clockColumn || null,
            format: draft.timeFormat,
            zone: draft.zone || null,
          },
    layout,
    unit: draft.unit,
    series: draft.series,
    interval: draft.series === "interval" ? { minutes: draft.minutes, stamp: draft.stamp } : null,
    scope: draft.scope,
    zeroIsMissing: draft.zeroIsMissing === "yes",
    decimal: draft.decimal,
    filter: draft.filterColumn === "" ? null : { column: draft.filterColumn, equals: draft.equals },
  };
}
