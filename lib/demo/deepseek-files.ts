/** DeepSeek's two files of a month: what it took from the wallet, in yuan and by model, and the amounts by key. */
import type { Day } from "../core/calendar.ts";
import { type Decimal, decimal, format, multiply, sum } from "../core/decimal.ts";
import { DEEPSEEK } from "./company.ts";
import { type DemoMonth, tokensOn } from "./usage.ts";

export const DEEPSEEK_ACCOUNT = "halden-systems";
const TYPES = [
  { kind: "cacheRead", type: "input_cache_hit_tokens", yuan: decimal("0.00000002") },
  { kind: "input", type: "input_cache_miss_tokens", yuan: decimal("0.000001") },
  { kind: "output", type: "output_tokens", yuan: decimal("0.000002") },
] as const;

type Amount = { key: string; model: string; type: string; price: Decimal; count: bigint };

function amountsOn(at: DemoMonth, day: Day): Amount[] {
  return DEEPSEEK.flatMap((stream) => {
    const tokens = tokensOn(stream, at, day);
    if (!tokens) return [];
    return TYPES.map(({ kind, type, yuan }) => {
      return { key: stream.place, model: stream.model, type, price: yuan, count: tokens[kind] ?? 0n };
    });
  });
}

const compact = (day: Day): string => day.replaceAll("-", "");
const costOf = ({ price, count }: Amount): Decimal => multiply(price, { units: count, scale: 0 });

export function deepseekAmountCsv(at: DemoMonth): string {
  const rows = at.days.flatMap((day) =>
    amountsOn(at, day).map(({ key, model, type, price, count }) =>
      [DEEPSEEK_ACCOUNT, compact(day), model, key, `sk-${key.slice(0, 3)}****7cee7`, type, format(price), count].join(
        ",",
      ),
    ),
  );
  return `${["user_id,utc_date,model,api_key_name,api_key,type,price,amount", ...rows].join("\n")}\n`;
}

export function deepseekCostCsv(at: DemoMonth): string {
  const rows = at.days.flatMap((day) => {
    const amounts = amountsOn(at, day);
    return [...new Set(amounts.map((one) => one.model))].map((model) => {
      const cost = sum(amounts.filter((one) => one.model === model).map(costOf));
      return [DEEPSEEK_ACCOUNT, compact(day), model, "Paid", format(cost), "CNY"].join(",");
    });
  });
  return `${["user_id,utc_date,model,wallet_type,cost,currency", ...rows].join("\n")}\n`;
}
