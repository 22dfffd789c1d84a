import { parquetWriteBuffer } from "hyparquet-writer";
import PDFDocument from "pdfkit";
import { expect, servers, test } from "./journey.ts";

/** Files that are no text are read by the built server as by the tests: a thread and packages it loads by itself. */
test.use({ as: "admin" });

const DAY = 1_793_491_200; // 2026-11-01
const columnData = [
  { name: "start_time", data: [String(DAY), String(DAY + 86_400)] },
  { name: "amount_value", data: ["0.25", "0.5"] },
  { name: "amount_currency", data: ["usd", "usd"] },
  { name: "project_id", data: ["proj_containers", "proj_containers"] },
  { name: "organization_id", data: ["org-containers", "org-containers"] },
];

function pdf(lines: readonly string[]): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PDFDocument({ size: "A4" });
    const pieces: Buffer[] = [];
    document.on("data", (piece: Buffer) => pieces.push(piece));
    document.on("end", () => resolve(Buffer.concat(pieces)));
    for (const line of lines) document.text(line);
    document.end();
  });
}

test("Parquet and PDF are read by the built server", async ({ page }) => {
  const upload = async (name: string, data: Buffer) => {
    const answer = await page.request.post(`${servers().address}/api/imports`, {
      headers: { "x-file-name": name, "content-type": "application/octet-stream", origin: servers().address },
      data,
    });
    expect(answer.status(), await answer.text()).toBe(201);
    return (await answer.json()) as { id: number; format: string; totals: { amount: string }[] };
  };
  const discard = (id: number) =>
    page.request.post(`${servers().address}/api/imports/${id}/discard`, {
      headers: { origin: servers().address, "content-type": "application/json" },
      data: "{}",
    });

  const parquet = await upload("costs.parquet", Buffer.from(parquetWriteBuffer({ columnData })));
  expect(parquet).toMatchObject({ format: "openai-costs-csv", totals: [{ currency: "USD", amount: "0.75" }] });
  await discard(parquet.id);

  const invoice = await upload(
    "invoice.pdf",
    await pdf([
      "Invoice",
      "Invoice number QRSTUVWX-0042",
      "Date of issue October 31, 2026",
      "Date due November 30, 2026",
      "OpenAI OpCo, LLC",
      "Bill to",
      "Example Org",
      "$12.50 USD due November 30, 2026",
      "Description Qty Unit price Tax Amount",
      "OpenAI API usage credit 1 $10.00 25% $10.00",
      "Subtotal $10.00",
      "VAT - Sweden (25% on $10.00) $2.50",
      "Total $12.50",
      "Amount due $12.50 USD",
    ]),
  );
  expect(invoice).toMatchObject({ format: "stripe-invoice-pdf" });
  await discard(invoice.id);
});
