/** Anthropic costs as the Admin API reports them (cents as text) and as the Console exports them (dollars, two places). */
import { addDays, type Day } from "../core/calendar.ts";
import { type Decimal, decimal, format, formatFixed, multiply, normalise, sum } from "../core/decimal.ts";
import type { TokenKind } from "../core/usage-line.ts";
import { AGREEMENT_MONTH, ANTHROPIC, ANTHROPIC_WORKSPACES } from "./company.ts";
import { costOf } from "./prices.ts";
import { type DemoMonth, pricesOf, tokensOn } from "./usage.ts";

const API_IDS: Readonly<Record<string, string>> = {
  "Claude Sonnet 4.5": "claude-sonnet-4-5-20250929",
  "Claude Sonnet 4.6": "claude-sonnet-4-6",
  "Claude Haiku 4.5": "claude-haiku-4-5-20251001",
  "Claude Opus 4.1": "claude-opus-4-1-20250805",
  "Claude Opus 4.7": "claude-opus-4-7",
};
const KINDS: readonly { kind: TokenKind; api: string; words: string; console: string }[] = [
  { kind: "input", api: "uncached_input_tokens", words: "Input Tokens", console: "input_no_cache" },
  { kind: "cacheRead", api: "cache_read_input_tokens", words: "Cache Read Tokens", console: "input_cache_read" },
  {
    kind: "cacheWrite5m",
    api: "cache_creation.ephemeral_5m_input_tokens",
    words: "Cache Write 5m Tokens",
    console: "input_cache_write_5m",
  },
  { kind: "output", api: "output_tokens", words: "Output Tokens", console: "output" },
];
/** What is left of the list price since the agreement. */
export const AGREED = decimal("0.92");

type CostRow = { place: string; model: string; kind: (typeof KINDS)[number]; list: Decimal; cost: Decimal };

function rowsOn(at: DemoMonth, day: Day): CostRow[] {
  return ANTHROPIC.flatMap((stream) => {
    const tokens = tokensOn(stream, at, day);
    if (!tokens) return [];
    const prices = pricesOf(stream.model);
    return KINDS.flatMap((kind) => {
      const [count, price] = [tokens[kind.kind], prices[kind.kind]];
      if (count === undefined || !price) return [];
      const list = costOf(count, price);
      const cost = at.index >= AGREEMENT_MONTH ? normalise(multiply(list, AGREED)) : list;
      return [{ place: stream.place, model: stream.model, kind, list, cost }];
    });
  });
}

/** The exact cost of a day, before the Console rounds each row to the cent. */
export const anthropicCostOn = (at: DemoMonth, day: Day): Decimal => sum(rowsOn(at, day).map((row) => row.cost));

export const anthropicApiId = (model: string): string => API_IDS[model] ?? model;
export const anthropicWorkspace = workspace;

function workspace(place: string): (typeof ANTHROPIC_WORKSPACES)[string] {
  const found = ANTHROPIC_WORKSPACES[place];
  if (!found) throw new RangeError(`The demo has no Anthropic workspace ${place}`);
  return found;
}

/** Admin API cost report of a month, grouped by workspace and description. */
export function anthropicCostReport(at: DemoMonth): string {
  const data = at.days.map((day) => ({
    starting_at: `${day}T00:00:00Z`,
    ending_at: `${addDays(day, 1)}T00:00:00Z`,
    results: rowsOn(at, day).map((row) => ({
      currency: "USD",
      amount: format(multiply(row.cost, decimal(100))),
      workspace_id: workspace(row.place).id,
      description: `${row.model} Usage - ${row.kind.words}`,
      cost_type: "tokens",
      context_window: "0-200k",
      model: API_IDS[row.model] ?? row.model,
      service_tier: "standard",
      token_type: row.kind.api,
      inference_geo: "global",
    })),
  }));
  return `${JSON.stringify({ data, has_more: false, next_page: null })}\n`;
}

const HEADER =
  "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type," +
  "inference_geo,speed,api_key_id,api_key_status";

/** Console cost export, the 14-column generation of August 2026. */
export function anthropicConsoleCsv(at: DemoMonth): string {
  const lines = [HEADER];
  for (const day of at.days) {
    for (const row of rowsOn(at, day)) {
      const { name, key, keyId } = workspace(row.place);
      const money = `${formatFixed(row.cost, 2)},${formatFixed(row.list, 2)}`;
      lines.push(
        `${day},${row.model},${name},${key},message,≤ 200k,${row.kind.console},${money},token,global,,${keyId},active`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}
