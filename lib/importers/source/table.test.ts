import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { parseRecords, recordBlocks, tableShape } from "./table.ts";

const SHAPE = { delimiter: ",", newline: "\n" } as const;
const plainCell = fc.stringMatching(/^[a-z 0-9]{0,5}$/);
const quotedCell = fc.stringMatching(/^[a-z ,"\n]{0,8}$/).map((text) => `"${text.replaceAll('"', '""')}"`);
const records = fc.array(fc.array(fc.oneof(plainCell, quotedCell), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 12,
});
const textOf = (rows: readonly (readonly string[])[], ending: string) =>
  rows.map((cells) => cells.join(",")).join(ending);

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

describe("records", () => {
  it("are what papaparse reads", () => {
    fc.assert(
      fc.property(records, (rows) => {
        const text = textOf(rows, "\n");
        fc.pre(text !== "");
        expect(parseRecords(`${text}\n`, SHAPE)).toEqual(Papa.parse(text, SHAPE).data);
      }),
    );
  });

  it("are the same with CRLF, but for line endings inside quotes", () => {
    fc.assert(
      fc.property(records, (rows) => {
        const expected = parseRecords(`${textOf(rows, "\n")}\n`, SHAPE);
        expect(parseRecords(`${textOf(rows, "\r\n")}\r\n`, SHAPE)).toEqual(expected);
      }),
    );
  });

  it("are the same whichever pieces the text comes in", async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const text = `${textOf(rows, "\n")}\n`;
        let joined = "";
        for await (const block of recordBlocks(pieces(text, size), SHAPE)) joined += block.text;
        expect(joined).toBe(text);
      }),
    );
  });

  it.each([
    ['a,"b" ,c', [["a", "b", "c"]]],
    ['5" disk,b', [['5" disk', "b"]]],
    ['"a ""quoted"" word",b', [['a "quoted" word', "b"]]],
    ["a;b\tc", [["a;b\tc"]]],
  ])("of %j", (text, expected) => {
    expect(parseRecords(text, SHAPE)).toEqual(expected);
  });

  it("are the same where carriage returns alone end them, as an old spreadsheet saves them", () => {
    fc.assert(
      fc.property(records, (rows) => {
        const expected = parseRecords(`${textOf(rows, "\n")}\n`, SHAPE);
        expect(parseRecords(`${textOf(rows, "\r")}\r`, { delimiter: ",", newline: "\r" })).toEqual(expected);
      }),
    );
  });

  it.each([
    ['"a","b"\r"1","two\nlines"\r', "\r"],
    ['a,b\r\n1,"x\ry"\r\n', "\n"],
    ['a,b\n1,"x\ry"\n', "\n"],
    ['"a\nb"', "\n"],
    ["a,b", "\n"],
  ])("of %j end with %j", (text, newline) => {
    expect(tableShape(text).newline).toBe(newline);
  });
});
