import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { openAndReadFile, type TextBlock } from "../../read-file.ts";
import { Summary } from "../../summarise.ts";
import { TEST_NOW_MS } from "../../testing/read-whole.ts";
import { filesOf } from "./files-of.ts";

const HEADER = [
  "start_time",
  "end_time",
  "amount_value",
  "amount_currency",
  "line_item",
  "project_id",
  "organization_id",
];
const ROWS = ["0.10", "12.345678901234567"].map((amount) => [
  "1777593600",
  "1777680000",
  amount,
  "usd",
  "gpt-5, input",
  "p",
  "org",
]);
const CSV = [HEADER, ...ROWS]
  .map((row) => row.map((cell) => (cell.includes(",") ? `"${cell}"` : cell)).join(","))
  .join("\n");

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}
async function read(bytes: Uint8Array, fileName: string) {
  const sink = new Summary();
  const blocks: TextBlock[] = [];
  const options = { account: null, zone: null, nowMs: TEST_NOW_MS };
  const { importer } = await openAndReadFile({
    fileName,
    bytes: inPieces(bytes),
    sink,
    options,
    onBlock: (block) => void blocks.push(block),
  });
  const { totals, issues } = sink.result({ file: fileName, importer });
  return {
    id: importer.id,
    total: totals[0]?.amount,
    codes: issues.map(({ code }) => code),
    messages: issues.map(({ message }) => message),
    blocks,
  };
}
type Cells = readonly (readonly (string | number)[])[];
async function workbook(...sheets: readonly { name: string; rows: Cells }[]): Promise<Uint8Array> {
  const data = sheets.map(({ name, rows }) => ({
    sheet: name,
    data: rows.map((row) => row.map((value) => ({ value }))),
  }));
  return new Uint8Array(await (await writeXlsxFile(data)).toBuffer());
}
const NUMBERED: Cells = [HEADER, ...ROWS.map((row) => row.map((cell, at) => (at < 3 ? Number(cell) : cell)))];

describe("the same rows", () => {
  const expected = { id: "openai-costs-csv", total: "12.445678901234567", codes: [] };
  it("come out of plain text, gzip and gzip in gzip", async () => {
    expect(await read(strToU8(CSV), "costs.csv")).toMatchObject(expected);
    expect(await read(new Uint8Array(gzipSync(CSV)), "costs.csv.gz")).toMatchObject(expected);
    expect(await read(new Uint8Array(gzipSync(gzipSync(CSV))), "costs.csv.gz")).toMatchObject(expected);
  });

  it("come out of a workbook, packed or not, with its row numbers", async () => {
    const bytes = await workbook({ name: "Costs", rows: NUMBERED });
    const { blocks, ...plain } = await read(bytes, "costs.xlsx");
    expect(plain).toMatchObject(expected);
    expect(blocks[0]?.text.split("\n")[1]).toMatch(/^1777593600,1777680000,0\.1,usd,"gpt-5, input"/);
    expect(await read(new Uint8Array(gzipSync(bytes)), "costs")).toMatchObject(expected);
  });

  it("come out of a Parquet file", async () => {
    const columnData = HEADER.map((name, at) => ({ name, data: ROWS.map((row) => row[at] ?? "") }));
    expect(await read(new Uint8Array(parquetWriteBuffer({ columnData })), "costs.parquet")).toMatchObject(expected);
  });

  it("come out of an archive of all of these, each by itself", async () => {
    const xlsx = await workbook({ name: "Costs", rows: NUMBERED });
    const archive = zipSync({ "a.csv": strToU8(CSV), "b.xlsx": xlsx, "c.csv.gz": new Uint8Array(gzipSync(CSV)) });
    const found: unknown[] = [];
    for await (const { fileName, bytes } of filesOf({ fileName: "all.zip", bytes: inPieces(archive) })) {
      const sink = new Summary();
      const { importer } = await openAndReadFile({
        fileName,
        bytes,
        sink,
        options: { account: null, zone: null, nowMs: TEST_NOW_MS },
      });
      found.push([fileName, sink.result({ file: fileName, importer }).totals[0]?.amount]);
    }
    expect(found).toEqual(["a.csv", "b.xlsx", "c.csv.gz"].map((name) => [`all.zip/${name}`, expected.total]));
  });
});

describe("a workbook of several sheets", () => {
  const notes: Cells = [
    ["who", "what"],
    ["Ada", "asked"],
    ["Grace", "answered"],
  ];
  it("is read from the sheet that is known, and says which were not read", async () => {
    const { id, total, codes, messages } = await read(
      await workbook(
        { name: "Cover", rows: [["Costs of May"]] },
        { name: "Notes", rows: notes },
        { name: "Costs", rows: NUMBERED },
      ),
      "costs.xlsx",
    );
    expect([id, total, codes]).toEqual(["openai-costs-csv", "12.445678901234567", ["sheets-not-read"]]);
    expect(messages[0]).toMatch(/Costs was read.*Notes/s);
  });

  it("none of which is known says what its first table begins with", async () => {
    await expect(
      read(await workbook({ name: "Cover", rows: [["x"]] }, { name: "Notes", rows: notes }), "notes.xlsx"),
    ).rejects.toMatchObject({
      code: "unknown-format",
      message: expect.stringContaining("who, what"),
    });
  });
});

describe("a file that holds no table", () => {
  it.each([
    ["old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", /old Excel/],
    ["page.png", "\x89PNG\r\n\x1A\n", /picture/],
    ["costs.7z", "7z\xBC\xAF\x27\x1C", /7-Zip/],
    ["costs.zst", "\x28\xB5\x2F\xFD", /zstd/],
    ["costs.avro", "Obj\x01", /Avro/],
    [
      "inner.zip",
      "PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00a.csv",
      /archive inside/,
    ],
    ["costs.csv", '{"error":{"message":"Rate limited","type":"x"}}', /server's answer.*"Rate limited"/],
    ["noise.csv", String.fromCharCode(...Array.from({ length: 600 }, (_, at) => (at * 73) % 256)), /not text|no known/],
  ])("is refused with a sentence: %s", async (name, start, message) => {
    await expect(read(new Uint8Array(Buffer.from(start, "latin1")), name)).rejects.toMatchObject({
      message: expect.stringMatching(message),
    });
  });

  it("but begins with the letters of one is read as text", async () => {
    await expect(read(strToU8("ORC,cost\n1,2\n"), "orders.csv")).rejects.toMatchObject({ code: "unknown-format" });
  });
});
