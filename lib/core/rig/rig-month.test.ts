import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Day, day, month } from "../calendar.ts";
import { decimal, equals, format, formatFixed, multiply, sum } from "../decimal.ts";
import { flatTariff, type TariffTerms } from "../tariff/tariff.ts";
import { type RigCost, type RigMonthInput, rigMonthCosts, rigMonthEntries } from "./rig-month.ts";
import { splitByShares, splitByUse, type TeamUse } from "./split.ts";
import type { IdleBearer, RigTariff, RigTerms } from "./terms.ts";
import { kwhOf, type MeasuredQuarter } from "./wall.ts";

const QUARTER_MS = 900_000;
const terms: RigTerms = {
  kind: "owned",
  currency: "USD",
  zone: "UTC",
  inService: day("2026-01-01"),
  retiredOn: null,
  assets: [
    {
      id: 1,
      name: "2x RTX 4090",
      price: decimal(5500),
      salvage: decimal(0),
      inService: day("2026-01-01"),
      months: 24,
      disposedOn: null,
    },
  ],
  charges: [
    {
      id: 1,
      kind: "hosting",
      from: day("2026-01-01"),
      to: null,
      amount: { per: "month", amount: decimal(40) },
      covers: "",
    },
    {
      id: 2,
      kind: "labour",
      from: day("2026-01-01"),
      to: null,
      amount: { per: "hour", rate: decimal(85), hours: decimal(2) },
      covers: "",
    },
  ],
  tariffs: [
    {
      from: day("2026-01-01"),
      tariff: {
        id: null,
        name: "0.15 per kWh",
        currency: "USD",
        zone: "UTC",
        source: "",
        versions: [{ from: day("2026-01-01"), terms: flatTariff(decimal("0.15")), note: "" }],
      },
    },
  ],
  walls: [],
  shares: [],
  splitBy: "shares",
  idleBearer: "idle",
  ownerTeamId: null,
};

const TIERS = [
  { upToKwh: decimal(300), perKwh: decimal("0.10") },
  { upToKwh: null, perKwh: decimal("0.20") },
];
const named = (tariff: TariffTerms): RigTariff => ({
  from: day("2026-01-01"),
  tariff: {
    ...{ id: 7, name: "Grid", currency: "USD", zone: "UTC", source: "" },
    versions: [{ from: day("2026-01-01"), terms: tariff, note: "" }],
  },
});

/** 800 W for the first 12 h of each of 30 days: 288 kWh. */
const measured: MeasuredQuarter[] = Array.from({ length: 30 * 48 }, (_, index) => ({
  atMs: Date.UTC(2026, 5, 1 + Math.floor(index / 48)) + (index % 48) * QUARTER_MS,
  scope: "wall",
  microjoules: decimal(800_000 * QUARTER_MS),
  coveredMs: QUARTER_MS,
}));
const input = (over: Partial<RigMonthInput> = {}): RigMonthInput => ({
  terms,
  month: month("2026-06"),
  dayOf: (atMs) => new Date(atMs).toISOString().slice(0, 10) as Day, // an ISO date is a day
  zone: "UTC",
  measured,
  estimated: [],
  prices: () => null,
  isWhole: true,
  ...over,
});
const partOf = (costs: readonly RigCost[], part: RigCost["part"]) =>
  sum(costs.filter((cost) => cost.part === part).map((cost) => cost.amount));

