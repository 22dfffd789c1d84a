import type { LineImporter, Sample } from "../importer.ts";
import { isDockerLog } from "../source/line-stamp.ts";
import { LlamaReader } from "./requests.ts";
import { modelIn, timingLine } from "./timing-line.ts";

/** The log of llama.cpp's server: two lines a request with its tokens and times. It has no clock of its own. */
const llamacppServerLog: LineImporter = {
  id: "llamacpp-server-log",
  label: "llama.cpp server log",
  lookedFor: "lines with prompt eval time = ... ms / ... tokens and eval time = ... ms / ... tokens",
  yields: "local-use",
  basis: "quantity",
  shape: "lines",
  claims: isLlamaLog,
  // A verbose log holds prompts, and its access lines addresses: only what is read is kept.
  keptLine(text) {
    const line = timingLine(text);
    if (line) return line.text;
    const model = modelIn(text);
    return model === null ? "" : `loading model '${model}'`;
  },
  open: (sink, options) => new LlamaReader(sink, options),
};
export default llamacppServerLog;

const LINE = /eval time\s*=\s*[\d.]+ ms \/\s*\d+ (?:tokens|runs)|"function":"print_timings"/;

function isLlamaLog({ text, container, jsonKeys }: Sample): boolean {
  // Ollama's log holds those of the runners it starts.
  if (container !== null || text.includes("[GIN]") || /\bollama\b/i.test(text)) return false;
  return LINE.test(text) && (jsonKeys === null || isDockerLog(text) || /"function":"print_timings"/.test(text));
}
