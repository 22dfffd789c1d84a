import type { TariffTermsWire } from "../../lib/api/wire/tariffs.ts";
import { MONTHS, seasonsOf } from "./tariff-text.ts";

export type TariffKind = "flat" | "time-of-use" | "file";
export const KINDS: readonly TariffKind[] = ["flat", "time-of-use", "file"];
export const KIND_NAMES: Readonly<Record<TariffKind, string>> = {
  flat: "One price",
  "time-of-use": "By hour",
  file: "From a file",
};

/** Hours of a season, weekdays and weekends, each the index of a period. */
export type SeasonDraft = { readonly weekday: readonly number[]; readonly weekend: readonly number[] };

/** What a person enters by hand, numbers as typed. */
export type HoursDraft = {
  readonly periods: readonly { readonly name: string; readonly perKwh: string }[];
  /** Season of each month, January first. */
  readonly months: readonly number[];
  readonly seasons: readonly SeasonDraft[];
};

const DAY = Array.from({ length: 24 }, (_, hour) => (hour >= 7 && hour < 22 ? 1 : 0));
const NIGHT = Array<number>(24).fill(0);
export const USUAL_HOURS: HoursDraft = {
  periods: [
    { name: "Low", perKwh: "" },
    { name: "High", perKwh: "" },
  ],
  months: Array<number>(12).fill(0),
  seasons: [{ weekday: DAY, weekend: NIGHT }],
};
export const MOST_PERIODS = 6;

/** What the hours of a version look like in the form; null where it is not one price an hour. */
export function hoursOf(energy: TariffTermsWire["energy"]): HoursDraft | null {
  if (energy.kind !== "time-of-use" || energy.periods.some(({ tiers }) => tiers.length > 1)) return null;
  const seasons = seasonsOf(energy);
  if (seasons.length > 2 || energy.periods.length > MOST_PERIODS) return null;
  return {
    periods: energy.periods.map(({ name, tiers }) => ({ name, perKwh: tiers[0]?.perKwh ?? "" })),
    months: MONTHS.map((_, month) => seasons.findIndex((season) => season.months.includes(month))),
    seasons: seasons.map(({ weekday, weekend }) => ({ weekday, weekend })),
  };
}

/** The energy part of terms, as the server reads it. */
export function energyOf({ periods, months, seasons }: HoursDraft) {
  const schedule = (day: keyof SeasonDraft) => months.map((season) => [...(seasons[season]?.[day] ?? [])]);
  return {
    kind: "time-of-use" as const,
    periods: periods.map(({ name, perKwh }) => ({ name: name.trim(), perKwh: perKwh.trim() })),
    weekday: schedule("weekday"),
    weekend: schedule("weekend"),
  };
}

/** The same with one hour of one season's weekdays or weekends given to a period. */
export function painted(
  draft: HoursDraft,
  at: { season: number; day: keyof SeasonDraft; hour: number; period: number },
): HoursDraft {
  const seasons = draft.seasons.map((season, index) =>
    index === at.season
      ? { ...season, [at.day]: season[at.day].map((period, hour) => (hour === at.hour ? at.period : period)) }
      : season,
  );
  return { ...draft, seasons };
}

/** A second season begins as the first one's hours, in April to October. */
export function withSeasons(draft: HoursDraft, count: 1 | 2): HoursDraft {
  const [first = { weekday: NIGHT, weekend: NIGHT }, second = first] = draft.seasons;
  if (count === 1) return { ...draft, months: draft.months.map(() => 0), seasons: [first] };
  return { ...draft, months: MONTHS.map((_, month) => (month >= 3 && month <= 9 ? 1 : 0)), seasons: [first, second] };
}