describe("a rig's month", () => {
  it("is depreciation + energy + hosting + labour, as published: 229.17 and 43.20", () => {
    const { costs } = rigMonthCosts(input());
    expect(format(kwhOf(sum(measured.map((each) => each.microjoules))))).toBe("288");
    expect(formatFixed(partOf(costs, "depreciation"), 4)).toBe("229.1667");
    expect(format(partOf(costs, "energy"))).toBe("43.2");
    expect(format(partOf(costs, "hosting"))).toBe("40");
    expect(format(partOf(costs, "labour"))).toBe("170");
  });

  it("counts no energy without a tariff and says how much it was, instead of zero", () => {
    const { costs, unpriced } = rigMonthCosts(input({ terms: { ...terms, tariffs: [] } }));
    expect(costs.some((cost) => cost.part === "energy")).toBe(false);
    expect(format(kwhOf(unpriced))).toBe("288");
  });

  it("has a rented rig's energy in its rent: every hour, or the hours reserved", () => {
    const rented = (hours: number | null): RigTerms => ({
      ...terms,
      kind: "rented",
      assets: [],
      tariffs: [],
      charges: [
        {
          id: 1,
          kind: "rent",
          from: day("2026-06-11"),
          to: null,
          amount: { per: "hour", rate: decimal(2), hours: hours === null ? null : decimal(hours) },
          covers: "",
        },
      ],
    });
    const always = rigMonthCosts(input({ terms: rented(null) }));
    expect(format(partOf(always.costs, "rent"))).toBe("960"); // 20 days x 24 h x 2
    expect(format(always.unpriced)).toBe("0");
    expect(format(partOf(rigMonthCosts(input({ terms: rented(300) })).costs, "rent"))).toBe("400"); // 300 h x 2 x 20/30
  });

  it("takes readings to the wall by the terms of their day", () => {
    const gpu = measured.map((each) => ({ ...each, scope: "gpu" as const }));
    const walls = [
      { from: day("2026-01-01"), factor: decimal("1.25"), baseWatts: decimal(0), pue: decimal(1), note: "" },
      { from: day("2026-06-16"), factor: decimal(1), baseWatts: decimal(100), pue: decimal("1.5"), note: "" },
    ];
    const energy = partOf(rigMonthCosts(input({ measured: gpu, terms: { ...terms, walls } })).costs, "energy");
    // 144 x 1.25 + (144 + 0.1 x 180 h) x 1.5 = 423 kWh
    expect(format(energy)).toBe(format(multiply(decimal(423), decimal("0.15"))));
    const server = partOf(rigMonthCosts(input({ terms: { ...terms, walls } })).costs, "energy");
    expect(format(server)).toBe(format(multiply(decimal(144 + 216), decimal("0.15"))));
  });

  it("counts what was stated into tiers on top of what was measured, which costs the same without it", () => {
    const tiered = named({ ...flatTariff(decimal(0)), energy: { kind: "tiers", tiers: TIERS } });
    const estimated = [{ atMs: Date.UTC(2026, 5, 1, 12), microjoules: decimal(22 * 3_600_000_000_000) }];
    const { costs } = rigMonthCosts(input({ estimated, terms: { ...terms, tariffs: [tiered] } }));
    const of = (basis: RigCost["basis"]) =>
      format(sum(costs.filter((cost) => cost.basis === basis).map(({ amount }) => amount)));
    expect(of("metered")).toBe("28.8"); // 288 kWh at 0.10
    expect(of("estimated")).toBe("3.2"); // 12 kWh up to 300 at 0.10, 10 beyond at 0.20
  });

  it("goes on counting a tariff's kWh where it was taken up again", () => {
    const tiered = named({ ...flatTariff(decimal(0)), energy: { kind: "tiers", tiers: TIERS } });
    const again = { from: day("2026-06-16"), tariff: { ...tiered.tariff } };
    const double = measured.map((each) => ({ ...each, microjoules: multiply(each.microjoules, decimal(2)) }));
    const of = (tariffs: RigTerms["tariffs"]) =>
      format(partOf(rigMonthCosts(input({ measured: double, terms: { ...terms, tariffs } })).costs, "energy"));
    expect(of([tiered])).toBe("85.2"); // 300 x 0.10 + 276 x 0.20
    expect(of([tiered, again])).toBe("85.2");
  });

  it("writes off each purchase on its own schedule, until it is disposed of", () => {
    const [first] = terms.assets;
    if (!first) throw new Error("No purchase");
    const assets = [
      first,
      { ...first, id: 2, price: decimal(2400), inService: day("2026-06-16"), disposedOn: day("2026-08-15") },
    ];
    const of = (text: string) =>
      formatFixed(
        partOf(
          rigMonthCosts(input({ month: month(text), measured: [], terms: { ...terms, assets } })).costs,
          "depreciation",
        ),
        6,
      );
    expect(of("2026-05")).toBe("229.166667");
    expect(of("2026-06")).toBe("279.166667");
    expect(of("2026-07")).toBe("329.166667");
    expect(of("2026-09")).toBe("229.166667");
  });
});

