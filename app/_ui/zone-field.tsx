"use client";

import { useId, useSyncExternalStore } from "react";

const nothingToWatch = () => () => {};
let known: readonly string[] | null = null;
const zones = (): readonly string[] => {
  known ??= ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return known;
};
const NONE: readonly string[] = [];

/** An IANA zone: typed, with the browser's own list to choose from. */
export function ZoneField({
  name,
  label,
  initial,
  isRequired = true,
}: {
  name: string;
  label: string;
  initial: string;
  isRequired?: boolean;
}) {
  const list = useId();
  const choices = useSyncExternalStore(nothingToWatch, zones, () => NONE);
  return (
    <label className="field">
      <span>{label}</span>
      <input className="text" name={name} defaultValue={initial} list={list} required={isRequired} autoComplete="off" />
      <datalist id={list}>
        {choices.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </label>
  );
}
