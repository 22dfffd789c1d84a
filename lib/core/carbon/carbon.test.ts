import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, decimal, equals, format, ZERO } from "../decimal.ts";
import { readElectricityMaps } from "./electricity-maps.ts";
import { GRID_DEFAULTS, type GridIntensity, gramsOf } from "./grid-intensity.ts";

const QUARTER = 900_000;
const kwh = (atMs: number, count = 1) => ({ atMs, wallMicrojoules: decimal(3_600_000_000_000 * count) });
const own = (fromMs: number, toMs: number | null, grams: number, isEstimated = false): GridIntensity => ({
  ...{ zone: "SE-SE3", fromMs, toMs, isEstimated },
  grams: decimal(grams),
  source: `own ${grams}`,
});

describe("grid intensity", () => {
  it("has a mean for each country of the table, with its year", () => {
    const shown = ["USA", "DEU", "FRA", "GBR", "IND", "CHN", "SWE"].map((zone) => {
      const each = GRID_DEFAULTS.get(zone);
      return each && `${each.name} ${format(each.grams)} ${each.year}`;
    });
    expect(shown).toEqual([
      "United States 369.473 2023",
      "Germany 380.95 2023",
      "France 56.039 2023",
      "United Kingdom 237.589 2023",
      "India 713.441 2023",
      "China 582.317 2023",
      "Sweden 40.695 2023",
    ]);
    expect(GRID_DEFAULTS.size).toBe(212);
    for (const { grams, year, name } of GRID_DEFAULTS.values()) {
      expect(grams.units > 0n && year > 2000 && name.length > 3).toBe(true);
    }
  });

  it("makes grams of kWh, marked as estimated where a country's mean is all there is", () => {
    const grams = gramsOf({ quarters: [kwh(0), kwh(QUARTER, 2)], zone: "SWE", intensities: [] });
    expect(grams?.grams && format(grams.grams)).toBe("122.085");
    expect(format(grams?.estimatedGrams ?? ZERO)).toBe("122.085");
    expect(grams?.sources).toEqual([
      "Sweden, mean of 2023: CodeCarbon global_energy_mix.json, after Our World in Data",
    ]);
  });

  it("takes the organisation's own first, by time, and says what is unknown", () => {
    const intensities = [
      own(0, QUARTER, 10),
      own(QUARTER * 1.5, QUARTER * 2, 40, true),
      own(QUARTER, QUARTER * 1.5, 20),
    ];
    const quarters = [0, 1, 2].map((index) => kwh(index * QUARTER));
    const grams = gramsOf({ quarters, zone: "SE-SE3", intensities });
    expect(grams?.grams && format(grams.grams)).toBe("40");
    expect(format(grams?.estimatedGrams ?? ZERO)).toBe("30");
    expect(format(grams?.unknownMicrojoules ?? ZERO)).toBe("3600000000000");
    expect(grams?.sources).toEqual(["own 10", "own 20", "own 40"]);
  });

  it("is null where no zone is entered, and where the zone is not known", () => {
    expect(gramsOf({ quarters: [kwh(0)], zone: null, intensities: [] })).toBeNull();
    expect(gramsOf({ quarters: [kwh(0)], zone: "XX", intensities: [] })?.grams).toBeNull();
  });

  it("adds up: a month is the sum of its parts, to the last place", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 40 }),
        fc.nat(38),
        (draws, at) => {
          const quarters = draws.map((count, index) => kwh(index * QUARTER, count));
          const cut = Math.min(at + 1, draws.length);
          const of = (some: typeof quarters) =>
            gramsOf({ quarters: some, zone: "FRA", intensities: [] })?.grams ?? ZERO;
          expect(equals(of(quarters), add(of(quarters.slice(0, cut)), of(quarters.slice(cut))))).toBe(true);
        },
      ),
    );
  });
});

describe("a history of Electricity Maps", () => {
  const hour = (datetime: string, carbonIntensity: unknown, isEstimated = false) => ({
    ...{ zone: "US-MIDW-MISO", datetime, carbonIntensity, isEstimated, emissionFactorType: "lifecycle" },
    estimationMethod: isEstimated ? "TIME_SLICER_AVERAGE" : null,
  });
  it("holds hours, each estimated or measured as the file says", () => {
    const history = [hour("2024-11-30T07:00:00.000Z", 419), hour("2024-11-30T06:00:00.000Z", 501, true)];
    const { intensities, issues } = readElectricityMaps({ zone: "US-MIDW-MISO", history });
    expect(issues).toEqual([]);
    expect(
      intensities.map((each) => [new Date(each.fromMs).toISOString(), format(each.grams), each.isEstimated]),
    ).toEqual([
      ["2024-11-30T06:00:00.000Z", "501", true],
      ["2024-11-30T07:00:00.000Z", "419", false],
    ]);
    expect(intensities.map((each) => each.toMs && each.toMs - each.fromMs)).toEqual([3_600_000, 3_600_000]);
    expect(intensities[0]?.source).toBe("Electricity Maps, lifecycle, estimated by time slicer average");
  });
  it("keeps a missing hour missing and says what is damaged, by row", () => {
    const data = [
      hour("2024-11-30T06:00:00Z", 500),
      hour("2024-11-30T07:00:00Z", 480),
      hour("2024-11-30T08:00:00Z", null),
      hour("2024-11-30T11:00:00Z", 460),
      hour("yesterday", 1),
      hour("2024-11-30T12:00:00Z", -4),
      "x",
    ];
    const { intensities, issues } = readElectricityMaps({ data });
    expect(intensities.map((each) => (each.toMs ?? 0) - each.fromMs)).toEqual([3_600_000, 3_600_000, 3_600_000]);
    expect(issues.map(({ severity, row, column }) => [severity, row, column])).toEqual([
      ["warning", 3, "carbonIntensity"],
      ["blocking", 5, "datetime"],
      ["blocking", 6, "carbonIntensity"],
      ["blocking", 7, "zone"],
    ]);
    expect(readElectricityMaps({}).issues[0]?.severity).toBe("blocking");
  });
});
