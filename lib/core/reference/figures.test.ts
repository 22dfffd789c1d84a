import { describe, expect, it } from "vitest";
import { decimal, format } from "../decimal.ts";
import { referenceFigures } from "./figures.ts";
import { paybackMonths } from "./local-cost.ts";

const { rows, comparison } = referenceFigures();
const find = (source: string, figure: string, group = "") => {
  const found = rows.find((row) => row.source === source && row.figure === figure && row.group.includes(group));
  if (!found) throw new Error(`no row ${figure}`);
  return found;
};

describe("the published figures, from their own inputs", () => {
  it.each([
    ["Input tokens a day", "50"],
    ["Output tokens a day", "75"],
    ["Cloud a day", "125"],
    ["Cloud a month", "3750"],
    ["Hardware a month", "229.1667"],
    ["Electricity a month", "43.2"],
    ["Local a month", "272.3667"],
    ["Payback", "1.4838"],
  ])("A: %s is %s", (figure, exact) => expect(find("A", figure).exact).toBe(exact));

  it.each([
    ["DeepSeek V4 Flash", "10.5"],
    ["Llama 4 Scout", "8"],
    ["Gemini 2.5 Flash", "18.75"],
    ["GPT-4.1", "250"],
    ["Claude Sonnet 4.6", "450"],
    ["Claude Opus 4.7", "750"],
    ["GPT-4.1 nano", "12.5"],
    ["GPT-5.5", "875"],
  ])("B: 50M tokens of %s cost %s", (figure, exact) => expect(find("B", figure, "50M").exact).toBe(exact));

  it.each([
    ["RTX 4090", "16.2", "48.6"],
    ["2x RTX 4090", "32.4", "97.2"],
    ["A100 80GB", "10.8", "32.4"],
    ["H100 80GB", "25.2", "75.6"],
  ])(
    "B: electricity of %s is %s at 8 h and %s at 24 h, and only the second is what was printed",
    (rig, eight, always) => {
      expect(find("B", `${rig}, 8 hours a day`)).toMatchObject({ exact: eight, agrees: false });
      expect(find("B", `${rig}, 24 hours a day`)).toMatchObject({ exact: always, agrees: true });
    },
  );

  it("B: break-even of the 2x RTX 4090", () => {
    expect(find("B", "Local a month").exact).toBe("266.6667");
    expect(find("B", "DeepSeek V4 Flash", "100M").exact).toBe("21");
    expect(find("B", "Payback against DeepSeek V4 Flash").exact).toBeNull();
    expect(find("B", "GPT-4.1", "100M").exact).toBe("500");
    expect(find("B", "Payback against GPT-4.1").exact).toBe("10");
  });
  it("B: rented GPUs, always on", () => {
    expect(rows.filter((row) => row.group.startsWith("Rented")).map((row) => row.exact)).toEqual([
      "1440",
      "2880",
      "2880",
      "5760",
    ]);
  });
  it("B: which hybrids reach the printed saving, with fixed costs counted", () => {
    const bills = rows.filter((row) => row.group.startsWith("Hybrid")).map((row) => row.exact);
    expect(bills).toEqual(["1333.3333", "888.8889", "2666.6667", null]);
  });
  it("never pays back what costs as much to run as it replaces", () => {
    const rig = { price: decimal(4000), cloudMonthly: decimal(100), runningMonthly: decimal(100) };
    expect(paybackMonths(rig)).toBeNull();
    const cheaper = paybackMonths({ ...rig, runningMonthly: decimal(60) });
    expect(cheaper && format(cheaper)).toBe("100");
  });
  it("says in a sentence why a printed figure does not follow", () => {
    for (const row of rows) if (row.agrees === false) expect(row.note).toMatch(/\.$/);
    expect(rows.filter((row) => row.agrees === false).map((row) => row.figure)).toEqual([
      "Local a month",
      "RTX 4090, 8 hours a day",
      "2x RTX 4090, 8 hours a day",
      "A100 80GB, 8 hours a day",
      "H100 80GB, 8 hours a day",
    ]);
    expect(comparison.map((row) => row.aspect)).toHaveLength(6);
  });
});
