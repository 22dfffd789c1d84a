import { describe, expect, it } from "vitest";
import type { Importer } from "./importer.ts";
import { KeptRecords, keptJson } from "./kept-text.ts";
import { hashPerson } from "./person.ts";
import { readJsonValues } from "./source/json.ts";
import { eachRecord, parseRecords } from "./source/table.ts";

const importer = (secrets: readonly string[]): Importer => ({
  id: "x",
  label: "X",
  lookedFor: "x",
  yields: "cost",
  basis: "billed",
  shape: "json",
  secrets,
  claims: () => false,
  read() {},
});
const SHAPE = { delimiter: ",", newline: "\n" } as const;
/** Blocks go through one after the other, as in a file. */
function keep(blocks: readonly string[], secrets: readonly string[] = ["prompt", "output"]): string {
  const kept = new KeptRecords(importer(secrets), SHAPE);
  return blocks
    .map((text) => {
      eachRecord(text, SHAPE, (cells) => kept.record(cells));
      return kept.block(text);
    })
    .join("");
}

describe("the kept text of a table", () => {
  it("is the file's own where nothing is secret", () => {
    const text = 'day , cost\n"1",2\n\n3,"a, ""b"""';
    expect(keep([text], [])).toBe(text);
    expect(keep([text])).toContain('3,"a, ""b"""');
  });

  it("has secret cells blank in every block, records and other cells as they were", () => {
    const blocks = ['Costs of May\nday,Prompt,cost\n1,"tell, me\nmore",2\n', "\n3,x,4\nday,Prompt,cost\n5,y,6\n"];
    expect(keep(blocks)).toBe("Costs of May\nday,Prompt,cost\n1,,2\n\n3,,4\nday,Prompt,cost\n5,,6\n");
  });

  it("takes no value for the name of a secret column", () => {
    const text = "day,type,cost\n2026-05-01,input,1\n2026-05-01,output,2\n2026-05-02,output,3\n";
    expect(keep([text])).toBe(text);
  });

  it("removes what a shifted row may have moved out of its column, and leaves the row too long", () => {
    const kept = keep(["day,prompt,cost\n1,tell,me,2\n"]);
    expect(kept).not.toMatch(/tell|me/);
    expect(parseRecords(kept, SHAPE)[1]?.length).toBe(4);
  });

  it("has addresses hashed wherever they stand", () => {
    const kept = keep(['day,who\n1,"Ada <ada@harbour.example>, ""x"""\n'], []);
    expect(kept).toBe(`day,who\n1,"Ada <${hashPerson("ada@harbour.example")}>, ""x"""\n`);
  });
});

describe("the kept text of JSON", () => {
  it("keeps numbers digit by digit, blanks secrets at any depth, hashes addresses in values and keys", () => {
    const text =
      '{"a":0.10000000000000000001,"rows":[{"Prompt":"tell","by":"ada@harbour.example","ada@harbour.example":{"prompt":{"x":"a"}}}]}';
    const hash = hashPerson("ada@harbour.example");
    const kept = keptJson(text, readJsonValues(text).values, importer(["prompt"]));
    expect(kept).toBe(`{"a":0.10000000000000000001,"rows":[{"Prompt":"","by":"${hash}","${hash}":{"prompt":null}}]}`);
    expect(keptJson('{"a":1}\n{"b":2}', [], importer([]))).toBe('{"a":1}\n{"b":2}');
  });
});
