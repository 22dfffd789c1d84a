import { absolute, compare, type Decimal, subtract, sum, ZERO } from "../decimal.ts";
import { type FoundReason, MATCHED_WITHIN } from "./facts.ts";

/** A reason that may stand for part of a difference. Of one group at most one is taken: they speak of the same money. */
export type Candidate = FoundReason & { readonly group: string };

/** 2 to the 12th combinations are looked at; what is beyond is left unsaid, dearest first kept. */
const MOST_CANDIDATES = 12;

type Choice = { readonly reasons: readonly Candidate[]; readonly rest: Decimal; readonly off: Decimal };

/**
 * The candidates that together leave least of `difference`; among equals the fewest, among those the earliest. Each one
 * taken makes the rest smaller: nothing is named that explains nothing.
 */
export function chooseReasons(
  difference: Decimal,
  candidates: readonly Candidate[],
): { reasons: readonly FoundReason[]; rest: Decimal } {
  const looked = mostTelling(candidates);
  let best = choiceOf([], difference);
  for (let picked = 1; picked < 2 ** looked.length; picked += 1) {
    const reasons = looked.filter((_, index) => (picked & (1 << index)) !== 0);
    if (new Set(reasons.map((reason) => reason.group)).size !== reasons.length) continue;
    const choice = choiceOf(reasons, difference);
    if (isBetter(choice, best) && reasons.every((reason) => matters(reason, choice))) best = choice;
  }
  return { reasons: best.reasons.map(({ code, amount, text }) => ({ code, amount, text })), rest: best.rest };
}

function mostTelling(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length <= MOST_CANDIDATES) return candidates;
  const kept = new Set(
    [...candidates].sort((a, b) => compare(absolute(b.amount), absolute(a.amount))).slice(0, MOST_CANDIDATES),
  );
  return candidates.filter((candidate) => kept.has(candidate));
}

function choiceOf(reasons: readonly Candidate[], difference: Decimal): Choice {
  const rest = subtract(difference, sum(reasons.map((reason) => reason.amount)));
  const size = absolute(rest);
  return { reasons, rest, off: compare(size, MATCHED_WITHIN) <= 0 ? ZERO : size };
}

function isBetter(choice: Choice, than: Choice): boolean {
  const by = compare(choice.off, than.off);
  return by < 0 || (by === 0 && choice.reasons.length < than.reasons.length);
}

/** Without this reason the rest would be larger. */
const matters = (reason: Candidate, { rest }: Choice): boolean =>
  compare(absolute(sum([rest, reason.amount])), absolute(rest)) > 0;
