import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { format } from "../core/decimal.ts";
import { rowOfBlock } from "./read-file.ts";
import { parseRecords } from "./source/table.ts";
import { readWhole } from "./testing/read-whole.ts";

const HEADER = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type";
const CSV = `${HEADER}\n2026-05-01,Claude Opus 5,Default,café,message,≤ 200k,output,1.25,token\n2026-05-02,Claude Opus 5,Default,café,message,≤ 200k,output,0.75,token\n`;
const LATIN = CSV.replaceAll("≤ ", "");

function utf16(text: string, isBig: boolean, hasMark: boolean): Uint8Array {
  const units = [...(hasMark ? `\uFEFF${text}` : text)].map((character) => character.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => (isBig ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])));
}
const latin1 = (text: string) => Uint8Array.from([...text].map((character) => character.charCodeAt(0)));

describe("encodings", () => {
  const files: Record<string, { bytes: string | Uint8Array; encoding: string; codes: string[] }> = {
    "UTF-8": { bytes: CSV, encoding: "utf-8", codes: [] },
    "UTF-8 with a byte order mark": { bytes: `\uFEFF${CSV}`, encoding: "utf-8", codes: [] },
    CRLF: { bytes: CSV.replaceAll("\n", "\r\n"), encoding: "utf-8", codes: [] },
    "lone CR": { bytes: CSV.replaceAll("\n", "\r"), encoding: "utf-8", codes: [] },
    "UTF-16 LE": { bytes: utf16(CSV, false, true), encoding: "utf-16le", codes: ["encoding-utf-16"] },
    "UTF-16 BE": { bytes: utf16(CSV, true, true), encoding: "utf-16be", codes: ["encoding-utf-16"] },
    "UTF-16 LE without a mark": { bytes: utf16(CSV, false, false), encoding: "utf-16le", codes: ["encoding-utf-16"] },
    "UTF-16 BE without a mark": { bytes: utf16(CSV, true, false), encoding: "utf-16be", codes: ["encoding-utf-16"] },
    "windows-1252": { bytes: latin1(LATIN), encoding: "windows-1252", codes: ["encoding-windows-1252"] },
    semicolons: { bytes: CSV.replaceAll(",", ";"), encoding: "utf-8", codes: [] },
    tabs: { bytes: CSV.replaceAll(",", "\t"), encoding: "utf-8", codes: [] },
    "no last line ending": { bytes: CSV.trimEnd(), encoding: "utf-8", codes: [] },
    "blank lines": { bytes: CSV.replaceAll("\n", "\n\n"), encoding: "utf-8", codes: [] },
  };

  it.each(Object.keys(files))("reads %s, in pieces of any size", async (name) => {
    const file = files[name];
    if (!file) throw new Error(name);
    for (const pieceBytes of [1, 7, 65_536]) {
      const { summary, result, lines } = await readWhole(file.bytes, { pieceBytes });
      expect(result.encoding).toBe(file.encoding);
      expect(summary.totals).toEqual([{ currency: "USD", amount: "2" }]);
      expect(lines[0]?.keys.apiKeyName).toBe("café");
      const codes = summary.issues.map(({ code }) => code).filter((code) => code.startsWith("encoding"));
      expect(codes).toEqual(file.codes);
    }
  });

  it("numbers records as a spreadsheet does, blank lines counted", async () => {
    const { lines } = await readWhole(`\n${CSV.replace("\n2026-05-02", "\n\n2026-05-02")}`);
    expect(lines.map(({ row }) => row)).toEqual([3, 5]);
  });

  it("says that windows-1252 turned up late, and keeps what was read", async () => {
    const late = `${HEADER}\n${"2026-05-01,m,w,key,message,,output,0.01,token\n".repeat(4000)}`;
    const { summary, result } = await readWhole(latin1(`${late}2026-05-01,m,w,é,message,,output,0.01,token\n`));
    expect(result.encoding).toBe("windows-1252");
    expect(summary.totals[0]?.amount).toBe("40.01");
  });
});

