import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { freshDatabase } from "../db/test-database.ts";
import { explain } from "./explain.ts";
import { OPERATOR } from "./report.ts";
import { createRig } from "./rigs.ts";

const NOW = Date.parse("2026-07-15T12:00:00Z");
const RIG = {
  hardware: "",
  zone: "UTC",
  currency: "USD",
  price: "2400",
  months: 24,
  salvage: "0",
  hostingMonthly: null,
  operationsHours: null,
  operationsRate: null,
  tariffPerKwh: null,
  wallFactor: "1",
  shares: [],
};

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await createRig({ ...RIG, name: "Kiln", inService: "2026-05-01" }, "test", NOW);
  await createRig({ ...RIG, name: "Forge", inService: "2026-06-10" }, "test", NOW);
});
afterAll(() => close());

it("counts no hours of a rig before it is in service, and agrees with the overview in every month", async () => {
  for (const month of ["2026-05", "2026-06"]) {
    const metered = await explain({ month, cost: "effective", monthBy: "billed", aspect: "metered" }, OPERATOR);
    expect(metered.check).toMatchObject({ holds: true });
    expect(metered.working.some((step) => step.label.startsWith("Forge"))).toBe(month === "2026-06");
  }
});
