import { asText, isObject, type JsonObject, objectAt } from "../source/json.ts";
import { MILLIJOULES_PER } from "../source/scaled-integer.ts";
import type { Around, Plugs } from "./plugs.ts";

const COMPONENT = /^(?:switch|cover|light|pm1|em|em1|emdata|em1data|rgbw?|cct):\d+$/;

/**
 * What a Shelly (Gen2 and later) says of its meters: one component's status, or a status of the whole device with its
 * components inside (`switch:0`, `pm1:0`, `em:0` with `emdata:0`). @returns false when it says nothing of energy
 */
export function shellyReadings(value: JsonObject, timed: () => Around, plugs: Plugs): boolean {
  const components = Object.entries(value).filter(([name]) => COMPONENT.test(name));
  if (components.length > 0) {
    for (const [name, status] of components) if (isObject(status)) component(name, status, timed, plugs);
    return true;
  }
  if (Array.isArray(value.meters)) return firstMeters(value, timed, plugs);
  return component(nameOf(value), value, timed, plugs);
}

/** A status alone does not say which component it is of, but what it holds does. */
function nameOf(status: JsonObject): string {
  const id = asText(status.id) ?? "0";
  if (status.total_act_power !== undefined || status.total_act !== undefined) return `em:${id}`;
  if (status.act_power !== undefined || status.total_act_energy !== undefined) return `em1:${id}`;
  return status.output === undefined ? `pm1:${id}` : `switch:${id}`;
}

/** A component's total and watts. Of three phases the total is read, which holds them. */
function component(name: string, status: JsonObject, timed: () => Around, plugs: Plugs): boolean {
  const counter = objectAt(status, "aenergy");
  const total = asText(counter?.total) ?? asText(status.total_act) ?? asText(status.total_act_energy);
  const power = asText(status.apower) ?? asText(status.total_act_power) ?? asText(status.act_power);
  if (total === null && power === null) return false;
  const around = timed();
  const { row } = around;
  const device = `${around.device ?? "Shelly"} ${name.replace("data:", ":")}`;
  const minute = asText(counter?.minute_ts);
  const ms = around.ms ?? (minute === null ? null : plugs.ownTime(device, minute));
  const energy = total === null ? null : { text: total, factor: MILLIJOULES_PER.Wh };
  // MQTT sends watts when they change (power-formats.md F2).
  plugs.add({ row, device, ms, energy, power, isOff: status.output === false, isOnChange: around.isPushed });
  const back = asText(objectAt(status, "ret_aenergy")?.total) ?? asText(status.total_act_ret);
  if (back !== null && Number(back) > 0) plugs.returned(row);
  return true;
}

/**
 * The first generation: watt-minutes. Its `timestamp` counts seconds of local time since 1970, so it is read as a stamp
 * without a zone; `unixtime` beside it, or the log's own time, goes first.
 */
function firstMeters(value: JsonObject, timed: () => Around, plugs: Plugs): boolean {
  const meters = Array.isArray(value.meters) ? value.meters : [];
  let isFound = false;
  for (const [place, meter] of meters.entries()) {
    if (!isObject(meter) || asText(meter.timestamp) === null || asText(meter.total) === null) continue;
    isFound = true;
    const around = timed();
    const device = `${around.device ?? "Shelly"} meter ${place}`;
    const local = Number(asText(meter.timestamp));
    const ms = around.ms ?? (Number.isSafeInteger(local) && local > 0 ? plugs.ownTime(device, wallText(local)) : null);
    const isValid = meter.is_valid !== false;
    const energy = { text: asText(meter.total) ?? "", factor: MILLIJOULES_PER.wattMinute };
    if (isValid) plugs.add({ row: around.row, device, ms, energy, power: asText(meter.power) });
  }
  return isFound;
}

const wallText = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);