describe("tables", () => {
  it("keeps a line ending inside quotes in its cell", async () => {
    const { lines } = await readWhole(
      `${HEADER}\n2026-05-01,m,"two\nlines",k,message,,output,1,token\n2026-05-01,m,w,k,message,,output,1,token\n`,
    );
    expect(lines.map(({ row, keys }) => [row, keys.workspace])).toEqual([
      [2, "two\nlines"],
      [3, "w"],
    ]);
  });

  it("names the row where a quotation mark is never closed", async () => {
    const { lines, issues } = await readWhole(
      `${CSV}2026-05-03,"m,w,k,message,,output,1,token\n2026-05-04,m,w,k,message,,output,1,token\n`,
    );
    expect(lines.length).toBe(2);
    expect(issues).toContainEqual(expect.objectContaining({ severity: "blocking", code: "quote-not-closed", row: 4 }));
  });

  it("takes a header without rows as an export of nothing", async () => {
    const { summary } = await readWhole(`${HEADER}\n`);
    expect(summary.lines).toBe(0);
    expect(summary.coverage).toBeNull();
    expect(summary.issues).toEqual([expect.objectContaining({ severity: "notice", code: "no-rows" })]);
  });

  it("compares the file's own total and does not add it", async () => {
    const agrees = await readWhole(`${CSV},,,,,,,2.00,\n`);
    expect(agrees.summary.totals).toEqual([{ currency: "USD", amount: "2" }]);
    expect(agrees.issues).toContainEqual(expect.objectContaining({ severity: "notice", code: "total-agrees", row: 4 }));
    const differs = await readWhole(`${CSV}Total,,,,,,,2.50,\n`);
    expect(differs.summary.statedTotals).toEqual([
      { row: 4, currency: "USD", stated: "2.5", asRead: "2", difference: "0.5" },
    ]);
    expect(differs.issues).toContainEqual(expect.objectContaining({ severity: "warning", code: "total-differs" }));
  });

  it("blocks a row without a date that is no total, or not at the end", async () => {
    const damaged = await readWhole(`${CSV},Claude Opus 5,Default,k,message,,output,1.00,token\n`);
    expect(damaged.issues).toContainEqual(
      expect.objectContaining({ severity: "blocking", code: "date-missing", row: 4 }),
    );
    const inside = await readWhole(CSV.replace("\n2026-05-02", "\n,,,,,,,1.25,\n2026-05-02"));
    expect(inside.issues).toContainEqual(
      expect.objectContaining({ severity: "blocking", code: "date-missing", row: 3 }),
    );
  });

  it("refuses a row that ends inside its amount", async () => {
    const { lines, issues } = await readWhole(`${CSV}2026-05-03,m,w,k,message,,output,1.2`);
    expect(lines.length).toBe(2);
    expect(issues).toContainEqual(expect.objectContaining({ severity: "blocking", code: "row-cut", row: 4 }));
  });

  it("warns of a row that is shorter than the header and has an amount", async () => {
    const short = await readWhole(`${HEADER},inference_geo\n2026-05-01,m,w,k,message,,output,1,token\n`);
    expect(short.lines.length).toBe(1);
    expect(short.issues).toContainEqual(expect.objectContaining({ severity: "warning", code: "row-short", row: 2 }));
  });

  it("reads a file of three exports one after the other, headers and all", async () => {
    const { summary } = await readWhole(CSV + CSV + CSV);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "6" }]);
    expect(summary.issues).toContainEqual(expect.objectContaining({ severity: "notice", code: "header-repeated" }));
  });

  it("keeps ten thousand issues of a kind and counts the rest", async () => {
    const rows = "2026-05-01,m,w,k,message,,output,x,token\n".repeat(10_005);
    const { issues } = await readWhole(`${HEADER}\n${rows}`);
    expect(issues.filter(({ code }) => code === "amount-unreadable").length).toBe(10_000);
    expect(issues.find(({ code }) => code === "more-issues")?.message).toMatch(/^5 more issues/);
  });

  it("hands over blocks from which any row can be shown again", async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `2026-05-01,m,"w ${index}, x",k,message,,output,0.01,token`,
    );
    const { blocks, result, lines } = await readWhole(`${HEADER}\n${rows.join("\n")}\n`);
    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks.reduce((sum, { rows: count }) => sum + count, 0)).toBe(20_001);
    for (const line of [lines[0], lines[12_345], lines.at(-1)]) {
      const block = blocks.find(
        ({ firstRow, rows: count }) => line && line.row >= firstRow && line.row < firstRow + count,
      );
      const shape = result.shape;
      if (!line || !block || !shape) throw new Error("the row is in no block");
      expect(rowOfBlock(block, line.row, shape)?.[2]).toBe(line.keys.workspace);
    }
  });

  it("splits quoted and plain text alike, wherever the blocks are cut", () => {
    const cell = fc.stringMatching(/^[a-z ,"\n]{0,6}$/);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        (records) => {
          const text = records
            .map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(","))
            .join("\n");
          expect(parseRecords(`${text}\n`, { delimiter: ",", newline: "\n" })).toEqual(records);
        },
      ),
    );
  });
});

