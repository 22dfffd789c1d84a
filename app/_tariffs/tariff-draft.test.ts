import { expect, it } from "vitest";
import { tariffJson, tariffTerms } from "../../lib/core/tariff/terms-json.ts";
import { energyOf, hoursOf, painted, USUAL_HOURS, withSeasons } from "./tariff-draft.ts";

const priced = { ...USUAL_HOURS, periods: USUAL_HOURS.periods.map(({ name }) => ({ name, perKwh: "0.2" })) };

it("makes terms the server reads, and the same draft of them again", () => {
  const draft = painted(withSeasons(priced, 2), { season: 1, day: "weekend", hour: 3, period: 1 });
  const terms = tariffTerms({ energy: energyOf(draft) });
  expect(hoursOf(tariffJson(terms).energy)).toEqual(draft);
  expect(withSeasons(draft, 1).seasons).toHaveLength(1);
});
it("leaves tiers to a file", () => {
  expect(hoursOf({ kind: "tiers", tiers: [] })).toBeNull();
});
