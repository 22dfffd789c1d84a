import { describe, expect, it } from "vitest";
import { readWhole } from "../testing/read-whole.ts";

describe("rows of Home Assistant's statistics", () => {
  it("take the name of the file for the entity where no column names it", async () => {
    const text = "start_ts,state,sum\n1777888800,120.5,20.5\n1777892400.0,121.25,21.25\n";
    const { summary } = await readWhole(text, { fileName: "sensor.rig_energy.csv" });
    expect(summary.energy?.series).toMatchObject([{ device: "rig", kind: "counter", kWh: "0.75" }]);
    const unnamed = await readWhole(text, { fileName: "export.csv" });
    expect(unnamed.issues).toMatchObject([
      { severity: "blocking", code: "unit-missing", row: 2 },
      { code: "no-readings" },
    ]);
  });

  it("place a counter at the end of its hour, and what is no statistic at its own time", async () => {
    const hourly = await readWhole("statistic_id,start_ts,sum\nsensor.rig_energy,1777888800,1\n");
    expect(hourly.energy.at(-1)).toMatchObject({ atMs: 1_777_892_400_000 });
    const short = await readWhole(
      "statistic_id,start_ts,sum\nsensor.rig_energy,1777888800,1\nsensor.rig_energy,1777889100,2\n",
    );
    expect(short.energy.at(-1)).toMatchObject({ atMs: 1_777_889_400_000 });
    const raw = await readWhole("epoch,state\n1777888800,1\n1777888811,2\n", { fileName: "rig_energy.csv" });
    expect(raw.energy.at(-1)).toMatchObject({ atMs: 1_777_888_811_000, millijoules: 7_200_000_000 });
  });

  it("know no reset where a counter dips", async () => {
    const text =
      "statistic_id;start_ts;state\nsensor.rig_energy;1777888800;12692.19\nsensor.rig_energy;1777892400;12692.184\nsensor.rig_energy;1777896000;12692.29\n";
    const { summary, issues } = await readWhole(text);
    expect(summary.energy?.kWh).toBe("0.1");
    expect(issues.map(({ code }) => code)).not.toContain("counter-reset");
  });
});
