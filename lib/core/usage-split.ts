import { add, allocate, compare, type Decimal, decimal, format, isZero, ZERO } from "./decimal.ts";

/** Who used how much: the weight of one bearer (null = Unassigned) on one day for one model. */
export type UsageWeight = {
  readonly teamId: number | null;
  readonly day: string;
  /** Normal form of the model (see lib/core/price/model-name.ts); "" where the usage names none. */
  readonly model: string;
  /** Tokens x price, or the feed's own money; one currency for all. */
  readonly money: Decimal | null;
  readonly tokens: Decimal;
};

/** How a line was divided: printed beside the figure. */
export type UsageWorking = {
  /** What the usage was measured over. */
  readonly over: "day and model" | "day" | "month and model" | "month";
  readonly day: string;
  readonly model: string;
  /** `money`: tokens x price. `tokens`: a model has no price, so tokens alone weigh. */
  readonly by: "money" | "tokens";
  readonly weights: readonly { readonly teamId: number | null; readonly weight: string }[];
};

type Sums = Map<number | null, { money: Decimal | null; tokens: Decimal }>;

/** Usage summed by day and model, day, month and model, and month: the finest that has any decides. */
export class UsageWeights {
  readonly #sums = new Map<string, Sums>();

  add(weight: UsageWeight): void {
    const month = weight.day.slice(0, 7);
    for (const key of [`${weight.day} ${weight.model}`, `${weight.day} *`, `${month} ${weight.model}`, `${month} *`])
      this.#addTo(key, weight);
  }

  #addTo(key: string, { teamId, money, tokens }: UsageWeight): void {
    let sums = this.#sums.get(key);
    if (!sums) {
      sums = new Map();
      this.#sums.set(key, sums);
    }
    const known = sums.get(teamId);
    if (!known) sums.set(teamId, { money, tokens });
    else {
      known.money = known.money && money ? add(known.money, money) : null;
      known.tokens = add(known.tokens, tokens);
    }
  }

  /** The working for a line of a day and model (`""` when the bill names none); null when no usage was measured at all. */
  workingFor({ day, model }: { day: string; model: string }): UsageWorking | null {
    const month = day.slice(0, 7);
    const levels: [UsageWorking["over"], string][] = [
      ...(model === "" ? [] : [["day and model", `${day} ${model}`] as [UsageWorking["over"], string]]),
      ["day", `${day} *`],
      ...(model === "" ? [] : [["month and model", `${month} ${model}`] as [UsageWorking["over"], string]]),
      ["month", `${month} *`],
    ];
    for (const [over, key] of levels) {
      const working = workingOf(this.#sums.get(key), { over, day, model });
      if (working) return working;
    }
    return null;
  }
}

function workingOf(sums: Sums | undefined, at: Pick<UsageWorking, "over" | "day" | "model">): UsageWorking | null {
  if (!sums) return null;
  const teams = [...sums].sort(([a], [b]) => (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER));
  const by = teams.every(([, { money }]) => money !== null) ? "money" : "tokens";
  const weights = teams
    .map(([teamId, { money, tokens }]) => ({ teamId, weight: by === "money" ? (money ?? ZERO) : tokens }))
    .filter(({ weight }) => compare(weight, ZERO) > 0);
  if (weights.length === 0) return null;
  return { ...at, by, weights: weights.map(({ teamId, weight }) => ({ teamId, weight: format(weight) })) };
}

/** Divides an amount by the weights of a working: parts in the order of the weights, summing to the amount exactly. */
export const divideBy = (amount: Decimal, { weights }: Pick<UsageWorking, "weights">, scale?: number): Decimal[] => {
  const parts = weights.map(({ weight }) => decimal(weight));
  if (isZero(amount)) return parts.map(() => ZERO);
  return scale === undefined ? allocate(amount, parts) : allocate(amount, parts, scale);
};
