import { deflateRawSync, gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import PDFDocument from "pdfkit";
import { describe, expect, it } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { AppError } from "../core/app-error.ts";
import { openAndReadFile } from "./read-file.ts";
import { filesOf } from "./source/containers/files-of.ts";
import { Summary } from "./summarise.ts";
import { TEST_NOW_MS } from "./testing/read-whole.ts";

const OPTIONS = { account: null, zone: null, nowMs: TEST_NOW_MS };
const HEADER = "start_time,end_time,amount_value,amount_currency,line_item,project_id,organization_id";
const utf8 = (text: string) => new TextEncoder().encode(text);

/** What reading a stream of bytes comes to: the codes of its issues, or of its error. */
async function outcome(bytes: AsyncIterable<Uint8Array> | Uint8Array, fileName = "file.csv"): Promise<string[]> {
  const sink = new Summary();
  const stream = bytes instanceof Uint8Array ? repeated("", bytes, 1) : bytes;
  try {
    for await (const file of filesOf({ fileName, bytes: stream })) {
      const { importer } = await openAndReadFile({ ...file, sink, options: OPTIONS });
      return sink.result({ file: fileName, importer }).issues.map(({ code }) => code);
    }
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.code];
  }
}

async function* repeated(head: string, piece: Uint8Array, times: number): AsyncGenerator<Uint8Array> {
  if (head !== "") yield utf8(head);
  for (let count = 0; count < times; count += 1) yield piece;
}

/** @returns by how many MiB memory grew at most while `run` ran. */
async function grown(run: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  await run();
  clearInterval(watch);
  return (Math.max(most, process.memoryUsage().rss) - before) / 1024 ** 2;
}

const MIB = 1024 ** 2;
const LETTERS = new Uint8Array(MIB).fill(97);

describe("a cell of a gigabyte", () => {
  it.each([
    ["plain", `${HEADER}\n1777593600,1777680000,`, "quote-not-closed"],
    ["in quotes", `${HEADER}\n1777593600,1777680000,"`, "quote-not-closed"],
    ["in the header", `${HEADER},`, "quote-not-closed"],
  ])("%s ends the reading and not the process", async (_, head, code) => {
    let codes: string[] = [];
    const most = await grown(async () => {
      codes = await outcome(repeated(head, LETTERS, 1024));
    });
    expect(codes).toContain(code);
    expect(most).toBeLessThan(250);
  });

  it("in JSON is refused at the limit", async () => {
    const head =
      '{"object":"page","data":[{"object":"bucket","start_time":1777593600,"results":[{"object":"organization.costs.result","line_item":"';
    expect(await outcome(repeated(head, LETTERS, 1024), "pages.json")).toEqual(["too-large"]);
  });

  it("of quotes and of addresses takes one pass", async () => {
    expect(await outcome(repeated(`${HEADER}\n`, new Uint8Array(MIB).fill(34), 3))).not.toEqual([]);
    expect(await outcome(repeated(`${HEADER}\n1,2,`, new Uint8Array(MIB).fill(64), 3))).not.toEqual([]);
    expect(await outcome(repeated(`${HEADER}\n1,2,`, utf8("a@".repeat(1000)), 2000))).not.toEqual([]);
  });
});

describe("nesting without end", () => {
  it.each([
    ["[", "]"],
    ['{"data":', "}"],
    ['[{"a":', "}]"],
    ['{"data":[{"results":[', "]}]}"],
  ])("of %s is an issue or a refusal", async (open, close) => {
    for (const text of [
      open.repeat(100_000),
      `${open.repeat(5_000)}1${close.repeat(5_000)}`,
      `{"object":"page","data":${open.repeat(50_000)}`,
    ])
      expect(await outcome(utf8(text), "deep.json")).not.toEqual([]);
  });
});

/** A ZIP of one file whose packed bytes are given. */
function zipOf(name: string, packed: Uint8Array): Uint8Array {
  const head = Buffer.alloc(30 + name.length);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 6);
  head.writeUInt16LE(8, 8);
  head.writeUInt16LE(name.length, 26);
  head.write(name, 30);
  return new Uint8Array(Buffer.concat([head, packed]));
}

