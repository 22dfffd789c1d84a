import type { JsonValue } from "../importer.ts";
import { asText, isObject, type JsonObject, objectAt } from "../source/json.ts";
import { MILLIJOULES_PER, MILLIWATTS_PER } from "../source/scaled-integer.ts";

/** What one document says; texts as they stand in it, null where it says nothing. */
export type Figures = {
  readonly watts: string | null;
  /** Mean watts of the minutes before the document. */
  readonly average: { readonly watts: string; readonly minutes: string } | null;
  readonly energy: { readonly text: string; readonly factor: number } | null;
  /** Members of PowerControl that are parts of the one that was read. */
  readonly parts: number;
};

const NOTHING: Figures = { watts: null, average: null, energy: null, parts: 0 };
/** Which of several members of PowerControl is the whole machine. */
const WHOLE = /system|server|chassis|enclosure|total/i;

/**
 * The watts of a Power resource, of one of its members on its own, of a sensor or of EnvironmentMetrics. Power supplies are
 * not read: their PowerInputWatts is often the capacity, and their EfficiencyPercent a fraction. Null: no such document.
 */
export function figuresOf(document: JsonObject): Figures | null {
  if (document.PowerControl !== undefined) return fromControl(document.PowerControl);
  if (document.PowerConsumedWatts !== undefined) return fromMember(document);
  const watts = objectAt(document, "PowerWatts");
  const energy = objectAt(document, "EnergykWh");
  if (watts || energy) {
    const text = energy ? readingOf(energy) : null;
    return {
      ...NOTHING,
      watts: watts ? (readingOf(watts) ?? "") : null,
      energy: text === null ? null : { text, factor: MILLIJOULES_PER.kWh },
    };
  }
  return document.Reading === undefined ? null : fromSensor(document);
}

function fromControl(control: JsonValue): Figures {
  const members: JsonObject[] = Array.isArray(control)
    ? (control as readonly JsonValue[]).filter(isObject) // isArray widens to any[]
    : isObject(control)
      ? [control]
      : [];
  const consuming = members.filter(
    (member) => member.PowerConsumedWatts !== undefined || objectAt(member, "PowerMetrics"),
  );
  const whole = consuming.find((member) => WHOLE.test(asText(member.Name) ?? "")) ?? consuming[0];
  return whole ? { ...fromMember(whole), parts: consuming.length - 1 } : NOTHING;
}

function fromMember(member: JsonObject): Figures {
  const metrics = objectAt(member, "PowerMetrics");
  const watts = asText(metrics?.AverageConsumedWatts);
  const minutes = asText(metrics?.IntervalInMin);
  return {
    ...NOTHING,
    // Null is what a BMC writes that cannot read its meter.
    watts: member.PowerConsumedWatts === undefined ? null : (asText(member.PowerConsumedWatts) ?? ""),
    average: watts === null || minutes === null ? null : { watts, minutes },
  };
}

function fromSensor(sensor: JsonObject): Figures | null {
  const unit = (asText(sensor.ReadingUnits) ?? "").toLowerCase();
  const type = asText(sensor.ReadingType) ?? "";
  const text = asText(sensor.Reading) ?? "";
  if (unit === "w" || unit === "watts" || (unit === "" && type === "Power")) return { ...NOTHING, watts: text };
  const factor = unit === "kw.h" ? MILLIJOULES_PER.kWh : unit === "j" ? MILLIJOULES_PER.J : 0;
  return factor === 0 ? null : { ...NOTHING, energy: { text, factor } };
}

const readingOf = (sensor: JsonObject): string | null => asText(sensor.Reading);

/** A watt through a minute is 60 joules. */
export const MICROJOULES_PER_WATT_MINUTE = MILLIWATTS_PER.W * 1000 * 60;
