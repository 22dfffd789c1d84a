import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { decimal, equals, format, sum } from "../core/decimal.ts";
import { pool } from "../db/client.ts";
import { rollupDifferences } from "../db/rollups.ts";
import { freshDatabase } from "../db/test-database.ts";
import { ingestFile } from "./ingest.ts";
import { identityGap, OPERATOR, reportOf } from "./report.ts";
import { createRig } from "./rigs.ts";
import { createRule } from "./rules.ts";
import { createTeam } from "./teams.ts";
import { undoImport } from "./undo-import.ts";
import { rebuildSums, verify } from "./verify.ts";

const BY = "test";
const NOW = Date.parse("2026-07-15T12:00:00Z");
const MONTHS = ["2026-05", "2026-06", "2026-07"];
const HEADER =
  "BilledCost,EffectiveCost,BillingCurrency,BillingAccountId,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ChargeDescription,ContractedCost,ListCost,InvoiceIssuerName,ProviderName,PublisherName,ServiceCategory,ServiceName,SubAccountId,Tags,BillingAccountName,PricingQuantity,PricingUnit";

type Charge = { day: number; billed: string; effective: string; team: string; category: string };
const charge: fc.Arbitrary<Charge> = fc.record({
  day: fc.integer({ min: 1, max: 30 }),
  billed: fc
    .tuple(fc.integer({ min: -50_000, max: 500_000 }), fc.integer({ min: 0, max: 9 }))
    .map(([units, places]) => format({ units: BigInt(units), scale: places })),
  effective: fc.integer({ min: 0, max: 900_000 }).map((units) => format({ units: BigInt(units), scale: 7 })),
  team: fc.constantFrom("search", "support", "both", "nobody"),
  category: fc.constantFrom("Usage", "Usage", "Usage", "Tax", "Credit", "Purchase"),
});

let serial = 0;
function focusCsv(month: string, charges: readonly Charge[]): string {
  serial += 1;
  const next = month === "2026-05" ? "2026-06" : "2026-07";
  const rows = charges.map(({ day, billed, effective, team, category }) => {
    const start = `${month}-${String(day).padStart(2, "0")}T00:00:00Z`;
    return `${billed},${effective},USD,acct-${serial % 3},${month}-01T00:00:00Z,${next}-01T00:00:00Z,${start},${start},${category},,row,0,0,Acme,Acme,Acme,AI and Machine Learning,Model API,sub-${serial},"{""team"":""${team}""}",,1,Count`;
  });
  return [HEADER, ...rows].join("\n");
}
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await createTeam({ name: "Search" }, BY);
  await createTeam({ name: "Support" }, BY);
  const all = (team: string) => [{ team, percent: "100" }];
  await createRule({ match: { "tag:team": "search" }, shares: all("search"), from: "2026-05-10" }, BY);
  await createRule({ match: { "tag:team": "support" }, shares: all("support") }, BY);
  await createRule(
    {
      match: { "tag:team": "both" },
      shares: [
        { team: "search", percent: "33.3333" },
        { team: "support", percent: "66.6667" },
      ],
    },
    BY,
  );
  await createRig(
    {
      name: "Kiln",
      hardware: "",
      zone: "UTC",
      currency: "USD",
      price: "5500",
      inService: "2026-05-20",
      months: 24,
      salvage: "0",
      hostingMonthly: "40",
      operationsHours: null,
      operationsRate: null,
      tariffPerKwh: "0.15",
      wallFactor: "1",
      shares: [{ team: "search", percent: "33.3" }],
    },
    BY,
    NOW,
  );
});
afterAll(() => close());

/** Every figure of every month in every view: what must be as it was. */
async function everything(): Promise<string> {
  const reports = [];
  for (const month of MONTHS) {
    for (const cost of ["effective", "billed"] as const) {
      for (const monthBy of ["billed", "used"] as const)
        reports.push(await reportOf({ month, cost, monthBy }, OPERATOR, NOW));
    }
  }
  return JSON.stringify(reports);
}

describe("posting and undoing", () => {
  it("leaves every total as before, whatever was posted and replaced in between, and the identity holds throughout", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(charge, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
        async (files) => {
          const before = await everything();
          const posted: number[] = [];
          for (const charges of files) {
            const done = await ingestFile({
              fileName: "focus.csv",
              bytes: bytesOf(focusCsv("2026-05", charges)),
              by: BY,
              nowMs: NOW,
            });
            if (!done.isPosted) continue;
            posted.push(done.importId);
            const report = await reportOf({ month: "2026-05" }, OPERATOR, NOW);
            expect(identityGap(report)).toEqual({ byBearer: "0", byClass: "0" });
          }
          expect(await rollupDifferences(pool)).toEqual([]);
          for (const importId of posted.reverse()) await undoImport({ importId, by: BY, nowMs: NOW });
          expect(await everything()).toBe(before);
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  it("keeps effective and billed cost apart and sums the parts of each team", async () => {
    const charges: Charge[] = [
      { day: 12, billed: "500000", effective: "0", team: "search", category: "Purchase" },
      { day: 13, billed: "0", effective: "120.5", team: "search", category: "Usage" },
    ];
    await ingestFile({ fileName: "prepaid.csv", bytes: bytesOf(focusCsv("2026-05", charges)), by: BY, nowMs: NOW });
    const effective = await reportOf({ month: "2026-05" }, OPERATOR, NOW);
    const billed = await reportOf({ month: "2026-05", cost: "billed" }, OPERATOR, NOW);
    expect(effective.teams[0]?.parts.cloud).toBe("120.5");
    expect(billed.teams[0]?.parts.cloud).toBe("500000");
    for (const team of [...effective.teams, ...billed.teams]) {
      expect(equals(sum(Object.values(team.parts).map((part) => decimal(part ?? "0"))), decimal(team.tco))).toBe(true);
    }
  });

  it("is verified against the files, and a tampered rollup is found and rebuilt", async () => {
    expect(await verify(NOW)).toMatchObject({ holds: true, differences: [] });
    await pool.query(
      "UPDATE rollup SET billed = billed + 0.01 WHERE provider = 'acme' AND ctid IN (SELECT ctid FROM rollup WHERE provider = 'acme' LIMIT 1)",
    );
    const found = await verify(NOW);
    expect(found.holds).toBe(false);
    expect(found.differences.map((difference) => difference.check)).toContain("rollups");
    await rebuildSums();
    expect((await verify(NOW)).holds).toBe(true);
  });
});
