import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { AppError } from "../../../core/app-error.ts";
import { parquetText } from "./parquet.ts";
import { parquetRows } from "./parquet-rows.ts";

type Given = Parameters<typeof parquetWriteBuffer>[0];
const written = (given: Given) => new Uint8Array(parquetWriteBuffer(given));
async function textOf(bytes: Uint8Array): Promise<string> {
  let text = "";
  for await (const piece of parquetRows(bytes)) text += piece;
  return text;
}

describe("a Parquet file", () => {
  it("gives decimals and whole numbers to the last digit", async () => {
    const bytes = written({
      columnData: [
        { name: "cost", data: [123456789012345678n, -1n, 0n] },
        { name: "count", data: [9007199254740993n, -5n, 0n] },
      ],
      schema: [
        { name: "root", num_children: 2 },
        {
          name: "cost",
          type: "INT64",
          converted_type: "DECIMAL",
          scale: 9,
          precision: 18,
          repetition_type: "REQUIRED",
        },
        { name: "count", type: "INT64", repetition_type: "REQUIRED" },
      ],
    });
    expect(await textOf(bytes)).toBe("cost,count\n123456789.012345678,9007199254740993\n-0.000000001,-5\n0,0\n");
  });

  it("gives decimals of any width, stored as bytes", async () => {
    const bytes = written({
      columnData: [{ name: "cost", data: [12345678901234567890123456789n, -1n] }],
      schema: [
        { name: "root", num_children: 1 },
        {
          name: "cost",
          type: "FIXED_LEN_BYTE_ARRAY",
          type_length: 12,
          converted_type: "DECIMAL",
          scale: 20,
          precision: 28,
          repetition_type: "REQUIRED",
        },
      ],
    });
    expect(await textOf(bytes)).toBe("cost\n123456789.01234567890123456789\n-0.00000000000000000001\n");
  });

  it("gives times as ISO in UTC, floats in their fewest digits, blanks for null, JSON for what is nested", async () => {
    const bytes = written({
      columnData: [
        {
          name: "at",
          data: [new Date("2026-05-01T00:00:00Z"), new Date("2026-05-01T12:30:00.250Z")],
          type: "TIMESTAMP",
        },
        { name: "double", data: [0.1, 1.81e-8], type: "DOUBLE" },
        { name: "single", data: [0.1, 2.5], type: "FLOAT" },
        { name: "text", data: ['a, "b"', null], type: "STRING", nullable: true },
        { name: "tags", data: [{ team: "search", n: 1 }, null], type: "JSON", nullable: true },
        { name: "yes", data: [true, false], type: "BOOLEAN" },
      ],
    });
    expect(await textOf(bytes)).toBe(
      'at,double,single,text,tags,yes\n2026-05-01T00:00:00Z,0.1,0.1,"a, ""b""","{""team"":""search"",""n"":1}",true\n2026-05-01T12:30:00.25Z,1.81e-8,2.5,,,false\n',
    );
  });

  it("is read group by group, in pieces", async () => {
    const count = 25_000;
    const columns = Array.from({ length: 60 }, (_, at) => ({
      name: `c${at}`,
      data: Array.from({ length: count }, (_, row) => `${at}-${row % 9}`),
    }));
    const bytes = written({ columnData: columns, rowGroupSize: 10_000 });
    const pieces: string[] = [];
    for await (const piece of parquetRows(bytes)) pieces.push(piece);
    expect(pieces.length).toBe(4);
    const lines = pieces.join("").trimEnd().split("\n");
    expect(lines.length).toBe(count + 1);
    expect(lines[count]?.endsWith(`,59-${(count - 1) % 9}`)).toBe(true);
  });
});

describe("a Parquet file that is not sound", () => {
  const sound = written({
    columnData: [
      { name: "a", data: Array.from({ length: 300 }, (_, row) => row), type: "INT32" },
      { name: "b", data: Array.from({ length: 300 }, () => "x") },
    ],
  });

  it("cut anywhere is refused", async () => {
    for (let end = 4; end < sound.length; end += 61)
      await expect(textOf(sound.slice(0, end))).rejects.toMatchObject({ code: "unreadable-file" });
  });

  it("with a flipped bit is read or refused, never anything else", async () => {
    for (let at = 4; at < sound.length; at += 3) {
      const bytes = sound.slice();
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      await textOf(bytes).catch((error: unknown) => expect(error, String(error)).toBeInstanceOf(AppError));
    }
  });

  it("whose footer claims other numbers is read or refused", async () => {
    const footer = sound.length - 8 - new DataView(sound.buffer, sound.byteOffset).getUint32(sound.length - 8, true);
    for (let at = footer; at < sound.length; at += 1)
      for (const value of [0xff, 0x7f]) {
        const bytes = sound.slice();
        bytes[at] = value;
        await textOf(bytes).catch((error: unknown) => expect(error, String(error)).toBeInstanceOf(AppError));
      }
  });

  it("that claims a billion rows is refused at once", async () => {
    const schema = [
      { name: "root", num_children: 1 },
      { name: "a", type: "INT32" as const, repetition_type: "REQUIRED" as const },
    ];
    const bytes = written({ columnData: [{ name: "a", data: [1] }], schema });
    const { parquetMetadata } = await import("hyparquet");
    expect(Number(parquetMetadata(bytes.slice().buffer).num_rows)).toBe(1);
    // Thrift writes i64 as a zigzag varint: 1 is 0x02. Every claim of one row becomes one of 63.
    const lying = bytes.map((byte, at) => (at > bytes.length - 90 && byte === 2 ? 126 : byte));
    await textOf(lying).catch((error: unknown) => expect(error).toBeInstanceOf(AppError));
  });
});

describe("the thread a Parquet file is read in", () => {
  const sound = written({ columnData: [{ name: "a", data: [1, 2], type: "INT32" }] });
  const all = async (bytes: Uint8Array, limit?: { pieceLimitMs: number }) => {
    const pieces: string[] = [];
    for await (const piece of parquetText(bytes, limit)) pieces.push(piece);
    return pieces.join("");
  };

  it("gives the same text", async () => expect(await all(sound)).toBe("a\n1\n2\n"));

  it("passes a refusal on", async () =>
    expect(all(sound.slice(0, 40))).rejects.toMatchObject({ name: "AppError", code: "unreadable-file" }));

  it("is ended when a piece never comes", async () =>
    expect(all(sound, { pieceLimitMs: 0 })).rejects.toMatchObject({ code: "unreadable-file" }));
});