describe("who bears it", () => {
  const { costs } = rigMonthCosts(input());
  const teams = fc.array(fc.integer({ min: 1, max: 33 }), { maxLength: 3 });
  const idle = (idleBearer: IdleBearer) => ({ idleBearer, ownerTeamId: 7, sharers: [1, 2, 3] });
  const bearers = fc.constantFrom<IdleBearer>("idle", "owner", "shared", "use");

  it("splits every part to teams and idle without losing a digit, by fixed shares", () => {
    fc.assert(
      fc.property(teams, bearers, (percents, idleBearer) => {
        const shares = [
          {
            from: day("2026-01-01"),
            shares: percents.map((each, index) => ({ teamId: index + 1, percent: decimal(each) })),
          },
        ];
        const entries = rigMonthEntries(costs, (on) => splitByShares(shares, on, idle(idleBearer)));
        for (const part of ["depreciation", "energy", "hosting", "labour"] as const)
          expect(equals(partOf(entries, part), partOf(costs, part))).toBe(true);
        if (idleBearer === "owner") expect(entries.every((entry) => entry.bearer.kind === "team")).toBe(true);
      }),
    );
  });

  const use = fc.record({
    teamId: fc.constantFrom(1, 2, 3, null),
    input: fc.integer({ min: 0, max: 10_000_000 }),
    output: fc.integer({ min: 0, max: 1_000_000 }),
    requests: fc.integer({ min: 0, max: 1000 }),
    requestMs: fc.integer({ min: 0, max: 3_600_000 }),
  });

  it("splits by use: what the rig worked to those who used it, the rest idle, to the last digit", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(use, { maxLength: 4, selector: (each) => each.teamId }),
        fc.constantFrom("tokens" as const, "requests" as const, "gpu-seconds" as const),
        fc.integer({ min: 0, max: 2_000 }),
        bearers,
        (uses, by, busy, idleBearer) => {
          const split = splitByUse(
            uses.map(
              (each): TeamUse => ({
                teamId: each.teamId,
                input: decimal(each.input),
                output: decimal(each.output),
                requests: decimal(each.requests),
                requestMs: decimal(each.requestMs),
              }),
            ),
            {
              by,
              weights: { prefill: decimal(1), decode: decimal(4) },
              busy: { part: decimal(busy), whole: decimal(1_000) },
              idle: idle(idleBearer),
            },
          );
          const entries = rigMonthEntries(costs, () => split);
          expect(equals(sum(entries.map((each) => each.amount)), sum(costs.map((each) => each.amount)))).toBe(true);
          if (busy >= 1_000 && split.some(({ bearer }) => bearer.kind !== "idle"))
            expect(entries.some(({ bearer }) => bearer.kind === "idle")).toBe(false);
        },
      ),
    );
  });

  it("gives half a month's work to its users by their tokens and leaves the other half idle", () => {
    const of = (teamId: number | null, output: number): TeamUse => ({
      teamId,
      input: decimal(0),
      output: decimal(output),
      requests: decimal(1),
      requestMs: decimal(1),
    });
    const split = splitByUse([of(1, 30), of(2, 10), of(null, 10)], {
      by: "tokens",
      weights: { prefill: decimal(1), decode: decimal(4) },
      busy: { part: decimal(1), whole: decimal(2) },
      idle: idle("idle"),
    });
    const entries = rigMonthEntries(
      [{ part: "rent", basis: "scheduled", currency: "USD", day: day("2026-06-01"), amount: decimal(100) }],
      () => split,
    );
    expect(
      entries.map(({ bearer, amount }) => [bearer.kind, "teamId" in bearer ? bearer.teamId : null, format(amount)]),
    ).toEqual([
      ["team", 1, "30"],
      ["team", 2, "10"],
      ["unassigned", null, "10"],
      ["idle", null, "50"],
    ]);
  });
});
