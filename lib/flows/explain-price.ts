import type { Explanation } from "../api/wire/explain.ts";
import { firstDay, month as toMonth } from "../core/calendar.ts";
import { add, decimal, divide, format, formatFixed, isZero, multiply } from "../core/decimal.ts";
import { count, moneyText, unitCostText } from "../core/display.ts";
import { listPrice } from "../core/price/list-price.ts";
import { costKindName } from "../core/statement/names.ts";
import { namesIn } from "../core/statement/same-model.ts";
import { TOKEN_KINDS, type TokenKind } from "../core/usage-line.ts";
import { pool } from "../db/client.ts";
import { type EntryFilter, groupEntries } from "../db/entries.ts";

const MILLION = decimal(1_000_000);
const isTokenKind = (kind: string): kind is TokenKind => (TOKEN_KINDS as readonly string[]).includes(kind);

/** Tokens x price by kind, beside the list price of the month: only for the figure of one model. */
export async function priceWorking(filter: EntryFilter): Promise<Explanation["working"]> {
  if (!filter.model || !filter.provider) return [];
  const groups = await groupEntries(pool, filter, ["kind"], 10);
  const { provider: seller, month: asked } = filter;
  const day = firstDay(toMonth(asked));
  const price = namesIn(filter.model).reduce<ReturnType<typeof listPrice>>(
    (found, model) => found ?? listPrice({ provider: seller, model, day }),
    null,
  );
  return groups.flatMap((group) => {
    const kind = group.keys[0] ?? "";
    if (group.tokens === null || isZero(decimal(group.tokens)) || !isTokenKind(kind)) return [];
    const tokens = decimal(group.tokens);
    const paid = formatFixed(divide(multiply(decimal(group.amount), MILLION), tokens), 3);
    const list = price?.perMillion[kind];
    const listText = list ? `list price ${format(list)} since ${price?.from ?? "its release"}` : "no list price known";
    const { month, cost, monthBy, bearer, provider, model, category } = filter;
    return [
      {
        label: `${costKindName(kind)}: ${count(format(tokens))} tokens at ${unitCostText(paid)} per 1M (${listText})`,
        value: moneyText(format(add(decimal(group.amount), decimal(0)))),
        filter: {
          month,
          cost,
          monthBy,
          provider,
          model,
          kind,
          ...(bearer ? { bearer } : {}),
          ...(category ? { category } : {}),
        },
      },
    ];
  });
}
