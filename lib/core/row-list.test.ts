import fc from "fast-check";
import { expect, it } from "vitest";
import { RowList, unpackRows } from "./row-list.ts";

it("gives back every row that was put in, in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 300 }), (rows) => {
      const list = new RowList(rows[0] ?? 1);
      for (const row of rows.slice(1)) list.push(row);
      expect(unpackRows({ first: list.first, more: list.more, limit: 1000 })).toEqual(rows);
      expect(list.count).toBe(rows.length);
    }),
  );
});
