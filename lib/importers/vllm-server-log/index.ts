import type { LineImporter, Sample } from "../importer.ts";
import { isDockerLog } from "../source/line-stamp.ts";
import { modelIn, throughputLine } from "./throughput-line.ts";
import { ThroughputReader } from "./windows.ts";

/** vLLM's log, also as NVIDIA NIM writes it: every ten seconds the tokens per second since the line before. */
const vllmServerLog: LineImporter = {
  id: "vllm-server-log",
  label: "vLLM server log",
  lookedFor: "lines with Avg prompt throughput: ... tokens/s, Avg generation throughput: ... tokens/s",
  yields: "local-use",
  basis: "quantity",
  shape: "lines",
  claims: isVllmLog,
  // The log of requests holds prompts, the log of access addresses: only what is read is kept.
  keptLine(text) {
    const line = throughputLine(text);
    if (line) return line.text;
    const model = modelIn(text);
    return model === null ? "" : `served_model_name=${model},`;
  },
  open: (sink, options) => new ThroughputReader(sink, options),
};
export default vllmServerLog;

const LINE = /Avg prompt throughput: [\d.]+ tokens\/s, Avg generation throughput: /;
/** How every line of its own begins; the first figures may be far behind. */
const OWN = /^(?:.*\s)?INFO (?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d(?:[.,]\d+)? \[?[\w/]+\.py:\d+\] /m;

function isVllmLog({ text, jsonKeys, container }: Sample): boolean {
  if (container !== null || (jsonKeys !== null && !isDockerLog(text))) return false;
  return LINE.test(text) || (OWN.test(text) && /vllm/i.test(text));
}
