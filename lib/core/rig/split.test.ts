import { describe, expect, it } from "vitest";
import { day } from "../calendar.ts";
import { allocate, decimal, format } from "../decimal.ts";
import { type BearerWeight, type IdleTerms, splitByShares, splitByUse, type TeamUse, weightOf } from "./split.ts";
import type { IdleBearer, RigShares } from "./terms.ts";

const HUNDRED = decimal(100);
const idleTo = (idleBearer: IdleBearer, parts: Partial<IdleTerms> = {}): IdleTerms => ({
  ...{ idleBearer, ownerTeamId: 9, sharers: [1, 2] },
  ...parts,
});
/** 100 of money, by who bears it. */
const borne = (split: readonly BearerWeight[]): string[] =>
  allocate(
    HUNDRED,
    split.map(({ weight }) => weight),
    2,
  ).map((amount, index) => {
    const bearer = split[index]?.bearer;
    const name = bearer?.kind === "team" ? `${bearer.teamId}${bearer.isIdle ? " idle" : ""}` : bearer?.kind;
    return `${name}: ${format(amount)}`;
  });
const shares = (from: string, ...percents: readonly [number, number][]): RigShares => ({
  from: day(from),
  shares: percents.map(([teamId, percent]) => ({ teamId, percent: decimal(percent) })),
});
const use = (teamId: number | null, input: number, output: number, requests = 1, requestMs = 1_000): TeamUse => ({
  teamId,
  input: decimal(input),
  output: decimal(output),
  requests: decimal(requests),
  requestMs: decimal(requestMs),
});
const WEIGHTS = { prefill: decimal(1), decode: decimal(4) };

describe("by fixed shares", () => {
  const dated = [shares("2026-01-01", [1, 60], [2, 20]), shares("2026-06-16", [3, 50])];
  it.each([
    ["idle", ["1: 60", "2: 20", "idle: 20"]],
    ["owner", ["1: 60", "2: 20", "9 idle: 20"]],
    ["shared", ["1: 60", "2: 20", "1 idle: 10", "2 idle: 10"]],
    ["use", ["1: 60", "2: 20", "1 idle: 15", "2 idle: 5"]],
  ] as const)("what is left goes to %s", (idle, expected) =>
    expect(borne(splitByShares(dated, day("2026-06-15"), idleTo(idle)))).toEqual(expected),
  );
  it("goes by the shares of the day, and before the first is idle", () => {
    expect(borne(splitByShares(dated, day("2026-06-16"), idleTo("idle")))).toEqual(["3: 50", "idle: 50"]);
    expect(borne(splitByShares(dated, day("2025-12-31"), idleTo("idle")))).toEqual(["idle: 100"]);
  });
  it("refuses more than 100 %", () =>
    expect(() => splitByShares([shares("2026-01-01", [1, 60], [2, 41])], day("2026-02-01"), idleTo("idle"))).toThrow(
      RangeError,
    ));
});

describe("by use", () => {
  const uses = [use(1, 100, 0, 3, 9_000), use(2, 0, 25, 1, 27_000), use(null, 50, 12.5 * 4, 4, 0)];
  it("weighs tokens read and written, requests, or their time", () => {
    expect(uses.map((each) => format(weightOf(each, "tokens", WEIGHTS)))).toEqual(["100", "100", "250"]);
    expect(uses.map((each) => format(weightOf(each, "requests", WEIGHTS)))).toEqual(["3", "1", "4"]);
    expect(uses.map((each) => format(weightOf(each, "gpu-seconds", WEIGHTS)))).toEqual(["9000", "27000", "0"]);
  });
  const half = { part: decimal(1), whole: decimal(2) };
  it.each([
    ["idle", ["1: 12.5", "2: 37.5", "idle: 50"]],
    ["owner", ["1: 12.5", "2: 37.5", "9 idle: 50"]],
    ["shared", ["1: 12.5", "2: 37.5", "1 idle: 25", "2 idle: 25"]],
    ["use", ["1: 12.5", "2: 37.5", "1 idle: 12.5", "2 idle: 37.5"]],
  ] as const)("gives the busy half to its users, the other to %s", (idle, expected) =>
    expect(borne(splitByUse(uses, { by: "gpu-seconds", weights: WEIGHTS, busy: half, idle: idleTo(idle) }))).toEqual(
      expected,
    ),
  );
  it("keeps what nobody known used apart, and lets it carry no idle time", () => {
    const given = { by: "requests", weights: WEIGHTS, busy: half, idle: idleTo("use") } as const;
    expect(borne(splitByUse(uses, given))).toEqual([
      "1: 18.75",
      "2: 6.25",
      "unassigned: 25",
      "1 idle: 37.5",
      "2 idle: 12.5",
    ]);
    expect(borne(splitByUse([use(null, 1, 1)], given))).toEqual(["unassigned: 50", "idle: 50"]);
  });
  it("gives all to its users where no file tells how long it worked, or it worked longer than it served", () => {
    for (const busy of [null, { part: decimal(3), whole: decimal(2) }])
      expect(borne(splitByUse(uses, { by: "gpu-seconds", weights: WEIGHTS, busy, idle: idleTo("idle") }))).toEqual([
        "1: 25",
        "2: 75",
      ]);
  });
  it.each([
    ["idle", ["idle: 100"]],
    ["owner", ["9 idle: 100"]],
    ["shared", ["1 idle: 50", "2 idle: 50"]],
    ["use", ["idle: 100"]],
  ] as const)("of a month nobody used is idle as a whole, carried by %s", (idle, expected) =>
    expect(borne(splitByUse([], { by: "tokens", weights: WEIGHTS, busy: null, idle: idleTo(idle) }))).toEqual(expected),
  );
  it("is a line of its own where nobody can carry it", () => {
    const nobody = { ownerTeamId: null, sharers: [] };
    for (const idle of ["owner", "shared"] as const)
      expect(borne(splitByShares([], day("2026-06-01"), idleTo(idle, nobody)))).toEqual(["idle: 100"]);
  });
});
