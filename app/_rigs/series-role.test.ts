import { describe, expect, it } from "vitest";
import { seriesRole } from "./series-role.ts";

const series = (scope: string, kind = "polled", device = "one") => ({
  ...{ device, scope, kind },
  kWh: "1",
  coveragePercent: "100",
});

describe("what a series is to the bill", () => {
  it("names GPUs and processors both as billed: they are parts side by side", () => {
    const all = [series("gpu"), series("cpu")];
    for (const each of all) expect(seriesRole(each, { series: all, billedScopes: ["gpu"] })).toBe("billed");
  });

  it("never lets two series of one device both look billed", () => {
    const all = [series("wall", "counter"), series("wall", "polled")];
    const roles = all.map((each) => seriesRole(each, { series: all, billedScopes: ["wall"] }));
    expect(roles).toEqual(["billed", "only where its counter is silent"]);
  });

  it("says of the narrower that it is inside, or billed where nothing wider was measured", () => {
    const all = [series("wall"), series("gpu")];
    const role = (billedScopes: string[]) => all.map((each) => seriesRole(each, { series: all, billedScopes }));
    expect(role(["wall"])).toEqual(["billed", "inside the wall, not added"]);
    expect(role(["gpu", "wall"])).toEqual(["billed", "billed where nothing wider was measured"]);
    expect(role(["gpu"])).toEqual(["measured too little to be billed", "billed"]);
  });
});
