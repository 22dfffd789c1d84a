import { readFileSync } from "node:fs";
import { findProvider } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import { CATALOGUE_PROVIDERS, catalogueModels } from "./catalogue.ts";

test("every provider of the installed catalogue is named", () => {
  const source = readFileSync("node_modules/@pydantic/genai-prices/dist/index.js", "utf8");
  const ids = [...source.matchAll(/\bid:\s*["`]([\w-]+)["`]/g)].map((match) => match[1] ?? "");
  const providers = new Set(ids.filter((providerId) => findProvider({ providerId })?.id === providerId));
  expect([...providers].sort()).toEqual([...CATALOGUE_PROVIDERS].sort());
});

test("the catalogue holds the models of every provider", () => {
  expect(catalogueModels().length).toBeGreaterThan(1_000);
  expect(catalogueModels()).toContainEqual({ provider: "anthropic", model: "claude-opus-5", name: "Claude Opus 5" });
});
