import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Day, Month } from "../calendar.ts";
import { canonicalMonth, type FrozenCell } from "./canonical-month.ts";
import { type Arrival, daysText, expectedFiles } from "./expected-files.ts";
import { accountsStep, filesStep, metersStep, teamsStep } from "./steps.ts";

const MAY = "2026-05" as Month;
let serial = 0;
const arrival = (month: string, given: Partial<Arrival> = {}): Arrival => {
  serial += 1;
  return {
    kind: "file",
    importId: serial,
    label: "OpenAI costs, CSV",
    family: "openai-costs",
    provider: "openai",
    account: "org-halden",
    isWaiting: false,
    isBill: true,
    from: `${month}-01` as Day,
    to: (month === "2026-05" ? "2026-05-31" : `${month}-28`) as Day,
    receivedOn: `${month}-28` as Day,
    ...given,
  };
};
const before = (given: Partial<Arrival> = {}): Arrival[] => [
  arrival("2026-03", { receivedOn: "2026-04-02" as Day, ...given }),
  arrival("2026-04", { receivedOn: "2026-05-04" as Day, ...given }),
];

describe("the files a month should have", () => {
  it("expects what came in two of the three months before, and says when it came", () => {
    const [file] = expectedFiles(MAY, before());
    expect(file).toMatchObject({ state: "missing", isExpected: true, importId: null, missingDays: null });
    expect(file?.text).toBe("missing; it came on the 2nd to 4th before, so it is due in June");
    expect(expectedFiles(MAY, [arrival("2026-04")])).toEqual([]);
  });
  it("lists what came although nobody expected it", () => {
    expect(expectedFiles(MAY, [arrival("2026-05")])).toMatchObject([
      { state: "posted", isExpected: false, missingDays: [] },
    ]);
  });
  it("tells which days nothing speaks for", () => {
    const parts = [
      arrival("2026-05", { from: "2026-05-03" as Day, to: "2026-05-10" as Day }),
      arrival("2026-05", { from: "2026-05-12" as Day, to: "2026-05-31" as Day }),
    ];
    expect(expectedFiles(MAY, [...before(), ...parts])).toMatchObject([
      { state: "incomplete", missingDays: [1, 2, 11], text: "posted; nothing on 1 to 2 May, 11 May" },
    ]);
    // An account that began this month lacks nothing before its first day.
    expect(expectedFiles(MAY, parts)).toMatchObject([{ missingDays: [11] }]);
  });
  it("takes another format of the same feed for the file", () => {
    const api = arrival("2026-05", { label: "OpenAI costs, API" });
    expect(expectedFiles(MAY, [...before(), api])).toMatchObject([{ state: "posted", label: "OpenAI costs, API" }]);
  });
  it("misses no bill that comes in another format now, but misses usage that does not", () => {
    const other = arrival("2026-05", { label: "OpenAI costs, other", family: "openai-other" });
    expect(expectedFiles(MAY, [...before(), other])).toMatchObject([{ label: "OpenAI costs, other" }]);
    const usage = before({ family: "openai-usage/completions", label: "OpenAI usage", isBill: false });
    expect(expectedFiles(MAY, [...usage, other]).map((file) => file.state)).toEqual(["posted", "missing"]);
  });
  it("does not take a file that waits for review as here", () => {
    const waiting = arrival("2026-05", { isWaiting: true });
    expect(expectedFiles(MAY, [...before(), waiting])).toMatchObject([
      { state: "waiting", waiting: [waiting.importId] },
    ]);
  });
  it("writes days as stretches", () => {
    expect(daysText(MAY, [1, 2, 3, 31])).toBe("1 to 3 May, 31 May");
    expect(daysText(MAY, [1, 3, 5, 7, 9])).toBe("5 days (1 May, 3 May, 5 May …)");
  });
});

