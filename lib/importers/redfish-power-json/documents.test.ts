import { describe, expect, it } from "vitest";
import { readWhole } from "../testing/read-whole.ts";

const power = (watts: number | null, more: object = {}) => ({
  "@odata.id": "/redfish/v1/Chassis/1/Power",
  PowerControl: [{ Name: "System Power Control", PowerConsumedWatts: watts, ...more }],
  PowerSupplies: [{ PowerInputWatts: 900, PowerCapacityWatts: 750, EfficiencyPercent: 0.91, SerialNumber: "S3CR3T" }],
});
const average = { PowerMetrics: { AverageConsumedWatts: 300, IntervalInMin: 20 } };
const lines = (...documents: readonly object[]) =>
  `${documents.map((document) => JSON.stringify(document)).join("\n")}\n`;

describe("Redfish answers in a loop", () => {
  it.each([
    ["a key beside it", (ts: number, answer: object) => ({ ts, ...answer })],
    ["a key around it", (ts: number, answer: object) => ({ timestamp: ts, power: answer })],
    ["a list", (ts: number, answer: object) => [{ time: new Date(ts * 1000).toISOString(), ...answer }]],
  ])("are placed by %s", async (_, written) => {
    const text = lines(written(1777888800, power(400)), written(1777888860, power(440)));
    const { summary } = await readWhole(text);
    expect(summary.energy).toMatchObject({ kWh: "0.007", series: [{ scope: "server", kind: "polled" }] });
  });

  it("are placed by the time in front of them, with the host", async () => {
    const { samples } = await readWhole(`2026-05-04T10:00:00Z node7 ${JSON.stringify(power(400))}\n`);
    expect(samples).toMatchObject([
      { device: "node7 power", atMs: Date.parse("2026-05-04T10:00:00Z"), milliwatts: 400_000 },
    ]);
  });

  it("count the mean of the minutes before where there are no watts, and never both for one time", async () => {
    const at = (minute: number, watts: number | null) => ({ ts: 1777888800 + minute * 60, ...power(watts, average) });
    const { summary } = await readWhole(lines(at(0, null), at(20, null), at(25, null)));
    // 300 W from 20 minutes before the first answer to the third: 45 minutes, each once.
    expect(summary.energy).toMatchObject({ kWh: "0.225", coverage: 1 });
  });

  it("do not add the members of PowerControl that are parts", async () => {
    const document = {
      ts: 1777888800,
      PowerControl: [
        { Name: "CPU Power", PowerConsumedWatts: 150 },
        { Name: "System Power Control", PowerConsumedWatts: 400 },
      ],
    };
    const { samples, issues } = await readWhole(lines(document));
    expect(samples).toMatchObject([{ milliwatts: 400_000 }]);
    expect(issues).toMatchObject([{ severity: "notice", code: "parts-not-added" }]);
  });

  it("count the kilowatt-hours of EnvironmentMetrics as a counter", async () => {
    const at = (ts: number, kWh: string) =>
      `{"ts":${ts},"@odata.type":"#EnvironmentMetrics.v1_3_0.EnvironmentMetrics","PowerWatts":{"Reading":400},"EnergykWh":{"Reading":${kWh}}}`;
    const { summary } = await readWhole(`${at(1777888800, "12.25")}\n${at(1777892400, "12.75")}\n`);
    expect(summary.energy?.kWh).toBe("0.5");
  });

  it("keep no serial number", async () => {
    const { blocks } = await readWhole(JSON.stringify({ ts: 1777888800, ...power(400) }, null, 2));
    expect(blocks.map(({ text }) => text).join("")).not.toContain("S3CR3T");
  });

  it("block a reading without a time among others, and a clock that was wrong", async () => {
    const { issues } = await readWhole(
      lines({ ts: 1777888800, ...power(400) }, power(410), { ts: "1999-01-01T00:00:00Z", ...power(420) }),
    );
    expect(issues.map(({ row, code }) => [row, code])).toEqual([
      [3, "date-out-of-range"],
      [2, "date-missing"],
    ]);
  });
});
