import { modelKey, snapshotOf } from "../price/model-name.ts";

/** One model under every name that files give it: "Claude Opus 5" on the bill is `claude-opus-5-20260801` in the usage. */
export type SameModel = {
  /** Provider and model; equal for all names of one model. */
  readonly key: string;
  /** The name to show. */
  readonly name: string;
  /** All names in use, a line each: a filter for exactly this model. */
  readonly names: string;
};
export type NamedModel = { readonly provider: string; readonly model: string };

/** A filter's names of one model; one name is itself. */
export const namesIn = (filter: string): string[] => filter.split("\n");
export const firstName = (filter: string): string => filter.split("\n")[0] ?? "";

const placeOf = ({ provider, model }: NamedModel): string => `${provider}\u0000${model}`;

/**
 * Finds which names mean one model. Snapshots of different days stay apart where every name has its day: they may have
 * different prices.
 * @param models every name in use, the one to show first
 * @returns by provider and name
 */
export function sameModels(models: readonly NamedModel[]): (of: NamedModel) => SameModel {
  const buckets = new Map<string, NamedModel[]>();
  for (const one of models) {
    const key = `${one.provider}\u0000${modelKey(one.model)}`;
    const bucket = buckets.get(key);
    if (!bucket) buckets.set(key, [one]);
    else if (!bucket.some((other) => other.model === one.model)) bucket.push(one);
  }
  const found = new Map<string, SameModel>();
  for (const [key, bucket] of buckets) {
    for (const group of bySnapshot(bucket)) {
      const [first] = group;
      if (!first) continue;
      const same = { key: `${key}\u0000${first.model}`, name: first.model, names: namesOf(group) };
      for (const each of group) found.set(placeOf(each), same);
    }
  }
  return (of) => found.get(placeOf(of)) ?? { key: placeOf(of), name: of.model, names: of.model };
}

function bySnapshot(bucket: readonly NamedModel[]): readonly (readonly NamedModel[])[] {
  const days = bucket.map((one) => snapshotOf(one.model));
  if (days.includes(null)) return [bucket];
  return [...new Set(days)].map((day) => bucket.filter((_, index) => days[index] === day));
}

const namesOf = (group: readonly NamedModel[]): string => [...new Set(group.map((one) => one.model))].join("\n");
