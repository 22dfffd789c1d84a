import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { AmdReadings } from "../source/amd-readings.ts";
import { about } from "../source/headed-table.ts";
import { asText, isObject, type JsonObject, jsonText } from "../source/json.ts";
import { timedObjects, timeOf } from "../source/json-log.ts";
import { ROCM_LOG, ROCM_POWERS } from "../source/rocm-power.ts";

const CARD = /^card\d+$/;

/** Objects of `rocm-smi --json`, a card a key, with the time that the loop around it wrote: the tool writes none. */
const rocmSmiJson: JsonImporter = {
  id: "rocm-smi-json",
  label: "AMD GPU power, rocm-smi JSON",
  lookedFor: 'JSON with "card0" and its Graphics Package Power (W)',
  yields: "energy",
  basis: "metered",
  shape: "json",
  claims: ({ text }: Sample) =>
    /^\s*["\d[{]/.test(text) && /"card\d+"\s*:\s*\{/.test(text) && /"[^"]* \((?:W|%|C)\)"\s*:|"GPU ID"\s*:/.test(text),
  read,
};
export default rocmSmiJson;

const isSnapshot = (value: JsonObject): boolean => Object.keys(value).some((key) => CARD.test(key));

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const readings = new AmdReadings(sink, options, {
    power: "Graphics Package Power (W)",
    time: null,
    logInstead: ROCM_LOG,
  });
  let row = 0;
  let withWatts = 0;
  for (const { value, time } of timedObjects(values, isSnapshot)) {
    const ids = Object.entries(value).map(([, card]) => (isObject(card) ? uniqueId(card) : null));
    for (const [name, item] of Object.entries(value)) {
      if (!CARD.test(name) || !isObject(item)) continue;
      const card: JsonObject = item;
      row += 1;
      sink.source?.(row, jsonText({ time, [name]: card }));
      const cells = ROCM_POWERS.flatMap((key) => asText(card[key]) ?? []);
      if (cells.length === 0) continue;
      withWatts += 1;
      const id = uniqueId(card);
      // Two halves of one board may share an id; they are then told apart by their numbers.
      const device = id !== null && ids.filter((other) => other === id).length === 1 ? id : name;
      readings.add({ row, device, time: timeOf(card) ?? time, cells });
    }
  }
  readings.report();
  if (row > 0 && withWatts === 0)
    sink.issue(about("blocking", "no-watts", `The objects hold no Graphics Package Power. ${ROCM_LOG}`));
}

function uniqueId(card: JsonObject): string | null {
  const text = asText(card["Unique ID"])?.trim() ?? "";
  return /^0x0*[1-9a-f][0-9a-f]*$/i.test(text) ? text.toLowerCase() : null;
}
