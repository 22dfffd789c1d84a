import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { ExplainQuery } from "../api/wire/explain.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import { add, decimal, format } from "../core/decimal.ts";
import { freshDatabase } from "../db/test-database.ts";
import { explain } from "./explain.ts";
import { ingestFile } from "./ingest.ts";
import { OPERATOR } from "./report.ts";
import { rigsOf } from "./rig-statement.ts";
import { createRig } from "./rigs.ts";
import { teamMonthOf } from "./team-month.ts";
import { createTeam } from "./teams.ts";

const BY = "test";
const NOW = Date.parse("2026-06-20T12:00:00Z");
const row = (minute: number): string => `2026/05/14 11:${String(minute).padStart(2, "0")}:00.000, 0, 120.00 W`;
const LOG = ["timestamp, index, power.draw [W]", ...Array.from({ length: 31 }, (_, minute) => row(minute))].join("\n");

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const explained = (filter: FigureFilter, more: Partial<ExplainQuery> = {}) =>
  explain({ aspect: "amount", ...filter, ...more }, OPERATOR);
const page = () => rigsOf({ month: "2026-05" }, OPERATOR, NOW);

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  for (const name of ["Search", "Apps"]) await createTeam({ name, owner: null, costCentre: null }, BY);
  const terms = { currency: "USD", zone: "UTC", inService: "2026-05-01", tariffPerKwh: "0.2", price: "2400" };
  const more = { maintenanceMonthly: "12", licencesMonthly: "7", hostingMonthly: "50" };
  const shares = [{ team: "search", percent: "60" }];
  await createRig({ ...terms, ...more, name: "Kiln", shares, owner: "apps", idleBearer: "owner" }, BY, NOW);
  await createRig({ ...terms, name: "Forge", shares }, BY, NOW);
  await ingestFile({ fileName: "power.csv", bytes: bytesOf(LOG), by: BY, rig: "Kiln", nowMs: NOW });
});
afterAll(() => close());

describe("figures of rigs", () => {
  it("show of used and idle what they sum to, whoever carries it", async () => {
    const { rigs, total, used, idle } = await page();
    expect(format(add(decimal(used.amount), decimal(idle.amount)))).toBe(total.amount);
    for (const figure of [used, idle, ...rigs.flatMap((rig) => [rig.used, rig.idle, rig.month])]) {
      expect(figure.amount).not.toBe("0");
      expect((await explained(figure.filter)).figure).toBe(figure.amount);
    }
  });

  it("show of each part what it sums to, several parts together, too", async () => {
    const { rigs } = await page();
    const kiln = rigs.find((rig) => rig.slug === "kiln");
    for (const part of ["depreciation", "energy", "hosting", "maintenance", "licences"] as const) {
      const figure = kiln?.parts[part];
      expect(figure).toBeTruthy();
      if (figure) expect((await explained(figure.filter)).figure).toBe(figure.amount);
    }
    const both = { ...(kiln?.month.filter ?? { month: "", cost: "effective", monthBy: "billed" }) } as const;
    const { figure, title } = await explained({ ...both, kind: "maintenance\nlicences" });
    expect(figure).toBe("19");
    expect(title).toContain("Maintenance or Licences");
  });

  it("show of the energy its series, its file and the wall", async () => {
    const { rigs, energyKwh, total } = await page();
    const kiln = rigs.find((rig) => rig.slug === "kiln");
    const one = await explained(kiln?.month.filter ?? total.filter, { kind: "energy", aspect: "energy" });
    expect(one).toMatchObject({ figure: kiln?.energyKwh, unit: "kWh" });
    expect(one.working.map(({ label }) => label).join("; ")).toMatch(/gpu.*File power\.csv.*At the wall/);
    expect(await explained(total.filter, { aspect: "energy" })).toMatchObject({ figure: energyKwh });
    const none = rigs.find((rig) => rig.slug === "forge");
    const missing = await explained(none?.month.filter ?? total.filter, { aspect: "energy" });
    expect(missing).toMatchObject({ figure: null, missing: "No power log of this rig speaks for this month." });
  });

  it("say that no cost per token is known where no file tells of tokens", async () => {
    const { total } = await page();
    const { figure, missing } = await explained(total.filter, { aspect: "unit-cost" });
    expect(figure).toBeNull();
    expect(missing).toMatch(/No file tells how many tokens/);
  });

  it("stand on a team's statement as used and as carried, each a line of its own", async () => {
    const search = await teamMonthOf("search", { month: "2026-05" }, OPERATOR, NOW);
    const apps = await teamMonthOf("apps", { month: "2026-05" }, OPERATOR, NOW);
    expect(search.tree.filter(({ depth }) => depth === 1).map(({ label }) => label)).toEqual(["Kiln", "Forge"]);
    const carried = apps.tree.filter(({ depth }) => depth === 1);
    expect(carried).toMatchObject([{ label: "Kiln, idle", note: "used by nobody, carried by its owner" }]);
    for (const line of [...search.tree, ...apps.tree]) expect((await explained(line.filter)).figure).toBe(line.amount);
  });
});
