import { describe, expect, it } from "vitest";
import { checkEnergyMapping } from "../../lib/core/energy-mapping.ts";
import { suggestEnergyMapping } from "../../lib/core/suggest-energy-mapping.ts";
import { energyDraftOf, energyMappingOf, wideColumns, wideText } from "./energy-draft.ts";

describe("the form of an energy mapping", () => {
  it("starts from the suggestion and says a mapping that can be read", () => {
    const { mapping } = suggestEnergyMapping(
      ["timestamp", "n1_watts", "n2_watts", "total_watts"],
      [["2026-05-09T00:00:00Z", "1", "2", "3"]],
    );
    const draft = energyDraftOf(mapping, "rack_2026-05.csv");
    expect(draft.name).toBe("rack");
    expect(wideColumns(draft)).toEqual(["n1_watts", "n2_watts"]);
    expect(checkEnergyMapping(energyMappingOf(draft))).toMatchObject({ ...mapping, name: "rack" });
    const total = { ...draft, wide: wideText(["total_watts"]), scope: "wall", zeroIsMissing: "" };
    expect(checkEnergyMapping(energyMappingOf(total))).toMatchObject({
      layout: { is: "wide", columns: [{ column: "total_watts", device: "total_watts" }] },
      ...{ scope: "wall", zeroIsMissing: false },
    });
  });

  it("says what is missing where nothing was suggested", () => {
    expect(() => checkEnergyMapping(energyMappingOf(energyDraftOf(null, "x.csv")))).toThrow(/column with the time/);
  });
});
