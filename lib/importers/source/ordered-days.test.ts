import { describe, expect, it } from "vitest";
import { OrderedDays } from "./ordered-days.ts";

function read(texts: readonly string[]) {
  const days = new OrderedDays();
  for (const text of texts) days.learn(text);
  days.decide();
  return { order: days.order, isGuess: days.isGuess, last: days.read(texts.at(-1) ?? "") };
}

describe("days whose order the file shows", () => {
  it.each([
    [["05/14/2026"], { order: "month-first", isGuess: false, last: "2026-05-14" }],
    [["01/05/2026", "14/05/2026"], { order: "day-first", isGuess: false, last: "2026-05-14" }],
    [["1.5.2026"], { order: "day-first", isGuess: false, last: "2026-05-01" }],
    [["5/1/2026", "5/2/2026"], { order: "month-first", isGuess: true, last: "2026-05-02" }],
    [["1/5/2026", "2/5/2026"], { order: "day-first", isGuess: true, last: "2026-05-02" }],
    [["5/6/2026"], { order: "month-first", isGuess: true, last: "2026-05-06" }],
    [["05/14/2026", "14/05/2026"], { order: "month-first", isGuess: false, last: null }],
    [["2026-05-14"], { order: null, isGuess: false, last: "2026-05-14" }],
    [["2026-05-14T00:00:00.000Z"], { order: null, isGuess: false, last: "2026-05-14" }],
    [["20260514"], { order: null, isGuess: false, last: "2026-05-14" }],
    [["5/14/2026 12:00:00 AM"], { order: "month-first", isGuess: false, last: "2026-05-14" }],
    [["02/30/2026"], { order: "month-first", isGuess: false, last: null }],
  ])("%s", (texts, expected) => expect(read(texts)).toEqual(expected));
});
