import { describe, expect, it } from "vitest";
import { entityOf } from "../source/home-assistant.ts";
import { readWhole } from "../testing/read-whole.ts";

const HEADER = "entity_id,state,last_changed";
const row = (id: string, state: string | number, time: string) => `${id},${state},2026-05-04T${time}.000Z`;
const whole = (rows: readonly string[]) => readWhole(`${[HEADER, ...rows].join("\n")}\n`);

describe("what an entity's name tells", () => {
  it.each([
    ["sensor.rig_power", "rig", "W"],
    ["sensor.rig_power_2", "rig_2", "W"],
    ["sensor.rig_active_power", "rig", "W"],
    ["sensor.rig_daily_energy", "rig", "kWh"],
    ["sensor.rig_total_energy_kwh", "rig", "kWh"],
    ["sensor.rig_energy_total", "rig", "kWh"],
    ["sensor.rig_wh", "rig", "Wh"],
    ["sensor.rig_kw", "rig", "kW"],
    ["sensor.power", "meter", "W"],
  ])("%s is of %s in %s", (id, device, unit) => {
    expect(entityOf(id, "")).toMatchObject({ device, unit });
  });

  it.each([
    ["sensor.rig_power_factor", "other"],
    ["sensor.rig_voltage", "other"],
    ["switch.rig_power", "other"],
    ["sensor.solar_power", "produced"],
    ["sensor.grid_returned_energy", "produced"],
    ["sensor.electricity_meter_feed_in_tariff_1", "unknown"],
    ["sensor.rig_consumption", "unknown"],
  ])("%s is %s", (id, kind) => {
    expect(entityOf(id, "")).toBe(kind);
  });
});

describe("a history", () => {
  it("holds watts until the next state, and until unavailable", async () => {
    // 60 W for 50 min, 430 W for 10 s, 60 W for 590 s, then nothing known, then 100 W for 30 min.
    const { summary } = await whole([
      row("sensor.rig_power", 60, "10:00:00"),
      row("sensor.rig_power", 430, "10:50:00"),
      row("sensor.rig_power", 60, "10:50:10"),
      row("sensor.rig_power", "unavailable", "11:00:00"),
      row("sensor.rig_power", 100, "11:30:00"),
      row("sensor.rig_power", 90, "12:00:00"),
    ]);
    expect(summary.energy).toMatchObject({ kWh: "0.111027778", coverage: 0.75 });
  });

  it("takes a dip of a counter for none of a reset, and mixed steps as they come", async () => {
    const { summary, issues } = await whole([
      row("sensor.rig_energy", "12692.190", "08:00:00"),
      row("sensor.rig_energy", "12692.184", "09:00:00"),
      row("sensor.rig_energy", "12692.300", "10:00:00"),
      row("sensor.rig_energy", "12692.301", "10:00:11"),
      row("sensor.rig_energy", "12692.302999999999", "10:00:22"),
    ]);
    expect(summary.energy?.kWh).toBe("0.113");
    expect(issues.map(({ code }) => code)).not.toContain("counter-reset");
  });

  it("never adds a device's energy to its power, nor its daily to its total counter", async () => {
    const { summary } = await whole([
      row("sensor.rig_power", 1000, "10:00:00"),
      row("sensor.rig_power", 1000, "12:00:00"),
      row("sensor.rig_daily_energy", "1.0", "10:00:00"),
      row("sensor.rig_daily_energy", "3.0", "12:00:00"),
      row("sensor.rig_total_energy", "501.0", "10:00:00"),
      row("sensor.rig_total_energy", "503.0", "12:00:00"),
    ]);
    expect(summary.energy?.kWh).toBe("2");
  });

  it("says with a header alone that there is nothing in it", async () => {
    const { summary, issues } = await readWhole(`${HEADER}\n`);
    expect(summary.energy).toBeUndefined();
    expect(issues.map(({ code }) => code)).toContain("no-rows");
  });

  it("blocks a state that is no figure and no known word, and a time that is none", async () => {
    const { issues } = await whole([row("sensor.rig_power", "12,5 W", "10:00:00"), "sensor.rig_power,12,noon"]);
    expect(issues.filter(({ severity }) => severity === "blocking").map(({ row: at, code }) => [at, code])).toEqual([
      [2, "cells-too-many"],
      [3, "date-unreadable"],
    ]);
  });
});
