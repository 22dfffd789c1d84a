import type { LineImporter, Sample } from "../importer.ts";
import { keptScrapeLine, ServingScrapes } from "./scrapes.ts";

/** Scrapes of a model server's /metrics, one after another with a time before each, and dumps of a Prometheus database. */
const modelServerMetrics: LineImporter = {
  id: "model-server-metrics",
  label: "Metrics of a model server (vLLM, SGLang, llama.cpp)",
  lookedFor: "lines of a scrape such as vllm:prompt_tokens_total{...} or llamacpp:tokens_predicted_total",
  yields: "local-use",
  basis: "quantity",
  shape: "lines",
  claims: isServerScrape,
  keptLine: keptScrapeLine,
  open: (sink, options) => new ServingScrapes(sink, options),
};
export default modelServerMetrics;

const LINE =
  /^\s*(?:# (?:HELP|TYPE) |\{__name__=")?(?:(?:vllm|sglang|llamacpp):\w+|(?:vllm|sglang)_(?:prompt|generation)_tokens_total)["{\s]/m;
/** llama.cpp's builds of autumn 2025 answered with the text as one JSON string. */
const QUOTED = /^\s*"(?:# HELP |# TYPE )?llamacpp:\w+ /m;

function isServerScrape({ text, container }: Sample): boolean {
  if (container !== null || /^\s*[[{]\s*["{]/.test(text)) return false;
  return LINE.test(text) || QUOTED.test(text);
}
