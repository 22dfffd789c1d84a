/** What the ledger cannot say yet. These save nothing by themselves; they make the other figures true. */
import { compare, isZero, sum } from "../decimal.ts";
import { plural, tokenPlaces, tokensInMillions } from "../display.ts";
import { monthName } from "../display-dates.ts";
import { type Advice, type AdviceInput, text } from "./advice.ts";

const KEYS_SHOWN = 5;

/** Spend that no rule gives to a team. */
export function unassignedSpend(input: AdviceInput): Advice | null {
  const { amount, previous } = input.unassigned;
  const keys = [...input.unassigned.keys].sort((a, b) => compare(b.amount, a.amount));
  if (amount.units <= 0n) return null;
  const rest = keys.slice(KEYS_SHOWN);
  return {
    id: "unassigned-spend",
    rule: "unassigned-spend",
    title: `Give ${plural(keys.length, "key")} without a rule to a team`,
    team: null,
    savingMonthly: null,
    range: null,
    working: [
      { label: "Unassigned", amount: text(amount), text: `in ${monthName(input.month)}` },
      ...(previous ? [{ label: "The month before", amount: text(previous), text: "" }] : []),
      ...keys.slice(0, KEYS_SHOWN).map((entry) => ({
        label: `${entry.keyKind} ${entry.key}`,
        amount: text(entry.amount),
        text: entry.provider,
      })),
      ...(rest.length > 0
        ? [{ label: `${rest.length} more`, amount: text(sum(rest.map((entry) => entry.amount))), text: "" }]
        : []),
    ],
    basis: "Ledger entries of the month that no attribution rule matches.",
    confidence: "high",
    effort: "low",
    isReversible: true,
    wrongIf: ["The spend belongs to nobody in particular: then a rule can split it between teams."],
  };
}

/** A model with tokens but no price: its cost is unknown, which is not zero. */
export function unpricedModel(entry: AdviceInput["unpriced"][number], input: AdviceInput): Advice | null {
  if (isZero(entry.tokens)) return null;
  const tokens = `${tokensInMillions(entry.tokens, tokenPlaces([text(entry.tokens)]))} M tokens`;
  const who = entry.teams.length > 0 ? ` by ${entry.teams.join(", ")}` : "";
  return {
    id: `unpriced-model:${entry.provider}:${entry.model}`,
    rule: "unpriced-model",
    title: `Add a price for ${entry.model}`,
    team: null,
    savingMonthly: null,
    range: null,
    working: [
      { label: "Tokens without a price", amount: null, text: `${tokens} of ${entry.model} (${entry.provider})${who}` },
      { label: "Cost", amount: null, text: `unknown in ${monthName(input.month)}; it is in no total` },
    ],
    basis: "Usage of the month, the price catalogue and your own prices: none names this model.",
    confidence: "high",
    effort: "low",
    isReversible: true,
    wrongIf: [`${entry.model} is the name you gave a model that has a price under another name.`],
  };
}
