import { describe, expect, it } from "vitest";
import { checkAnyMapping, columnsOfMapping, isEnergyMapping } from "./any-mapping.ts";
import { checkEnergyMapping } from "./energy-mapping.ts";

const WIDE = {
  kind: "energy",
  name: "Rack PDU",
  time: { column: "Stamp", format: "day-first", zone: "Europe/Stockholm" },
  layout: { is: "wide", columns: [{ column: "PDU A" }, { column: "PDU B", device: "row 2" }] },
  unit: "kW",
  series: "polled",
  scope: "wall",
};
const LONG = {
  kind: "energy",
  name: "Home Assistant",
  time: { column: "last_changed" },
  layout: { is: "long", deviceColumn: "entity_id", valueColumn: "state" },
  unit: "W",
  series: "on-change",
  scope: "soc",
  filter: { column: "entity_id", equals: "sensor.rig" },
};

describe("a mapping of power or energy", () => {
  it("fills what it leaves out: devices by their columns, times as ISO, a 0 from the wall as missing", () => {
    expect(checkEnergyMapping(WIDE)).toMatchObject({
      time: { column: "Stamp", timeColumn: null, format: "day-first", zone: "Europe/Stockholm" },
      layout: {
        is: "wide",
        columns: [
          { column: "PDU A", device: "PDU A" },
          { column: "PDU B", device: "row 2" },
        ],
      },
      interval: null,
      zeroIsMissing: true,
      decimal: ".",
      filter: null,
    });
    expect(checkEnergyMapping(LONG)).toMatchObject({ zeroIsMissing: false, time: { format: "iso", zone: null } });
    expect(checkEnergyMapping({ ...WIDE, zeroIsMissing: false }).zeroIsMissing).toBe(false);
  });

  it("reads what it writes: a stored mapping stays what it was", () => {
    const once = checkAnyMapping(LONG);
    expect(checkAnyMapping(JSON.parse(JSON.stringify(once)))).toEqual(once);
    expect(isEnergyMapping(once)).toBe(true);
    expect(columnsOfMapping(once)).toEqual(["last_changed", "entity_id", "state"]);
    expect(columnsOfMapping(checkAnyMapping(WIDE))).toEqual(["Stamp", "PDU A", "PDU B"]);
  });

  it("leaves a mapping without a kind one of costs", () => {
    const costs = {
      name: "Acme",
      provider: "acme",
      basis: "billed",
      date: { column: "Day", format: "iso" },
      amount: { column: "Cost", decimal: ".", unit: "units", currency: { code: "USD" } },
    };
    expect(isEnergyMapping(checkAnyMapping(costs))).toBe(false);
    expect(isEnergyMapping(checkAnyMapping({ ...costs, kind: "cost" }))).toBe(false);
  });

  it.each([
    [{ ...WIDE, unit: "kWh" }, /kWh is energy: say "counter" or "interval"/],
    [{ ...WIDE, series: "counter" }, /kW is power: say "polled" or "on-change"/],
    [{ ...WIDE, unit: "VA" }, /"unit" of the mapping is one of/],
    [{ ...WIDE, series: "interval", unit: "Wh" }, /length in minutes/],
    [{ ...WIDE, series: "interval", unit: "Wh", interval: { minutes: 0, stamp: "start" } }, /whole number of minutes/],
    [{ ...WIDE, time: null }, /no column with the time/],
    [{ ...WIDE, time: { column: "Stamp", zone: "CET+1" } }, /not a time zone/],
    [{ ...WIDE, layout: null }, /where the values are/],
    [{ ...WIDE, layout: { is: "wide", columns: [] } }, /at least one column/],
    [{ ...WIDE, layout: { is: "wide", columns: [{ column: "A" }, { column: "a" }] } }, /named twice/],
    [{ ...WIDE, layout: { is: "long" } }, /no column with the readings/],
    [{ ...LONG, filter: { column: "entity_id" } }, /which text/],
    [{ ...LONG, name: "..." }, /a letter or a digit/],
  ])("says what is wrong: %#", (json, message) => expect(() => checkEnergyMapping(json)).toThrow(message));
});
