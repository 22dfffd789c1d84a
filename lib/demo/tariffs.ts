/** What Kiln's power costs since its hall bills by the hour of the day, before tax is added. */
export type DemoTariff = {
  readonly name: string;
  readonly currency: string;
  readonly zone: string;
  readonly source: string;
  readonly note: string;
  /** As lib/core/tariff/terms-json.ts reads them. */
  readonly terms: Readonly<Record<string, unknown>>;
};

const NIGHT = 0;
const DAY = 1;
const PEAK = 2;
const hours = (of: (hour: number) => number): number[] => Array.from({ length: 24 }, (_, hour) => of(hour));
const isDay = (hour: number): boolean => hour >= 6 && hour < 22;
const isPeak = (hour: number): boolean => (hour >= 7 && hour < 10) || (hour >= 16 && hour < 19);
/** November to March, from January. */
const WINTER = [true, true, true, false, false, false, false, false, false, false, true, true];

export const TIME_OF_USE: DemoTariff = {
  name: "Rönnby hall, time of use",
  currency: "USD",
  zone: "Europe/Stockholm",
  source: "Contract RH-207, annex 2",
  note: "Winter mornings and evenings cost most; the hall charges the connection by the month.",
  terms: {
    energy: {
      kind: "time-of-use",
      periods: [
        { name: "Night and weekend", perKwh: "0.094" },
        { name: "Day", perKwh: "0.148" },
        { name: "Winter peak", perKwh: "0.236" },
      ],
      weekday: WINTER.map((isWinter) => hours((hour) => (isWinter && isPeak(hour) ? PEAK : isDay(hour) ? DAY : NIGHT))),
      weekend: hours(() => NIGHT),
    },
    fixedMonthly: "38.50",
  },
};

export const TARIFFS: readonly DemoTariff[] = [TIME_OF_USE];
