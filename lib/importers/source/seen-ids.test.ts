import { expect, test } from "vitest";
import type { Issue } from "../../core/issue.ts";
import type { Sink } from "../importer.ts";
import { SeenIds } from "./seen-ids.ts";

function collector() {
  const issues: Issue[] = [];
  // Only issues are reported here.
  return { issues, ids: new SeenIds({ issue: (issue: Issue) => issues.push(issue) } as unknown as Sink, "id") };
}

test("a row that comes again counts once, and that is said once", () => {
  const { issues, ids } = collector();
  const seen = ["a", "b", "a", "a"].map((id, row) => ids.isRepeat({ id, row, content: `${id} 1.50` }));
  ids.report();
  expect(seen).toEqual([false, false, true, true]);
  expect(issues).toEqual([expect.objectContaining({ severity: "notice", code: "rows-repeated", row: 2 })]);
});

test("an id with other content blocks its row", () => {
  const { issues, ids } = collector();
  ids.isRepeat({ id: "a", row: 2, content: "1.50" });
  expect(ids.isRepeat({ id: "a", row: 3, content: "2.50" })).toBe(true);
  expect(issues).toEqual([expect.objectContaining({ severity: "blocking", code: "id-repeated", row: 3 })]);
});

test("rows without an id are never repeats", () => {
  const { ids } = collector();
  expect([2, 3].map((row) => ids.isRepeat({ id: "", row, content: "same" }))).toEqual([false, false]);
});

test("a hundred thousand ids that look alike are told apart", () => {
  const { issues, ids } = collector();
  for (let row = 0; row < 100_000; row += 1)
    ids.isRepeat({ id: `gen-${1_790_000_000 + row}-abcdef`, row, content: "1" });
  ids.report();
  expect(issues).toEqual([]);
});
