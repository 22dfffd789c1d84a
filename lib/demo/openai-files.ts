/** OpenAI costs as the Costs API answers (pages of seven days) and as the dashboard exports them. */
import { addDays, type Day, startOfDayMs } from "../core/calendar.ts";
import { type Decimal, decimal, divide, format, formatFixed, multiply, sum } from "../core/decimal.ts";
import type { TokenKind } from "../core/usage-line.ts";
import { OPENAI, OPENAI_ITEMS, OPENAI_PROJECTS } from "./company.ts";
import { costOf } from "./prices.ts";
import { type DemoMonth, dayWeight, pricesOf, tokensOn } from "./usage.ts";

export const OPENAI_ACCOUNT = "org-8QmHaldenSystems";
const DIRECTION: Readonly<Partial<Record<TokenKind, string>>> = {
  input: "input",
  cacheRead: "cached input",
  output: "output",
};
const DAYS_A_PAGE = 7;

type CostRow = { day: Day; place: string; item: string; amount: Decimal; tokens: bigint | null };

function project(place: string): { id: string; name: string } {
  const found = OPENAI_PROJECTS[place];
  if (!found) throw new RangeError(`The demo has no OpenAI project ${place}`);
  return found;
}

/** The exact cost of a day, as the exports state it. */
export const openaiCostOn = (at: DemoMonth, day: Day): Decimal => sum(rowsOn(at, day).map((row) => row.amount));

export const openaiProject = project;
export const openaiSeconds = (day: Day): number => startOfDayMs(day) / 1000;

function rowsOn(at: DemoMonth, day: Day): CostRow[] {
  const rows: CostRow[] = [];
  for (const stream of OPENAI) {
    const tokens = tokensOn(stream, at, day);
    if (!tokens) continue;
    const prices = pricesOf(stream.model);
    for (const [kind, direction] of Object.entries(DIRECTION)) {
      const count = tokens[kind as TokenKind]; // the keys of DIRECTION are token kinds
      const price = prices[kind as TokenKind];
      if (count === undefined || !price) continue;
      rows.push({
        day,
        place: stream.place,
        item: `${stream.model}, ${direction}`,
        amount: costOf(count, price),
        tokens: count,
      });
    }
  }
  for (const { place, item, dollars } of OPENAI_ITEMS) {
    const cents = Math.round(dollars * 100 * dayWeight(item, at, day));
    rows.push({ day, place, item, amount: { units: BigInt(cents), scale: 2 }, tokens: null });
  }
  return rows;
}

/** Costs API pages of a month, one JSON document after the other. Amounts are written as they are, never as floats. */
export function openaiApiPages(at: DemoMonth): string {
  const pages: string[] = [];
  for (let start = 0; start < at.days.length; start += DAYS_A_PAGE) {
    const days = at.days.slice(start, start + DAYS_A_PAGE);
    const buckets = days.map((day) => {
      const results = rowsOn(at, day).map(
        (row) =>
          `{"object":"organization.costs.result","amount":{"value":${format(row.amount)},"currency":"usd"},` +
          `"line_item":${JSON.stringify(row.item)},"project_id":"${project(row.place).id}","api_key_id":null,` +
          `"quantity":${row.tokens === null ? "null" : row.tokens},"quantity_unit":${row.tokens === null ? "null" : '"tokens"'}}`,
      );
      return `{"object":"bucket","start_time":${openaiSeconds(day)},"end_time":${openaiSeconds(addDays(day, 1))},"results":[${results.join(",")}]}`;
    });
    const hasMore = start + DAYS_A_PAGE < at.days.length;
    const next = hasMore
      ? `"page_${at.month.replace("-", "")}${String(start / DAYS_A_PAGE + 2).padStart(2, "0")}"`
      : "null";
    pages.push(`{"object":"page","data":[${buckets.join(",")}],"has_more":${hasMore},"next_page":${next}}`);
  }
  return `${pages.join("\n")}\n`;
}

const HEADER =
  "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item," +
  "user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source";

/** @param factor what a restated export makes of each amount; 1 = as first exported */
export function openaiCostCsv(at: DemoMonth, days: readonly Day[], factor = decimal(1)): string {
  const lines = [HEADER];
  for (const day of days) {
    const [from, to] = [day, addDays(day, 1)];
    for (const row of rowsOn(at, day)) {
      const { id, name } = project(row.place);
      const amount = divide(multiply(row.amount, factor), decimal(1), { scale: 12 });
      const tokens =
        row.tokens === null ? "" : format(divide(multiply(decimal(row.tokens), factor), decimal(1), { scale: 0 }));
      lines.push(
        [
          openaiSeconds(from),
          openaiSeconds(to),
          `${from}T00:00:00+00:00`,
          `${to}T00:00:00+00:00`,
          formatFixed(amount, 30),
          "usd",
          tokens,
          row.tokens === null ? "" : "tokens",
          `"${row.item}"`,
          "",
          "",
          id,
          OPENAI_ACCOUNT,
          name,
          "Halden Systems",
          "",
          "",
        ].join(","),
      );
    }
  }
  return `${lines.join("\n")}\n`;
}
