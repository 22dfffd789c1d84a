import { describe, expect, it } from "vitest";
import { day } from "../calendar.ts";
import { decimal, format } from "../decimal.ts";
import type { WallTerms } from "./terms.ts";
import { kwhOf, wallMicrojoules, wallOn } from "./wall.ts";

const HOUR_MS = 3_600_000;
const terms = (from: string, factor: string, base: string, pue: string): WallTerms => ({
  ...{ from: day(from), factor: decimal(factor), baseWatts: decimal(base), pue: decimal(pue), note: "" },
});
const WALL = terms("2026-01-01", "1.25", "100", "1.2");
/** 400 W for an hour, of which `covered` was measured. */
const kwh = (scope: "gpu" | "cpu" | "soc" | "server" | "wall", wall: WallTerms | null, covered = HOUR_MS): string =>
  format(kwhOf(wallMicrojoules({ scope, microjoules: decimal(400_000 * HOUR_MS), coveredMs: covered }, wall)));

describe("from measured to the wall", () => {
  it.each([
    ["gpu", "0.72"],
    ["cpu", "0.72"],
    ["soc", "0.72"],
    ["server", "0.48"],
    ["wall", "0.48"],
  ] as const)(
    "of %s: factor and base only where less than the server was measured, then the PUE",
    (scope, expected) => {
      expect(kwh(scope, WALL)).toBe(expected); // (0.4 x 1.25 + 0.1) x 1.2, or 0.4 x 1.2
    },
  );
  it("counts base watts for the measured time alone", () => expect(kwh("gpu", WALL, HOUR_MS / 2)).toBe("0.66"));
  it("is as measured without terms", () => expect(kwh("gpu", null)).toBe("0.4"));
  it("goes by the terms that hold on the day", () => {
    const walls = [WALL, terms("2026-06-16", "1", "0", "1")];
    expect(wallOn(walls, day("2025-12-31"))).toBeNull();
    expect(wallOn(walls, day("2026-06-15"))).toBe(walls[0]);
    expect(wallOn(walls, day("2026-06-16"))).toBe(walls[1]);
  });
});
