import type { JsonValue } from "../importer.ts";
import { asText, type JsonObject } from "../source/json.ts";
import { MILLIJOULES_PER, scaledInteger } from "../source/scaled-integer.ts";
import type { Around, Plugs } from "./plugs.ts";

/** Channels of an array are devices of their own; a lone figure is the plug's. */
const figuresOf = (value: JsonValue | undefined): readonly (string | null)[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).map((item) => asText(item)) : [asText(value)]; // isArray widens to any[]

/**
 * A telemetry message: `Total` in kWh since `TotalStartTime`, `Power` in watts (not ApparentPower), one of each channel.
 * The time of receipt goes before the device's own, which has no zone and is 1970 until it was set.
 */
export function tasmotaReadings(message: JsonObject, energy: JsonObject, around: Around, plugs: Plugs): void {
  const { row } = around;
  const plug = around.device ?? "Tasmota plug";
  const own = asText(message.Time);
  const ms = around.ms ?? (own === null ? null : plugs.ownTime(plug, own));
  const totals = figuresOf(energy.Total);
  const powers = figuresOf(energy.Power);
  const isByChannel = totals.length > 1 || (powers.length > 1 && energy.Total === undefined);
  if (!isByChannel) {
    plugs.startedAt({ row, device: plug, ms, start: asText(energy.TotalStartTime) });
    plugs.add({
      row,
      device: plug,
      ms,
      energy: counter(totals[0]),
      power: powers.length > 1 ? sumOf(powers) : (powers[0] ?? null),
    });
    return;
  }
  // One power beside the totals of several channels is of all of them and belongs to none.
  for (let channel = 0; channel < Math.max(totals.length, powers.length); channel += 1) {
    const device = `${plug} ${channel + 1}`;
    const power = powers.length > 1 ? (powers[channel] ?? null) : null;
    plugs.add({ row, device, ms, energy: counter(totals[channel]), power });
  }
}

const counter = (text: string | null | undefined) =>
  text === null || text === undefined ? null : { text, factor: MILLIJOULES_PER.kWh };

/** The watts of all channels, where the total is of all of them too; null when one of them is missing. */
function sumOf(powers: readonly (string | null)[]): string | null {
  let milliwatts = 0;
  for (const power of powers) {
    const one = power === null ? Number.NaN : scaledInteger(power, 1000);
    if (Number.isNaN(one)) return null;
    milliwatts += one;
  }
  return `${milliwatts}e-3`;
}
