import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { format } from "../core/decimal.ts";
import { readWhole } from "./testing/read-whole.ts";

const folder = process.env.REAL_SAMPLES;

describe.skipIf(!folder)("text layers of real invoices", () => {
  it.each([
    ["anthropic-credit-purchase", "ABCDEFGH-0001", ["10", "2.5", "12.5", "12.5"]],
    ["openai-credit-purchase-flattened", "ABCDEF12-0001", ["10", null, "10", "10"]],
  ])("%s gives its own number and amounts", async (start, number, amounts) => {
    const path = join(folder ?? "", "invoices");
    const name = readdirSync(path).find((each) => each.startsWith(start)) ?? "";
    const { invoices, issues } = await readWhole(readFileSync(join(path, name)), { fileName: name, container: "pdf" });
    expect(issues).toEqual([]);
    const [invoice] = invoices;
    expect(invoice).toMatchObject({ number, kind: "invoice", currency: "USD", isPrepaid: true, issued: "2026-03-26" });
    const read = [invoice?.subtotal, invoice?.tax, invoice?.total, invoice?.amountDue];
    expect(read.map((amount) => amount && format(amount))).toEqual(amounts);
  });
});
