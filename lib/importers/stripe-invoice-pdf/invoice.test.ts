import PDFDocument from "pdfkit";
import { describe, expect, it } from "vitest";
import { format } from "../../core/decimal.ts";
import type { InvoiceDocument } from "../../core/invoice.ts";
import { openAndReadFile } from "../read-file.ts";
import { Summary } from "../summarise.ts";
import { readWhole } from "../testing/read-whole.ts";

type Text = { readonly text: string; readonly x: number; readonly y: number };

/** A PDF with each text where a page of the provider's has it, written in the order given. */
async function pdfOf(pages: readonly (readonly Text[])[], options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const document = new PDFDocument({ size: "A4", autoFirstPage: false, ...options });
  const pieces: Buffer[] = [];
  document.on("data", (piece: Buffer) => pieces.push(piece));
  const ended = new Promise((resolve) => document.on("end", resolve));
  for (const page of pages) {
    document.addPage();
    document.fontSize(9);
    for (const { text, x, y } of page) document.text(text, x, y, { lineBreak: false });
  }
  document.end();
  await ended;
  return Buffer.concat(pieces);
}

async function read(bytes: Uint8Array, fileName = "invoice.pdf") {
  const summary = new Summary();
  const kept: string[] = [];
  const { importer } = await openAndReadFile({
    fileName,
    bytes: (async function* () {
      yield bytes;
    })(),
    sink: summary,
    options: { account: null, zone: null, nowMs: 0 },
    onWhole: (text) => void kept.push(text),
  });
  return {
    importer: importer.id,
    invoices: summary.invoices,
    kept: kept.join(),
    issues: summary.result({ file: fileName, importer }).issues,
  };
}

/** Two columns, as Stripe sets them: the seller beside whom it is billed to. */
const HEAD: readonly Text[] = [
  ...["Invoice number", "Date of issue", "Date due"].map((text, at) => ({ text, x: 40, y: 80 + at * 14 })),
  ...["LKJH9876-0042", "August 3, 2026", "September 2, 2026"].map((text, at) => ({ text, x: 130, y: 80 + at * 14 })),
  ...["OpenAI OpCo, LLC", "1455 3rd Street", "ar@openai.com"].map((text, at) => ({ text, x: 40, y: 140 + at * 14 })),
  ...["Bill to", "Harbour Freight Ltd", "Quay Road 4", "ada@harbour.example"].map((text, at) => ({
    text,
    x: 230,
    y: 140 + at * 14,
  })),
  { text: "$1,512.50 USD due September 2, 2026", x: 40, y: 215 },
];
const row = (cells: readonly string[], y: number): Text[] =>
  cells.map((text, at) => ({ text, x: [40, 330, 380, 450, 510][at] ?? 40, y }));
const ITEMS: readonly Text[] = [
  ...row(["Description", "Qty", "Unit price", "Tax", "Amount"], 260),
  ...row(["ChatGPT Enterprise seats, Total plan", "11", "$110.00", "25%", "$1,210.00"], 280),
  { text: "Jul 3 - Aug 2, 2026", x: 40, y: 293 },
];
const TOTALS: readonly Text[] = [
  ["Subtotal", "$1,210.00"],
  ["Total excluding tax", "$1,210.00"],
  ["VAT - Norway (25% on $1,210.00)", "$302.50"],
  ["Total", "$1,512.50"],
  ["Amount due", "$1,512.50 USD"],
].flatMap(([label = "", amount = ""], at) => [
  { text: label, x: 330, y: 330 + at * 14 },
  { text: amount, x: 500, y: 330 + at * 14 },
]);

function expectInvoice(invoice: InvoiceDocument | undefined): void {
  expect(invoice).toMatchObject({
    number: "LKJH9876-0042",
    kind: "invoice",
    provider: "openai",
    seller: "OpenAI OpCo, LLC",
    issued: "2026-08-03",
    due: "2026-09-02",
    month: "2026-07",
    currency: "USD",
    isPrepaid: false,
  });
  expect(
    [invoice?.subtotal, invoice?.tax, invoice?.total, invoice?.amountDue].map((amount) => amount && format(amount)),
  ).toEqual(["1210", "302.5", "1512.5", "1512.5"]);
  expect(
    invoice?.lines.map((line) => [line.description, line.quantity && format(line.quantity), line.from, line.to]),
  ).toEqual([["ChatGPT Enterprise seats, Total plan", "11", "2026-07-03", "2026-08-02"]]);
}

describe("a PDF", () => {
  it("of two columns is read as it stands on the page, whatever order it was written in", async () => {
    for (const page of [[...HEAD, ...ITEMS, ...TOTALS], [...TOTALS, ...ITEMS, ...HEAD].reverse()]) {
      const { importer, invoices, issues, kept } = await read(await pdfOf([page]));
      expect(importer).toBe("stripe-invoice-pdf");
      expect(issues).toEqual([]);
      expectInvoice(invoices[0]);
      expect(kept).not.toMatch(/Harbour|Quay|ada@/);
    }
  });

  it("may go over two pages, uncompressed, under any name", async () => {
    const { invoices } = await read(await pdfOf([[...HEAD, ...ITEMS], [...TOTALS]], { compress: false }), "download");
    expectInvoice(invoices[0]);
  });

  it("of somebody else, protected, of pictures or cut off is refused with a sentence", async () => {
    await expect(
      read(await pdfOf([[{ text: "Invoice number AB-1 of Harbour Freight", x: 40, y: 40 }]])),
    ).rejects.toMatchObject({ code: "unknown-format" });
    await expect(read(await pdfOf([HEAD], { userPassword: "secret" }))).rejects.toMatchObject({
      message: expect.stringContaining("password"),
    });
    await expect(read(await pdfOf([[]]))).rejects.toMatchObject({ message: expect.stringContaining("no text") });
    const whole = await pdfOf([[...HEAD, ...ITEMS, ...TOTALS]]);
    await expect(read(whole.subarray(0, 300))).rejects.toMatchObject({ code: "unreadable-file" });
  });
});

describe("the kept text of an invoice", () => {
  it("gives the same invoice when it is read again", async () => {
    const page = [...HEAD, ...ITEMS, ...TOTALS];
    const { kept } = await read(await pdfOf([page]));
    expectInvoice((await readWhole(kept, { fileName: "kept.txt", container: "pdf" })).invoices[0]);
  });
});
