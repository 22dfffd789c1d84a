import { z } from "zod";
import { add, decimal, format, isZero, sum } from "../core/decimal.ts";
import { count, fixed, moneyText, percentText } from "../core/display.ts";
import { dayName } from "../core/display-dates.ts";
import { percentOf } from "../core/statement/figure.ts";
import type { EntryRow } from "../db/entries.ts";

/** What posting writes beside an amount that is not the file's own; parts it does not know are left out, not refused. */
const workingShape = z.object({
  price: z.string().optional(),
  perMillion: z.string().optional(),
  currency: z.string().optional(),
  rate: z.string().optional(),
  rateDay: z.string().optional(),
  rateSource: z.string().optional(),
  usage: z
    .object({
      over: z.string(),
      day: z.string(),
      model: z.string(),
      by: z.enum(["money", "tokens"]),
      weights: z.array(z.object({ teamId: z.number().nullable(), weight: z.string() })),
    })
    .optional(),
});
type Working = z.infer<typeof workingShape>;

type Worked = Pick<
  EntryRow,
  "working" | "tokens" | "teamId" | "currency" | "amount" | "originalCurrency" | "originalAmount"
>;

/** How an entry's amount was worked out, a sentence a step, in the order it was done; empty where it is the file's own. */
export function workingLines(row: Worked): string[] {
  const read = workingShape.safeParse(row.working ?? {});
  const working: Working = read.success ? read.data : {};
  return [priceLine(working, row), usageLine(working, row), rateLine(working, row)].filter((line) => line !== null);
}

function priceLine({ price, perMillion, currency }: Working, { tokens }: Worked): string | null {
  if (price === undefined || perMillion === undefined || tokens === null) return null;
  const whose = price.startsWith("own:") ? `own price ${price.slice(4)}` : "the catalogue’s price";
  return `${count(format(decimal(tokens)))} tokens at ${priceText(perMillion)} ${currency ?? ""} per 1M, ${whose}`;
}

/** Prices keep two places, or as many as they have. */
const priceText = (text: string): string => {
  const exact = decimal(text);
  return fixed(exact, Math.max(2, exact.scale));
};

const WEIGHTS = { money: "tokens × price", tokens: "tokens" } as const;

function usageLine({ usage }: Working, { teamId }: Worked): string | null {
  if (!usage) return null;
  const whole = sum(usage.weights.map((each) => decimal(each.weight)));
  const own = usage.weights
    .filter((each) => each.teamId === teamId)
    .reduce((total, each) => add(total, decimal(each.weight)), decimal(0));
  const share = isZero(whole) ? null : percentOf(own, whole);
  const of = usage.model === "" || usage.over === "day" || usage.over === "month" ? "" : ` of ${usage.model}`;
  const when = usage.over.startsWith("day") ? ` on ${dayName(usage.day)}` : " in the month";
  return `${share === null ? "A share" : `${percentText(share)} %`} of the line, by measured ${WEIGHTS[usage.by]}${of}${when}: ${fixed(own, 2)} of ${fixed(whole, 2)}`;
}

function rateLine({ rate, rateDay, rateSource }: Working, row: Worked): string | null {
  if (row.originalCurrency === null || row.originalAmount === null || rate === undefined) return null;
  const dated = rateDay ? ` of ${dayName(rateDay)}` : "";
  const source = rateSource ? `, ${rateSource}` : "";
  return `${moneyText(row.originalAmount)} ${row.originalCurrency} at ${format(decimal(rate))}${dated}${source}`;
}
