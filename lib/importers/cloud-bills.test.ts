import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { format } from "../core/decimal.ts";
import { parseRecords, tableShape } from "./source/table.ts";
import { readWhole, type WholeFile } from "./testing/read-whole.ts";

const CLOUDS = ["aws-cur-csv", "azure-cost-csv", "gcp-billing-export-csv", "focus-invoice-detail-csv", "focus-csv"];
const fixtures = CLOUDS.flatMap((id) => {
  const folder = join(import.meta.dirname, id, "fixtures");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".csv") && !name.includes("damaged"))
    .map((name) => ({ id, name, text: readFileSync(join(folder, name), "utf8").replace(/^\uFEFF/, "") }));
});

const recordsOf = (text: string) => parseRecords(text, tableShape(text));
const written = (records: readonly (readonly string[])[], delimiter: string, newline: string) =>
  records.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)).join(newline);

/** What must not change with the way a table is written. */
const said = ({ lines, invoices, summary }: WholeFile) => ({
  format: summary.format,
  lines: lines.map((line) => [
    line.row,
    line.day,
    line.billedMonth,
    line.currency,
    format(line.billed),
    line.model,
    line.costKind,
    line.scope,
    line.keys,
  ]),
  invoices: invoices.map((invoice) => [invoice.number, format(invoice.total)]),
  coverage: summary.coverage,
  grouping: summary.grouping,
});

describe("a cloud's bill", () => {
  it.each(fixtures)(
    "$id $name says the same in another order of columns, quoted, with new columns",
    async ({ name, text }) => {
      const plain = said(await readWhole(text, { fileName: name }));
      const records = recordsOf(text).filter((cells) => cells.some((cell) => cell.trim() !== ""));
      const width = records[0]?.length ?? 0;
      const mixed = records.map((cells, row) => {
        const whole = Array.from({ length: width }, (_, at) => cells[at] ?? "");
        const isUsed = whole.filter((cell) => cell !== "").length > 1;
        return [row === 0 ? "brand_new_column" : isUsed ? "7" : "", ...whole.reverse()];
      });
      // A localised file keeps its semicolons: they are what says that a comma is a decimal one.
      const delimiter = tableShape(text).delimiter;
      expect(said(await readWhole(written(mixed, delimiter, "\r\n"), { fileName: name }))).toEqual(plain);
      if (delimiter === ",")
        expect(said(await readWhole(written(mixed, "\t", "\n"), { fileName: name, pieceBytes: 777 }))).toEqual(plain);
    },
  );

  it.each(fixtures)(
    "$id $name is known by its header alone and then says that nothing was used",
    async ({ name, text }) => {
      const header = recordsOf(text)[0] ?? [];
      const { summary, issues } = await readWhole(written([header], ",", "\n"), { fileName: name });
      expect(summary.lines).toBe(0);
      expect(issues.map(({ code }) => code)).toContain("no-rows");
    },
  );

  it.each(fixtures)(
    "$id $name cut anywhere gives no amount that the whole file does not give",
    async ({ name, text }) => {
      const header = text.indexOf("\n") + 1;
      const amounts = ({ lines }: WholeFile) => lines.map(({ row, billed }) => `${row}: ${format(billed)}`);
      const whole = new Set(amounts(await readWhole(text, { fileName: name })));
      for (let cut = header + 1; cut < text.length; cut += 53) {
        const cutFile = await readWhole(text.slice(0, cut), { fileName: name });
        expect(amounts(cutFile).filter((amount) => !whole.has(amount))).toEqual([]);
      }
    },
  );
});

describe("parts of one export", () => {
  const header =
    "lineItem/UsageStartDate,bill/BillingPeriodStartDate,lineItem/CurrencyCode,lineItem/LineItemType,lineItem/UnblendedCost";
  const row = "2026-05-03T00:00:00Z,2026-05-01T00:00:00Z,USD,Usage,1.5";

  it("are of one feed, and each but the first says which part it is", async () => {
    const read = async (fileName: string) => {
      const { summary, issues } = await readWhole(`${header}\n${row}\n`, { fileName });
      expect(summary.feedPart).toBeUndefined();
      return issues.map(({ code }) => code);
    };
    expect(await read("cur.csv")).toEqual([]);
    expect(await read("cur-00001.csv")).toEqual([]);
    expect(await read("cur-00002.csv")).toEqual(["part-of-export"]);
  });
});

describe("an Azure export whose first days tell no order", () => {
  const header = "Date,MeterCategory,CostInBillingCurrency,BillingCurrencyCode,SubscriptionId";
  const rows = (days: readonly string[]) => days.map((day) => `${day},Storage,1,USD,s`).join("\n");

  it("is read by a later day", async () => {
    const { lines, issues } = await readWhole(`${header}\n${rows(["01/05/2026", "02/05/2026", "13/05/2026"])}\n`);
    expect(lines.map(({ day }) => day)).toEqual(["2026-05-01", "2026-05-02", "2026-05-13"]);
    expect(issues).toEqual([]);
  });

  it("is read by the part that stays, which is said", async () => {
    const { lines, issues } = await readWhole(`${header}\n${rows(["01/05/2026", "02/05/2026"])}\n`);
    expect(lines.map(({ day }) => day)).toEqual(["2026-05-01", "2026-05-02"]);
    expect(issues.map(({ code }) => code)).toEqual(["date-day-first"]);
  });

  it("is month first when nothing tells, which is said", async () => {
    const { lines, issues } = await readWhole(`${header}\n${rows(["2026-05-14", "04/05/2026"])}\n`);
    expect(lines.map(({ day }) => day)).toEqual(["2026-05-14", "2026-04-05"]);
    expect(issues.map(({ code }) => code)).toEqual(["date-month-first"]);
  });
});
