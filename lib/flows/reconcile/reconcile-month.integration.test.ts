import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { AppError } from "../../core/app-error.ts";
import type { Day, Month } from "../../core/calendar.ts";
import { add, decimal, format, sum } from "../../core/decimal.ts";
import type { InvoiceDocument } from "../../core/invoice.ts";
import { pool, prisma } from "../../db/client.ts";
import { insertInvoices } from "../../db/invoices.ts";
import { freshDatabase } from "../../db/test-database.ts";
import { ingestFile } from "../ingest.ts";
import { OPERATOR } from "../report.ts";
import { addReason, withdrawReason } from "./reasons.ts";
import { reconciliationFor } from "./reconcile-month.ts";

const MAY = "2026-05";
const NOW = Date.parse("2026-06-12T09:40:00Z");
const at = (day: number): number => Date.parse(`${MAY}-${String(day).padStart(2, "0")}T00:00:00Z`) / 1000;

const COSTS = [
  "start_time,end_time,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id,organization_id",
  `${at(1)},${at(2)},20.00,usd,10000000,tokens,"gpt-4.1-2025-04-14, input",proj_atlas,org-halden`,
  `${at(2)},${at(3)},88.20,usd,12400000,tokens,"ft:gpt-4.1:halden, input",proj_atlas,org-halden`,
].join("\n");
const USAGE = [
  "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,service_tier,input_tokens,output_tokens,input_cached_tokens,input_uncached_tokens",
  `${at(1)},${at(2)},,,proj_atlas,12.0,,key_a,gpt-4.1-2025-04-14,False,default,10000000.0,0.0,0.0,10000000.0`,
  `${at(2)},${at(3)},,,proj_atlas,12.0,,key_a,ft:gpt-4.1:halden,False,default,12400000.0,0.0,0.0,12400000.0`,
].join("\n");
const INVOICE: InvoiceDocument = {
  row: 1,
  kind: "invoice",
  provider: "openai",
  seller: "OpenAI, LLC",
  number: "7C1E-0052",
  issued: "2026-06-01" as Day,
  due: null,
  account: null,
  month: MAY as Month,
  currency: "USD",
  subtotal: decimal("108.20"),
  tax: decimal("12.40"),
  total: decimal("120.60"),
  amountDue: null,
  isPrepaid: false,
  lines: [],
};

async function ingest(fileName: string, text: string): Promise<number> {
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  const done = await ingestFile({ fileName, bytes: bytes(), by: "test", nowMs: NOW });
  expect(done.isPosted).toBe(true);
  return done.importId;
}
async function account() {
  const { accounts } = await reconciliationFor(MAY, OPERATOR);
  const [row, ...more] = accounts;
  if (!row || more.length > 0) throw new Error(`One account was expected: ${JSON.stringify(accounts)}`);
  const reasons = sum(row.reasons.map((reason) => decimal(reason.amount)));
  if (row.difference !== null) expect(format(add(reasons, decimal(row.rest)))).toBe(row.difference);
  return row;
}
const KEY = { provider: "openai", account: "org-halden", currency: "USD" };
const refusal = (error: unknown): string =>
  error instanceof AppError ? `${error.code}: ${error.message}` : String(error);

let close: () => Promise<void>;
let costs = 0;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
  costs = await ingest("costs.csv", COSTS);
});
afterAll(() => close());

describe("a month held against its bill", () => {
  it("shows what is not there as nothing, never as zero", async () => {
    expect(await account()).toMatchObject({
      ...KEY,
      usageTimesPrice: null,
      costExport: "108.2",
      invoice: null,
      difference: null,
    });
  });

  it("takes usage at the catalogue's price, and the invoice of the provider's only account once", async () => {
    await ingest("completions_usage.csv", USAGE);
    await insertInvoices(pool, costs, [INVOICE, { ...INVOICE, row: 2, kind: "receipt" }]);
    const row = await account();
    expect(row).toMatchObject({
      usageTimesPrice: "20",
      costExport: "108.2",
      invoice: "120.6",
      difference: "100.6",
      ledger: "108.2",
    });
    expect(row.reasons.map(({ code, amount, state }) => `${code} ${amount} ${state}`)).toEqual([
      "unpriced 88.2 suggested",
      "tax 12.4 suggested",
    ]);
    expect(row.state).toBe("suggested");
  });

  it("is explained once persons confirmed what was found, and falls back when amounts change", async () => {
    const confirm = (code: string) => addReason(MAY, { ...KEY, act: "confirm", code, text: "" }, OPERATOR);
    await confirm("unpriced");
    expect((await account()).state).toBe("suggested");
    const { id } = await confirm("tax");
    expect((await account()).state).toBe("explained");
    expect(await confirm("tax").catch(refusal)).toMatch(/^conflict/);
    await insertInvoices(pool, costs, [{ ...INVOICE, row: 3, number: "7C1E-0053", tax: null, total: decimal("5") }]);
    const changed = await account();
    expect(changed.state).toBe("unreconciled");
    expect(changed.notes.join()).toContain("the difference is 105.60 now");
    await addReason(MAY, { ...KEY, act: "write-off", text: "Too small for a ticket." }, OPERATOR);
    expect(await account()).toMatchObject({ state: "written-off", rest: "0" });
    await withdrawReason({ month: MAY, id }, OPERATOR);
    expect((await account()).reasons.filter((reason) => reason.id === id)).toEqual([]);
    expect(await prisma.auditEvent.count({ where: { what: { contains: "openai" } } })).toBe(4);
  });

  it("refuses a lead, an unknown account, and a reason without words", async () => {
    const lead = { ...OPERATOR, role: "lead" } as const;
    expect(await reconciliationFor(MAY, lead).catch(refusal)).toMatch(/^forbidden/);
    expect(await addReason(MAY, { ...KEY, act: "own", text: "x" }, lead).catch(refusal)).toMatch(/^forbidden/);
    expect(await addReason(MAY, { ...KEY, provider: "acme", act: "own", text: "x" }, OPERATOR).catch(refusal)).toMatch(
      /^not-found/,
    );
    expect(await addReason(MAY, { ...KEY, act: "own", text: "" }, OPERATOR).catch(refusal)).toMatch(/^invalid-input/);
    expect(await addReason(MAY, { ...KEY, act: "write-off", text: "" }, OPERATOR).catch(refusal)).toMatch(
      /^invalid-input/,
    );
  });
});
