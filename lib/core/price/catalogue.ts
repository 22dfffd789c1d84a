/** What the catalogue holds, to look through. The package finds a provider by its id and names no list of them. */
import { findProvider } from "@pydantic/genai-prices";

/** A test holds this list equal to the installed package. */
export const CATALOGUE_PROVIDERS: readonly string[] =
  "anthropic arcee avian aws azure baseten cerebras cloudflare cohere cursor deepseek doubleword fireworks github-copilot google groq huggingface_cerebras huggingface_fireworks-ai huggingface_groq huggingface_hyperbolic huggingface_nebius huggingface_novita huggingface_nscale huggingface_ovhcloud huggingface_publicai huggingface_sambanova huggingface_together minimax mistral modal moonshotai novita openai openrouter ovhcloud perplexity quicksilverpro together typesafe voyageai x-ai zai zhipuai".split(
    " ",
  );

export type CatalogueModel = { readonly provider: string; readonly model: string; readonly name: string };

/** Every model of the catalogue, by provider in its order. */
export function catalogueModels(): readonly CatalogueModel[] {
  models ??= CATALOGUE_PROVIDERS.flatMap((providerId) =>
    (findProvider({ providerId })?.models ?? []).map(({ id, name }) => ({
      provider: providerId,
      model: id,
      name: name ?? id,
    })),
  );
  return models;
}

let models: readonly CatalogueModel[] | undefined;
