import { describe, expect, it } from "vitest";
import { checkMapping, headerSignature, mappedColumns, mappedFormat, type TableMapping } from "./mapping.ts";
import { suggestMapping } from "./suggest-mapping.ts";

const MAPPING: TableMapping = {
  name: "Acme gateway, daily costs",
  provider: "acme",
  account: "acme-main",
  accountColumn: null,
  basis: "estimated",
  date: { column: "Day", format: "day-first", zone: "Europe/Berlin" },
  amount: { column: "Cost", decimal: ",", unit: "units", currency: { code: "EUR" } },
  model: { column: "Model" },
  service: null,
  keys: { project: "Project", user: "Who", tags: { team: "Team" } },
  tokens: { input: "In", cacheRead: "Cached", output: "Out" },
  inputHoldsCached: true,
  requests: { column: "Calls" },
  category: null,
};

describe("a mapping", () => {
  it("comes back from JSON as it was", () => {
    expect(checkMapping(JSON.parse(JSON.stringify(MAPPING)))).toEqual(MAPPING);
  });

  it("may leave out what does not apply", () => {
    const small = checkMapping({
      name: " N ",
      provider: "OpenAI",
      basis: "billed",
      date: { column: "d", format: "iso" },
      amount: { column: "a", decimal: ".", unit: "cents", currency: { column: "c" } },
    });
    expect(small).toMatchObject({ name: "N", provider: "openai", keys: { tags: {} }, tokens: {}, requests: null });
    expect(mappedColumns(small)).toEqual(["d", "a", "c"]);
  });

  it("names each column once", () => {
    expect(mappedColumns(MAPPING)).toEqual([
      "Day",
      "Cost",
      "Model",
      "Project",
      "Who",
      "Team",
      "In",
      "Cached",
      "Out",
      "Calls",
    ]);
  });

  it.each([
    ["not an object", null, /JSON object/],
    ["no name", { ...MAPPING, name: " " }, /lacks "name"/],
    ["a name without a letter", { ...MAPPING, name: "--" }, /letter or a digit/],
    ["an unknown basis", { ...MAPPING, basis: "metered" }, /"basis".*billed, rated, estimated, quantity/],
    ["money that is a quantity", { ...MAPPING, basis: "quantity" }, /not "quantity"/],
    ["usage that is billed", { ...MAPPING, amount: null }, /the basis is "quantity"/],
    ["a date format unknown", { ...MAPPING, date: { column: "d", format: "martian" } }, /date.format/],
    ["a zone unknown", { ...MAPPING, date: { ...MAPPING.date, zone: "Mars/Olympus" } }, /not a time zone/],
    ["no currency", { ...MAPPING, amount: { ...MAPPING.amount, currency: null } }, /which currency/],
    ["a wrong currency", { ...MAPPING, amount: { ...MAPPING.amount, currency: { code: "euro" } } }, /not a currency/],
    ["a kind of token unknown", { ...MAPPING, tokens: { reasoning: "R" } }, /no kind of token/],
    ["cached tokens out of nothing", { ...MAPPING, tokens: { output: "Out" } }, /taken out of the input/],
    ["a column that is a number", { ...MAPPING, model: { column: 3 } }, /not a text/],
  ])("is refused with a sentence: %s", (_, json, message) => {
    expect(() => checkMapping(json)).toThrow(message);
  });

  it("of nothing to read is refused", () => {
    expect(() =>
      checkMapping({ name: "x", provider: "y", basis: "quantity", date: { column: "d", format: "iso" } }),
    ).toThrow(/nothing to read/);
  });

  it("gives its imports a format id", () => expect(mappedFormat(MAPPING.name)).toBe("mapped:acme-gateway-daily-costs"));
});

describe("a header's signature", () => {
  it("does not depend on order, case or blanks", () => {
    expect(headerSignature(["Day", " cost ", "Model", ""])).toBe(headerSignature(["MODEL", "Cost", "day"]));
    expect(headerSignature(["a", "b"])).toMatch(/^[0-9a-f]{16}$/);
  });
  it("tells other headers apart", () => {
    const signatures = [["a", "b"], ["ab"], ["a"], ["a", "c"], ["a", "b", "c"]].map(headerSignature);
    expect(new Set(signatures).size).toBe(5);
  });
});

describe("a suggestion", () => {
  it("finds usual names and reads the formats off the rows", () => {
    const suggested = suggestMapping(
      ["Datum", "Modell", "Betrag", "Prompt Tokens", "Completion Tokens", "Team", "User E-Mail", "Requests"],
      [["03.05.2026", "gpt-5", "1.234,56 €", "10", "20", "Search", "a@b.example", "4"]],
    );
    expect(suggested).toMatchObject({
      basis: "billed",
      date: { column: "Datum", format: "day-first", zone: null },
      amount: { column: "Betrag", decimal: ",", unit: "units", currency: { code: "EUR" } },
      model: { column: "Modell" },
      keys: { user: "User E-Mail", tags: { team: "Team" } },
      tokens: { input: "Prompt Tokens", output: "Completion Tokens" },
      requests: { column: "Requests" },
    });
  });

  it("tells American dates, cents and a column of currencies", () => {
    const suggested = suggestMapping(["date", "cost_cents", "currency"], [["3/25/2026", "1,204.5", "usd"]]);
    expect(suggested.date?.format).toBe("month-first");
    expect(suggested.amount).toEqual({
      column: "cost_cents",
      decimal: ".",
      unit: "cents",
      currency: { column: "currency" },
    });
  });

  it("says usage where there is no money", () => {
    expect(suggestMapping(["timestamp", "input_tokens"], [["1777593600", "5"]])).toMatchObject({
      basis: "quantity",
      amount: null,
      date: { format: "epoch-seconds" },
    });
  });
});
