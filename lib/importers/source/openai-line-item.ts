import { type Decimal, decimal, multiply } from "../../core/decimal.ts";
import type { CostKind } from "../../core/usage-line.ts";
import { withoutEmails } from "../person.ts";
import { readAmount } from "./amount.ts";

export type LineItem = { readonly model: string | null; readonly service: string; readonly costKind: CostKind };

const UNGROUPED: LineItem = { model: null, service: "OpenAI API, not grouped by line item", costKind: "other" };
const MODALITY = / (?:text|audio|image)$/i;
const BARE_MODEL =
  /^(?:gpt|o\d|chatgpt|whisper|tts|dall-e|text-embedding|text-moderation|omni|codex|sora|davinci|babbage|ft:)[\w.:-]*$/i;
const THOUSAND = decimal(1000);

/**
 * What an OpenAI line item says: an optional tier before ` | `, a model before the first comma, a direction after it
 * (`priority | gpt-5.6-sol, output, long context`). The whole text stays as the service.
 */
export function readLineItem(text: string): LineItem {
  const service = withoutEmails(text.trim());
  if (service === "") return UNGROUPED;
  const bar = service.indexOf(" | ");
  const item = bar < 0 ? service : service.slice(bar + 3).trim();
  const comma = item.indexOf(",");
  if (comma < 0) return { model: BARE_MODEL.test(item) ? item : null, service, costKind: bareKind(item) };
  const name = item.slice(0, comma).trim().replace(MODALITY, "");
  const model = name === "" || name.includes(" ") ? null : name;
  return { model, service, costKind: direction(item.slice(comma + 1)) };
}

const bareKind = (item: string): CostKind => (item.startsWith("text-embedding") ? "input" : "other");

function direction(text: string): CostKind {
  const words = ` ${text.toLowerCase().replaceAll(/[_,\s-]+/g, " ")} `;
  if (/ cached? (?:write|creation)| cache writes? /.test(words)) return "cacheWrite5m";
  if (/ cached? | cache read /.test(words)) return "cacheRead";
  if (words.includes(" input ")) return "input";
  if (words.includes(" output ")) return "output";
  return "other";
}

/** Tokens of a line item from its quantity; null when the unit is not tokens or the kind is not a token kind. */
export function lineItemTokens(quantity: string, unit: string, costKind: CostKind): Decimal | null {
  if (costKind === "other" || quantity === "") return null;
  const count = readAmount(quantity);
  if (!count) return null;
  if (unit === "tokens") return count;
  return unit === "1000_tokens" ? multiply(count, THOUSAND) : null;
}