/** Few records, so that it is the unpacking that is tried. */
const LINE = `${" ".repeat(65_535)}\n`;

describe("a bomb", () => {
  it("in a ZIP archive is refused while it is unpacked", async () => {
    const bomb = zipOf("costs.csv", deflateRawSync(Buffer.concat([utf8(`${HEADER}\n`), Buffer.alloc(72 * MIB, LINE)])));
    expect(await outcome(bomb, "costs.zip")).toEqual(["too-large"]);
  }, 20_000);

  it("of gzip is refused, in one layer, in many parts and in many layers", async () => {
    const part = gzipSync(Buffer.alloc(36 * MIB, LINE));
    const parts = new Uint8Array(Buffer.concat([gzipSync(`${HEADER}\n`), ...Array.from({ length: 2 }, () => part)]));
    expect(await outcome(parts, "costs.csv.gz")).toEqual(["too-large"]);
    let layered: Uint8Array = new Uint8Array(part);
    for (let layer = 0; layer < 6; layer += 1) layered = new Uint8Array(gzipSync(layered));
    expect(await outcome(layered, "costs.csv.gz")).toEqual(["unreadable-file"]);
  }, 20_000);
});

describe("a container that is not sound", () => {
  const flips = (bytes: Uint8Array, count: number) =>
    Array.from({ length: count }, (_, round) => {
      const copy = bytes.slice();
      const at = (round * 7_919 + 13) % copy.length;
      copy[at] = (copy[at] ?? 0) ^ (1 << (round % 8));
      return copy;
    });

  it("a workbook with a flipped bit is what it was, or refused", async () => {
    const rows = [
      HEADER.split(","),
      ...Array.from({ length: 40 }, (_, at) => ["1777593600", "1777680000", `${at}.25`, "usd", "i", "p", "org"]),
    ];
    const whole = new Uint8Array(
      await (await writeXlsxFile(rows.map((row) => row.map((value) => ({ value, type: String }))))).toBuffer(),
    );
    expect(await outcome(whole, "costs.xlsx")).toEqual([]);
    for (const bytes of flips(whole, 120)) {
      const codes = await outcome(bytes, "costs.xlsx");
      expect(
        codes.every((code) => ["unreadable-file", "too-large", "unknown-format"].includes(code)),
        codes.join(),
      ).toBe(true);
    }
  });

  it("a PDF with flipped bits is read or refused", async () => {
    const document = new PDFDocument();
    const pieces: Buffer[] = [];
    document.on("data", (piece: Buffer) => pieces.push(piece));
    const ended = new Promise((resolve) => document.on("end", resolve));
    document.text("Invoice number ABCD1234-0001\nDate of issue May 1, 2026\nOpenAI, LLC\nSubtotal $1.00\nTotal $1.00");
    document.end();
    await ended;
    for (const bytes of flips(new Uint8Array(Buffer.concat(pieces)), 40)) await outcome(bytes, "invoice.pdf");
  });

  it("a Parquet file whose footer claims other numbers is read or refused, and soon", async () => {
    const columnData = HEADER.split(",").map((name) => ({
      name,
      data: Array.from({ length: 50 }, () => "1777593600"),
    }));
    const whole = new Uint8Array(parquetWriteBuffer({ columnData }));
    const footer = whole.length - 8 - new DataView(whole.buffer, whole.byteOffset).getUint32(whole.length - 8, true);
    // Each is read in a thread of its own, so some places of the footer stand for all; parquet.test.ts goes through the rest.
    const step = Math.ceil((whole.length - footer) / 25);
    for (let at = footer; at < whole.length; at += step)
      for (const value of [0xff, 0x7f]) {
        const bytes = whole.slice();
        bytes[at] = value;
        await outcome(bytes, "costs.parquet");
      }
  }, 60_000);
});
