import type { JsonImporter, Sample } from "../importer.ts";
import { ANSWER_SECRETS } from "../source/local-answers.ts";
import { OpenAiAnswers } from "./answers.ts";

const OBJECT = /"object"\s*:\s*"(?:chat\.completion|chat\.completion\.chunk|text_completion|response)"/;
/** What only Open WebUI writes into a usage. */
const OPEN_WEBUI = /"(?:response_token\/s|prompt_token\/s|approximate_total)"/;

/** Saved answers of a local server in the OpenAI-compatible shape: Ollama's /v1, vLLM, llama.cpp, LM Studio, SGLang. */
const openaiCompatibleResponses: JsonImporter = {
  id: "openai-compatible-responses",
  label: "Responses of a local server, OpenAI-compatible JSON",
  lookedFor: "JSON objects with created, model and usage (chat.completion, text_completion)",
  yields: "local-use",
  basis: "quantity",
  secrets: ANSWER_SECRETS,
  shape: "json",
  claims({ jsonKeys, text }: Sample) {
    const keys = jsonKeys ?? [];
    if (OPEN_WEBUI.test(text)) return false;
    if (keys.includes("created_at")) return keys.includes("object") && /"object"\s*:\s*"response"/.test(text);
    if (!keys.includes("created")) return false;
    return OBJECT.test(text) || (keys.includes("usage") && /"(?:prompt_tokens|prompt_eval_count)"\s*:/.test(text));
  },
  read(values, sink, options) {
    new OpenAiAnswers(sink, options).read(values);
  },
};
export default openaiCompatibleResponses;