describe("the steps before a month can be signed", () => {
  it("has Files open while one is missing, waits, lacks days, or the provider may still change", () => {
    const posted = expectedFiles(MAY, [arrival("2026-05")]);
    expect(filesStep(posted, [])).toMatchObject({ isDone: true, text: "1 of 1 are here." });
    expect(filesStep(posted, [{ issuer: "AWS", from: "2026-05-01", to: "2026-05-31" }]).isDone).toBe(false);
    const missing = filesStep(expectedFiles(MAY, before()), []);
    expect(missing).toMatchObject({
      isDone: false,
      text: "0 of 1 are here. Missing: OpenAI costs, CSV of org-halden.",
    });
    const waiting = filesStep(expectedFiles(MAY, [arrival("2026-05", { isWaiting: true, importId: 231 })]), []);
    expect(waiting).toMatchObject({ isDone: false, text: "0 of 1 are here. Import 231 waits for review." });
  });
  it("has Accounts open while one is not reconciled, or money has no rate", () => {
    const row = { provider: "azure", account: "halden-eu", currency: "USD", difference: "14.06" } as const;
    expect(accountsStep([{ ...row, state: "matched" }], [])).toMatchObject({
      isDone: true,
      text: "1 of 1 is reconciled.",
    });
    expect(accountsStep([{ ...row, state: "suggested" }], []).text).toContain(
      "Azure halden-eu: 14.06 USD is suggested.",
    );
    expect(accountsStep([], [{ currency: "EUR", amount: "530" }])).toMatchObject({ isDone: false });
  });
  it("measures the rigs and the unassigned against their limits", () => {
    const metered = {
      measuredHours: "2177",
      rigHours: "2232",
      percent: "97.5",
      note: "Kiln was not measured for 55 hours",
    };
    expect(metersStep(metered, "95")).toMatchObject({ isDone: true });
    expect(metersStep({ ...metered, percent: "94.9" }, "95").isDone).toBe(false);
    expect(metersStep(null, "95").isDone).toBe(true);
    const unassigned = { amount: "1043.83", share: "2.4", currency: "USD" };
    const limits = { limit: "3", unpriced: ["a", "b"] };
    expect(teamsStep(unassigned, limits).text).toBe(
      "1,043.83 USD is unassigned, 2.4 % of the month; the limit is 3 %. 2 models have no price.",
    );
    expect(teamsStep({ ...unassigned, share: "3.1" }, limits).isDone).toBe(false);
  });
});

describe("the text that is signed", () => {
  const cell = fc.record<FrozenCell>({
    billedMonth: fc.constantFrom("2026-05", "2026-06"),
    usedMonth: fc.constantFrom("2026-05", "2026-04"),
    bearer: fc.constantFrom("team", "unassigned"),
    teamId: fc.nat(3),
    class: fc.constant("cloud"),
    provider: fc.string({ maxLength: 4 }),
    model: fc.string({ maxLength: 4 }),
    service: fc.string({ maxLength: 4 }),
    costKind: fc.constant("input"),
    category: fc.constant("usage"),
    isCorrection: fc.boolean(),
    basis: fc.constant("billed"),
    rigId: fc.constant(0),
    rigPart: fc.constant(""),
    currency: fc.constant("USD"),
    hasTokens: fc.boolean(),
    billed: fc.integer({ min: -999, max: 999 }).map(String),
    effective: fc.integer({ min: -999, max: 999 }).map(String),
    tokens: fc.nat(999).map(String),
    entries: fc.nat(3),
  });
  const references = { catalogue: "list 1", prices: [2, 1], rules: [], rates: [], rigs: [7] };
  const textOf = (cells: readonly FrozenCell[]) =>
    canonicalMonth({ month: MAY, currency: "USD", zone: "UTC", cells, references });

  it("is the same in whatever order the sums are read and however many zeros they carry", () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 6 }), (cells) => {
        const shuffled = cells.map((each) => ({ ...each, billed: `${each.billed}.000000000000` })).reverse();
        expect(textOf(shuffled)).toBe(textOf(cells));
      }),
    );
  });
  it("differs when any figure differs", () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), (cells) => {
        const [first, ...rest] = cells;
        if (!first || (first.billedMonth !== MAY && first.usedMonth !== MAY)) return;
        const changed = { ...first, billed: `${first.billed}.01`, entries: first.entries + 1 };
        expect(textOf([changed, ...rest])).not.toBe(textOf(cells));
      }),
    );
  });
});
