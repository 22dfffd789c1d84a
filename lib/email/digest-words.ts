/** The sentences of a digest: how an amount is marked, what moved, by how much and why. */
import type { Bridge } from "../api/wire/statement.ts";
import { absolute, compare, type Decimal, decimal, format, isZero, subtract, sum } from "../core/decimal.ts";
import { changeText, moneyText, percentText, shareOf } from "../core/display.ts";

const WHY_SHOWN = 4;

/** Stands before an amount of which some was never billed. */
export const markOf = (figure: { readonly estimated: string | null }): string =>
  figure.estimated === null ? "" : "≈ ";

/** "up 9.3 %", "down 0.4 %", "unchanged"; null where there is nothing to compare with. */
export function moved(changePercent: string | null): string | null {
  if (changePercent === null) return null;
  const percent = decimal(changePercent);
  if (percent.units === 0n) return "unchanged";
  return `${percent.units > 0n ? "up" : "down"} ${percentText(absolute(percent))} %`;
}

export function subjectOf(parts: {
  scope: string | null;
  when: string;
  amount: string;
  moved: string | null;
  certainty: string;
}): string {
  const figures = [parts.amount, parts.moved, parts.certainty.toLowerCase()].filter((part) => part !== null);
  return `${parts.scope === null ? "" : `${parts.scope}, `}${parts.when}: ${figures.join(", ")}`;
}

export function changeSentence(figure: { change: string | null; changePercent: string | null }, than: string): string {
  if (figure.change === null) return `Nothing to compare with in ${than}.`;
  const percent = figure.changePercent === null ? null : decimal(figure.changePercent);
  const share = percent ? `, ${percentText(absolute(percent))} % ${percent.units < 0n ? "less" : "more"}` : "";
  return `${changeText(figure.change)} on ${than}${share}.`;
}

export function whyOf(bridge: Bridge | null): string[] {
  if (!bridge) return [];
  const moving = bridge.parts
    .filter((part) => decimal(part.amount).units !== 0n)
    .sort((a, b) => compare(absolute(decimal(b.amount)), absolute(decimal(a.amount))));
  const took = (amount: Decimal) => `${amount.units > 0n ? "added" : "took off"} ${moneyText(absolute(amount))}`;
  const sentences = moving
    .slice(0, WHY_SHOWN)
    .map((part) => `${part.label} ${took(decimal(part.amount))}. ${part.note}`);
  const rest = moving.slice(WHY_SHOWN);
  if (rest.length > 0)
    sentences.push(`Everything else together ${took(sum(rest.map((part) => decimal(part.amount))))}.`);
  return sentences;
}

export const estimatedWordsOf = (amount: Decimal, currency: string): string | null =>
  isZero(amount) ? null : `of which ≈ ${moneyText(amount)} ${currency} estimated: nobody billed it`;

export function changeBetween(now: Decimal, then: Decimal): { change: string; changePercent: string | null } {
  const change = subtract(now, then);
  return { change: format(change), changePercent: then.units > 0n ? shareOf(change, then) : null };
}
