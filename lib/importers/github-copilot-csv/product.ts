import type { LineScope } from "../../core/usage-line.ts";
import { withoutEmails } from "../person.ts";

export type Product = {
  readonly isAi: boolean;
  /** What kind of spend it is, where the report is of everything GitHub meters. */
  readonly scope: LineScope;
  /** The SKU in words. */
  readonly service: string;
};

const AI = /\bcopilot\b|\bmodels?\b|\bspark\b|\bai\b|\bllm\b/;

/** What a product and its SKU are: Copilot, Models and Spark are AI; larger runners with GPUs are GPU compute. */
export function readProduct(product: string, sku: string): Product {
  const words = `${product} ${sku}`.toLowerCase().replaceAll(/[_-]+/g, " ");
  const isAi = AI.test(words);
  const service = withoutEmails(sku.replaceAll("_", " ").trim()) || withoutEmails(product) || "GitHub";
  return { isAi, scope: isAi ? "ai" : /\bgpu\b/.test(words) ? "gpu" : "other", service };
}
