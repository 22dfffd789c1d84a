import { ExpositionParser } from "../source/exposition.ts";
import { POWER_LINE } from "../source/power-metrics.ts";
import { ScrapeTime } from "../source/scrape-time.ts";

/** Labels that say what was measured and where; pods, namespaces, users and serial numbers are nobody's business. */
const KEPT = new Set(
  "uuid gpu_uuid gpu device modelname hostname gpu_i_id gpu_i_profile index path instance exported_instance node node_name nodename package socket zone mode name id chip chip_name sensor job source".split(
    " ",
  ),
);

const time = new ScrapeTime(null);
const isFormal = (text: string): boolean => /^\s*# (?:HELP|TYPE|UNIT|EOF)\b/.test(text);
const parser = new ExpositionParser();

/** A line without the labels and comments that are not needed to read it again. */
export function keptLine(text: string): string {
  const line = parser.line(text);
  if (line === null) return "";
  if (line.is === "comment") return isFormal(text) || time.read(text) !== null ? text : "#";
  if (line.is === "unreadable") return time.read(text) !== null || POWER_LINE.test(text) ? text.slice(0, 160) : "";
  const { name, labels } = line.series;
  const kept = Object.entries(labels).filter(([label]) => KEPT.has(label.toLowerCase()));
  const inner = kept.map(([label, value]) => `${label}="${escaped(value)}"`).join(",");
  return `${name}${inner === "" ? "" : `{${inner}}`} ${line.value}${line.atMs === null ? "" : ` ${line.atMs}`}`;
}

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
