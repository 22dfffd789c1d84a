import { strToU8, zipSync } from "fflate";
import readXlsxFile from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { looksLikeTable, sheetsOf } from "./xlsx.ts";

const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/** A workbook of sheets written by hand: what a writer of another maker gives. */
function workbook(sheets: Record<string, string>, { texts = "", styles = "", book = "" } = {}): Uint8Array {
  const names = Object.keys(sheets);
  return zipSync({
    "[Content_Types].xml": strToU8("<Types/>"),
    "_rels/.rels": strToU8(
      `<Relationships><Relationship Id="a" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    "xl/workbook.xml": strToU8(
      `<workbook>${book}<sheets>${names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at}"/>`).join("")}</sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      `<Relationships>${names.map((_, at) => `<Relationship Id="rId${at}" Target="worksheets/s${at}.xml"/>`).join("")}</Relationships>`,
    ),
    "xl/sharedStrings.xml": strToU8(`<sst>${texts}</sst>`),
    "xl/styles.xml": strToU8(`<styleSheet>${styles}</styleSheet>`),
    ...Object.fromEntries(
      names.map((name, at) => [
        `xl/worksheets/s${at}.xml`,
        strToU8(`<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${sheets[name]}</sheetData></worksheet>`),
      ]),
    ),
  });
}
const textOf = (bytes: Uint8Array, at = 0) => [...(sheetsOf(bytes)[at]?.text() ?? [])].join("");

describe("a sheet", () => {
  it("gives numbers digit by digit, as the file has them", () => {
    const row = ["0.1", "1.81E-8", "123456789012345678.90", "12.5"].map((value) => `<c><v>${value}</v></c>`).join("");
    expect(textOf(workbook({ Data: `<row r="1">${row}</row>` }))).toBe("0.1,1.81E-8,123456789012345678.90,12.5\n");
  });

  it("keeps its row numbers and columns when some are missing", () => {
    const sheet =
      '<row r="2"><c r="B2"><v>1</v></c></row><row r="5"/><row r="6"><c r="A6" t="b"><v>1</v></c><c r="D6" t="e"><v>#N/A</v></c></row>';
    expect(textOf(workbook({ Data: sheet }))).toBe("\n,1\n\n\n\nTRUE,,,#N/A\n");
  });

  it("gives rows the width of those before, for a workbook leaves out the empty cells at their end", () => {
    const header = "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>";
    const rows = '<row><c><v>4</v></c></row><row/><row><c r="B4"><v>5</v></c></row>';
    expect(textOf(workbook({ Data: header + rows }))).toBe("1,2,3\n4,,\n\n,5,\n");
  });

  it("gives texts of every kind, runs joined, entities and line endings undone", () => {
    const texts =
      '<si><t>plain</t></si><si><r><t>two </t></r><r><t xml:space="preserve">runs</t></r><rPh><t>no</t></rPh></si><si/>';
    const cells =
      '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="inlineStr"><is><t>a &lt; &#x20AC; "q", b_x000A_c</t></is></c><c t="str"><f>1</f><v>f&amp;g</v></c><c t="s"><v>9</v></c>';
    expect(textOf(workbook({ Data: `<row>${cells}</row>` }, { texts }))).toBe(
      'plain,two runs,,"a < € ""q"", b\nc",f&g,\uFFFD\n',
    );
  });

  it("gives dates as ISO in both of Excel's calendars, and leaves other numbers", () => {
    const styles =
      '<numFmts><numFmt numFmtId="170" formatCode="dd\\.mm\\.yyyy hh:mm"/><numFmt numFmtId="171" formatCode="0.00 &quot;days&quot;"/><numFmt numFmtId="172" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/></cellXfs>';
    const cells =
      '<c s="1"><v>46143</v></c><c s="2"><v>46143.5</v></c><c s="3"><v>46143</v></c><c s="4"><v>1.5</v></c><c s="0"><v>46143</v></c><c s="2"><v>46143.000011574</v></c>';
    const expected = "2026-05-01,2026-05-01T12:00:00,46143,1.5,46143,2026-05-01T00:00:01\n";
    expect(textOf(workbook({ D: `<row>${cells}</row>` }, { styles }))).toBe(expected);
    const mac = workbook({ D: '<row><c s="1"><v>44681</v></c></row>' }, { styles, book: '<workbookPr date1904="1"/>' });
    expect(textOf(mac)).toBe("2026-05-01\n");
  });

  it("reads what a spreadsheet library writes, as another one does", async () => {
    const rows = [
      ["day", "cost", "note"],
      ["2026-05-01", 0.1, "a, b"],
      ["2026-05-02", 12.345678901234567, 'c "d"\ne'],
    ];
    const buffer = await (await writeXlsxFile(rows.map((row) => row.map((value) => ({ value }))))).toBuffer();
    const theirs = (await readXlsxFile(buffer))[0]?.data;
    expect(theirs).toEqual(rows);
    expect(textOf(new Uint8Array(buffer))).toBe(
      'day,cost,note\n2026-05-01,0.1,"a, b"\n2026-05-02,12.345678901234567,"c ""d""\ne"\n',
    );
  });

  it("is told from a cover", () => {
    const bytes = workbook({
      Cover: "<row><c><v>1</v></c></row>",
      Data: "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>",
    });
    expect(sheetsOf(bytes).map((sheet) => [sheet.name, looksLikeTable(sheet)])).toEqual([
      ["Cover", false],
      ["Data", true],
    ]);
  });
});

describe("a workbook that is not sound", () => {
  it.each([
    ["a column past the last", '<row><c r="XFD1"><v>1</v></c></row>', "too-large"],
    ["rows out of order", '<row r="2"/><row r="1"/>', "unreadable-file"],
    ["a row past the last", '<row r="2000000000"/>', "unreadable-file"],
    ["a sheet that is cut", '<row r="1"><c><v>1</v>', "unreadable-file"],
  ])("is refused: %s", (_, sheet, code) => {
    expect(() => textOf(workbook({ Data: sheet }))).toThrow(expect.objectContaining({ code }));
  });

  it("with a part that claims more than it may is refused before it is unpacked", () => {
    const bytes = workbook({ Data: "<row/>" });
    const at = Buffer.from(bytes).lastIndexOf("xl/worksheets/s0.xml") - 46;
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(at + 24, 0x7fffffff, true);
    expect(() => textOf(bytes)).toThrow(expect.objectContaining({ code: "too-large" }));
  });

  it("cut anywhere is refused", () => {
    const bytes = workbook({ Data: "<row/>" });
    for (let end = 0; end < bytes.length; end += 97)
      expect(() => textOf(bytes.slice(0, end))).toThrow(expect.objectContaining({ code: "unreadable-file" }));
  });
});