describe("JSON", () => {
  const page = (amount: string) =>
    `{"object":"page","data":[{"object":"bucket","start_time":1793577600,"end_time":1793664000,"results":[{"object":"organization.costs.result","amount":{"value":${amount},"currency":"usd"}}]}],"has_more":false}`;
  const later = (amount: string) =>
    page(amount).replaceAll("1793577600", "1793664000").replaceAll('"end_time":1793664000', '"end_time":1793750400');

  it.each([
    ["one after another", `${page("1")}${later("2")}`],
    ["one a line", `${page("1")}\n${later("2")}\n`],
    ["an array", `[${page("1")},${later("2")}]`],
  ])("reads pages written as %s", async (_, text) => {
    const { summary } = await readWhole(text, { fileName: "costs.json" });
    expect(summary.totals).toEqual([{ currency: "USD", amount: "3" }]);
    expect(summary.coverage).toEqual({ from: "2026-11-02", to: "2026-11-03" });
  });

  it("blocks a page that is in the file twice", async () => {
    const { summary } = await readWhole(`${page("1")}${page("1")}`);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "1" }]);
    expect(summary.issues).toContainEqual(
      expect.objectContaining({ severity: "blocking", code: "bucket-repeated", row: 2 }),
    );
  });

  it.each([
    ["cut", `${page("1")}\n{"object":"pa`, "json-cut", "line 2, column 14"],
    ["invalid", `${page("1")}\n{"object" "page"}`, "json-invalid", "line 2, column 11"],
  ])("says where JSON is %s", async (_, text, code, place) => {
    const { issues } = await readWhole(text);
    expect(issues).toContainEqual(
      expect.objectContaining({ severity: "blocking", code, message: expect.stringContaining(place) }),
    );
  });

  it("keeps every digit of a number and shows the text behind a result", async () => {
    const amount = "0.123456789012345678901234567890123";
    const { lines, sources } = await readWhole(page(amount));
    expect(lines.map(({ billed }) => format(billed))).toEqual([amount]);
    expect(sources.get(1)).toContain(amount);
  });

  it("reads nothing from pages without results, and replaces nothing", async () => {
    const { summary } = await readWhole(page("1").replace(/"results":\[.*?\]\}/, '"results":[]}'));
    expect(summary.lines).toBe(0);
    expect(summary.coverage).toBeNull();
    expect(summary.issues).toContainEqual(expect.objectContaining({ severity: "notice", code: "no-results" }));
  });

  it("refuses more than 64 MiB of JSON with a sentence that says what to do", async () => {
    const bytes = new Uint8Array(65 * 1024 * 1024).fill(32);
    bytes.set(new TextEncoder().encode(page("1")));
    await expect(readWhole(bytes, { fileName: "costs.json", pieceBytes: 1 << 20 })).rejects.toMatchObject({
      code: "too-large",
      message: expect.stringContaining("shorter periods"),
    });
  });
});
