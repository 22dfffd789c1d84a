/** Models that only their makers serve. Open weights (Llama, Qwen, gpt-oss, DeepSeek, Mistral) run anywhere. */
const CLOSED =
  /^(?:(?:openai|anthropic|google|gemini|xai|x-ai)[/.])?(?:gpt-(?:3|4|5)|chatgpt|o[134](?:-|$)|claude|gemini|grok-[2-9])/i;

/** Is the model one that no server of one's own can run? A server may still be told to answer by such a name. */
export const isCloudName = (model: string | null): boolean => model !== null && CLOSED.test(model.trim());
