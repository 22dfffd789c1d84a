import type { LineImporter } from "../importer.ts";
import { UpsLines } from "./lines.ts";

/** `20250109 180822 NA 222.0 2 [OL BYPASS] 29.0 50.0`: what upslog writes when it is told no format. */
const DEFAULT_LINE = /^\d{8} \d{6} \S+ \S+ \S+ \[[A-Z ]+\]/m;
/** `upsc` prints every variable on a line of its own. */
const VARIABLES = /^ups\.(?:status|load|model|mfr|realpower): /m;
const REAL_POWER = /(?:^|[\s,;|"])ups\.realpower(?!\.)["\s]*[:=,;|]/m;

/** Logs of an uninterruptible supply by Network UPS Tools: upslog with a format, or upsc in a loop. */
const nutUpslog: LineImporter = {
  id: "nut-upslog",
  label: "UPS log, Network UPS Tools",
  lookedFor: "lines of upslog or upsc, with ups.realpower where watts are to be read",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ text, jsonKeys, container }) =>
    jsonKeys === null &&
    container === null &&
    (DEFAULT_LINE.test(text) || VARIABLES.test(text) || REAL_POWER.test(text)),
  keptLine: (text) => text.replace(/((?:device|ups|driver\.parameter)\.serial\s*[:=]\s*).*/, "$1"),
  open: (sink, options) => new UpsLines(sink, options),
};
export default nutUpslog;
