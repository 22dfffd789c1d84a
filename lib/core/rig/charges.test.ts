import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Day, day, month } from "../calendar.ts";
import { decimal, format } from "../decimal.ts";
import { chargeOfMonth } from "./charges.ts";
import type { RigCharge } from "./terms.ts";

const charge = (from: string, to: string | null, amount: RigCharge["amount"]): RigCharge => ({
  ...{ id: 1, kind: "hosting", covers: "", amount },
  from: day(from),
  to: to === null ? null : day(to),
});
const monthly = (amount: string): RigCharge["amount"] => ({ per: "month", amount: decimal(amount) });
const hourly = (rate: string, hours: string | null): RigCharge["amount"] => ({
  per: "hour",
  rate: decimal(rate),
  hours: hours === null ? null : decimal(hours),
});
const amountIn = (of: RigCharge, text: string, retiredOn: Day | null = null): string | null => {
  const found = chargeOfMonth(of, month(text), retiredOn);
  return found && format(found.amount);
};

describe("a charge of a month", () => {
  it.each([
    ["a whole month's amount", charge("2026-01-01", null, monthly("40")), "2026-06", "40"],
    ["its days of a month it begins in", charge("2026-06-16", null, monthly("40")), "2026-06", "20"],
    ["its days of a month it ends in", charge("2026-01-01", "2026-06-03", monthly("40")), "2026-06", "4"],
    ["one day", charge("2026-06-30", "2026-06-30", monthly("40")), "2026-06", "1.333333333333"],
    ["a rate times its hours", charge("2026-01-01", null, hourly("85", "2.5")), "2026-06", "212.5"],
    ["a rate times every hour", charge("2026-01-01", null, hourly("2", null)), "2026-06", "1440"],
    ["24 hours a day, whatever the clocks do", charge("2026-03-29", "2026-03-29", hourly("2", null)), "2026-03", "48"],
    ["28 days of a short month", charge("2026-02-01", null, hourly("1", null)), "2026-02", "672"],
  ])("is %s", (_, of, text, amount) => expect(amountIn(of, text)).toBe(amount));

  it("is none before it begins, after it ends and after the rig retired", () => {
    const of = charge("2026-03-10", "2026-05-20", monthly("31"));
    expect(["2026-02", "2026-06"].map((text) => amountIn(of, text))).toEqual([null, null]);
    expect(amountIn(of, "2026-05", day("2026-05-10"))).toBe("10");
    expect(amountIn(of, "2026-05", day("2026-04-30"))).toBeNull();
  });

  it("split at any day costs in both parts what it costs in one, to a unit of the last place", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 29 }), fc.integer({ min: 0, max: 10 ** 9 }), (last, cents) => {
        const amount: RigCharge["amount"] = { per: "month", amount: { units: BigInt(cents), scale: 2 } };
        const to = `2026-06-${String(last).padStart(2, "0")}`;
        const next = `2026-06-${String(last + 1).padStart(2, "0")}`;
        const parts = [charge("2026-06-01", to, amount), charge(next, null, amount)].map((of) =>
          amountIn(of, "2026-06"),
        );
        const units = parts.reduce((sum, part) => sum + BigInt(Math.round(Number(part ?? "0") * 1e6)), 0n);
        expect(Math.abs(Number(units) - cents * 1e4)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
