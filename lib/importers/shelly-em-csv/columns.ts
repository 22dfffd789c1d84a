export type EnergyColumns = {
  readonly time: number;
  /** The header says that stamps are UTC. */
  readonly isUtc: boolean;
  readonly phases: readonly { readonly position: number; readonly device: string }[];
  /** Energy that flowed back; never taken off. */
  readonly returned: readonly number[];
  /** Seconds a bucket may be long. The Pro models store a minute each; the others thin old days to ten minutes. */
  readonly bucketSeconds: readonly number[];
};

const ACTIVE = /^active energy wh(?: \(([a-z])\))?$/;
const RETURNED = /^returned energy wh(?: \([a-z]\))?$/;
const PRO_ACTIVE = /^(?:([abc])_)?total_act_energy$/;
const PRO_RETURNED = /^(?:[abc]_)?total_act_ret_energy$/;

/** Where a header (lower case) has what; null when it is not of a Shelly meter. */
export function energyColumns(header: readonly string[]): EnergyColumns | null {
  const plain = header.findIndex((name) => name === "date/time utc" || name === "date/time");
  if (plain >= 0) return found(header, { time: plain, active: ACTIVE, returned: RETURNED, bucketSeconds: [60, 600] });
  const pro = header.indexOf("timestamp");
  // Their own spelling, and beside it the fundamental wave: no other meter writes both.
  if (pro < 0 || !header.some((name) => /^(?:[abc]_)?fund_act_energy$/.test(name))) return null;
  return found(header, { time: pro, active: PRO_ACTIVE, returned: PRO_RETURNED, bucketSeconds: [60] });
}

type Names = { time: number; active: RegExp; returned: RegExp; bucketSeconds: readonly number[] };

function found(header: readonly string[], { time, active, returned, bucketSeconds }: Names): EnergyColumns | null {
  const phases = header.flatMap((name, position) => {
    const match = active.exec(name);
    return match ? [{ position, device: match[1] ? `phase ${match[1].toUpperCase()}` : "meter" }] : [];
  });
  const back = header.flatMap((name, position) => (returned.test(name) ? [position] : []));
  return phases.length === 0
    ? null
    : { time, isUtc: header[time] === "date/time utc", phases, returned: back, bucketSeconds };
}
