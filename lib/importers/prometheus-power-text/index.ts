import type { LineImporter, Sample } from "../importer.ts";
import { POWER_LINE, SERVER_METRICS } from "../source/power-metrics.ts";
import { keptLine } from "./kept-line.ts";
import { ScrapeLog } from "./scrape-log.ts";

/**
 * Scrapes of exporters that measure power (DCGM, node_exporter, Kepler, Scaphandre, IPMI), one after another in a file with a
 * time before each, and dumps of a Prometheus database, which have a time in every line.
 */
const prometheusPowerText: LineImporter = {
  id: "prometheus-power-text",
  label: "Prometheus scrapes of power (DCGM exporter and others)",
  lookedFor: "lines of a scrape such as DCGM_FI_DEV_POWER_USAGE{...} or node_rapl_package_joules_total{...}",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: isPowerScrape,
  keptLine,
  open: (sink, options) => new ScrapeLog(sink, options),
};
export default prometheusPowerText;

/** A scrape of node_exporter is long: power may begin after what of it can be seen. */
const BEGINS_LIKE_ONE = /^\s*(?:# (?:HELP|TYPE) )?(?:DCGM_FI_[A-Z_]+|node_\w+|kepler_\w+|scaph_\w+|ipmi_\w+)[{\s]/m;
const SAMPLE_LINE = /^\s*(?:DCGM_FI_[A-Z_]+\{|# (?:HELP|TYPE) DCGM_FI_)/m;

function isPowerScrape({ text, isWhole, container }: Sample): boolean {
  if (container !== null || SERVER_METRICS.test(text) || /^\s*\{\s*"/.test(text)) return false;
  return POWER_LINE.test(text) || SAMPLE_LINE.test(text) || (!isWhole && isExposition(text));
}

const isExposition = (text: string): boolean => /^# TYPE \w+ \w+\s*$/m.test(text) && BEGINS_LIKE_ONE.test(text);
