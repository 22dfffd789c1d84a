/** Names that gateways and routers give to who serves a model, letters and digits only, by our identity of who bills. */
const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  openai: ["openai", "textcompletionopenai", "openairesponses"],
  anthropic: ["anthropic", "anthropictext", "claude"],
  google: [
    "google",
    "googlevertex",
    "googlevertexai",
    "googleaistudio",
    "googlecloud",
    "vertex",
    "vertexai",
    "vertexaibeta",
    "gemini",
    "palm",
    "googleai",
  ],
  aws: [
    "aws",
    "amazon",
    "amazonbedrock",
    "bedrock",
    "bedrockconverse",
    "bedrockmantle",
    "sagemaker",
    "sagemakerchat",
    "awsbedrock",
  ],
  azure: [
    "azure",
    "azureopenai",
    "azureai",
    "azuretext",
    "azureaistudio",
    "azureaifoundry",
    "azurefoundry",
    "microsoft",
    "microsoftazure",
  ],
  deepseek: ["deepseek"],
  xai: ["xai"],
  mistral: ["mistral", "mistralai", "codestral", "textcompletioncodestral"],
  cohere: ["cohere", "coherechat"],
  groq: ["groq"],
  together: ["together", "togetherai"],
  fireworks: ["fireworks", "fireworksai"],
  perplexity: ["perplexity", "perplexityai"],
  openrouter: ["openrouter"],
  moonshot: ["moonshot", "moonshotai"],
};

const BY_NAME = new Map(Object.entries(IDENTITIES).flatMap(([id, names]) => names.map((name) => [name, id] as const)));

/** Our identity of a provider as a gateway names it ("Amazon Bedrock", `vertex_ai`); an unknown name stays, in lower case. */
export function providerOfName(name: string): string {
  const text = name.trim().toLowerCase();
  const plain = text.replaceAll(/[^a-z0-9]/g, "");
  return BY_NAME.get(plain) ?? BY_NAME.get(plain.replace(/(?:chat)?models?$/, "")) ?? text;
}

/** LiteLLM's and others' names for servers that a company runs itself. */
const OWN_SERVERS = new Set(
  "ollama,ollamachat,vllm,hostedvllm,lmstudio,llamafile,llamacpp,xinference,oobabooga,triton,infinity,dockermodelrunner,petals,localai,sglang,local,selfhosted".split(
    ",",
  ),
);

/** Is it a server that runs on the company's own machines, whatever address it has? */
export const isOwnServer = (name: string): boolean => OWN_SERVERS.has(name.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));

/** Loopback, private and link-local addresses, those of a private overlay (100.64/10, fd00::/8), and names without a public zone. */
const LOCAL_HOST =
  /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|169\.254(?:\.\d+){2}|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])(?:\.\d+){2}|\[?::1\]?|\[f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):[^\]]*\]|[a-z0-9_-]+|.+\.(?:local|internal|lan|localhost|home|svc|svc\.cluster\.local))$/;

/** Does the address (`http://10.0.0.7:8000/v1`, `gpu-box:11434`) lie inside the company's own network? */
export function isLocalAddress(address: string): boolean {
  const text = address.trim().toLowerCase();
  const match =
    /^[a-z]+:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]+)/.exec(text) ?? /^(\[[^\]]*\]|[^:/?#@\s]+):\d+(?:\/|$)/.exec(text);
  return match?.[1] !== undefined && LOCAL_HOST.test(match[1]);
}
