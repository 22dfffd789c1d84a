import { describe, expect, it } from "vitest";
import { checkEnergyMapping } from "./energy-mapping.ts";
import { suggestEnergyMapping } from "./suggest-energy-mapping.ts";

const rowsOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split(";"));
const stampOf = (seconds: number) => new Date(Date.UTC(2026, 4, 9) + seconds * 1000).toISOString();

describe("the start of an energy mapping", () => {
  it("is a polled log of two servers, without the total beside them", () => {
    const rows = Array.from({ length: 30 }, (_, at) => [stampOf(at * 10), "2400", "2500", "4900"]);
    const { isLikely, mapping } = suggestEnergyMapping(["timestamp", "n1_watts", "n2_watts", "total_watts"], rows);
    expect(isLikely).toBe(true);
    expect(mapping).toMatchObject({
      layout: { is: "wide", columns: [{ column: "n1_watts" }, { column: "n2_watts" }] },
      ...{ unit: "W", series: "polled", scope: "server", zeroIsMissing: true },
    });
    expect(checkEnergyMapping({ ...mapping, name: "Servers" }).series).toBe("polled");
  });

  it("is a log of changes where steps are of very different length and hardly a value comes twice", () => {
    let seconds = 0;
    const rows = Array.from({ length: 120 }, (_, at) => {
      seconds += at % 8 === 0 ? 600 : 5;
      return [stampOf(seconds), String(60 + ((at * 7) % 119))];
    });
    const { mapping } = suggestEnergyMapping(["time", "power"], rows);
    expect(mapping).toMatchObject({ unit: "W", series: "on-change", scope: "wall" });
  });

  it("is a counter where a sensor's history only rises, though no unit is named", () => {
    const rows = rowsOf(
      "sensor.plug;8912.971;2026-05-09T12:29:43Z\nsensor.plug;8912.978;2026-05-09T12:29:54Z\nsensor.plug;8912.984;2026-05-09T12:30:05Z",
    );
    const { isLikely, mapping } = suggestEnergyMapping(["entity_id", "state", "last_changed"], rows);
    expect(isLikely).toBe(true);
    expect(mapping).toMatchObject({
      layout: { is: "long", deviceColumn: "entity_id", valueColumn: "state" },
      ...{ unit: "kWh", series: "counter" },
    });
  });

  it("is intervals of a quarter of an hour with a date, a clock and a decimal comma", () => {
    const rows = rowsOf("09.05.2026;00:00;0,12\n09.05.2026;00:15;0,10\n09.05.2026;00:30;0,31\n25.05.2026;00:45;0,05");
    const { mapping } = suggestEnergyMapping(["Datum", "Uhrzeit", "Verbrauch kWh"], rows);
    expect(mapping).toMatchObject({
      time: { column: "Datum", timeColumn: "Uhrzeit", format: "day-first" },
      ...{ unit: "kWh", series: "interval", interval: { minutes: 15, stamp: "start" }, decimal: "," },
    });
  });

  it("does not take a table of costs for one of energy", () => {
    const { isLikely } = suggestEnergyMapping(["date", "model", "usage", "cost"], [["2026-05-09", "m", "12", "0.5"]]);
    expect(isLikely).toBe(false);
    expect(suggestEnergyMapping(["a", "b"], [["x", "y"]])).toEqual({ isLikely: false, mapping: null });
  });
});
