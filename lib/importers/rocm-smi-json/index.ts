import type { LineImporter, Sample } from "../importer.ts";
import { type AmdFigures, amdJsonLog } from "../source/amd-json-log.ts";
import { asText, isObject, type JsonObject } from "../source/json.ts";
import { timeOf } from "../source/json-log.ts";
import { ROCM_LOG, ROCM_POWERS } from "../source/rocm-power.ts";

const CARD = /^card\d+$/;

/** Objects of `rocm-smi --json`, a card a key, with the time that the loop around it wrote: the tool writes none. */
const rocmSmiJson: LineImporter = {
  id: "rocm-smi-json",
  label: "AMD GPU power, rocm-smi JSON",
  lookedFor: 'JSON with "card0" and its Graphics Package Power (W)',
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ text }: Sample) => /"card\d+"\s*:\s*\{/.test(text) && /"[^"]* \((?:W|%|C)\)"\s*:|"GPU ID"\s*:/.test(text),
  open: (sink, options) =>
    amdJsonLog({
      sink,
      options,
      power: "Graphics Package Power (W)",
      logInstead: ROCM_LOG,
      isReading: (value) => Object.keys(value).some((key) => CARD.test(key)),
      figures,
    }),
};
export default rocmSmiJson;

function figures(value: JsonObject): AmdFigures[] {
  const cards = Object.entries(value).flatMap(([name, card]): [string, JsonObject][] =>
    CARD.test(name) && isObject(card) ? [[name, card]] : [],
  );
  const ids = cards.map(([, card]) => uniqueId(card));
  return cards.flatMap(([name, card], at) => {
    const cells = ROCM_POWERS.flatMap((key) => asText(card[key]) ?? []);
    const id = ids[at] ?? null;
    // Two halves of one board may share an id; they are then told apart by their numbers.
    const device = id !== null && ids.filter((other) => other === id).length === 1 ? id : name;
    return cells.length === 0 ? [] : [{ device, time: timeOf(card), cells }];
  });
}

function uniqueId(card: JsonObject): string | null {
  const text = asText(card["Unique ID"])?.trim() ?? "";
  return /^0x0*[1-9a-f][0-9a-f]*$/i.test(text) ? text.toLowerCase() : null;
}
