import { describe, expect, it } from "vitest";
import { checkMapping } from "../../lib/core/mapping.ts";
import { suggestMapping } from "../../lib/core/suggest-mapping.ts";
import { draftOf, mappingOf } from "./mapping-draft.ts";

const HEADER = ["Datum", "Betrag", "Währung", "Modell", "Team", "User", "input_tokens"];
const ROWS = [["14.05.2026", "1.234,56", "EUR", "gpt-4.1", "Search", "mara", "120"]];

describe("the form of a mapping", () => {
  it("starts from the suggestion and says a mapping that can be read", () => {
    const draft = draftOf(suggestMapping(HEADER, ROWS), "acme_gateway-2026-05.csv");
    expect(draft.name).toBe("acme gateway");
    const mapping = checkMapping(mappingOf({ ...draft, provider: "Acme" }));
    expect(mapping).toMatchObject({
      provider: "acme",
      basis: "billed",
      date: { column: "Datum", format: "day-first", zone: null },
      amount: { column: "Betrag", decimal: ",", unit: "units", currency: { column: "Währung" } },
      model: { column: "Modell" },
      keys: { user: "User", tags: { team: "Team" } },
      tokens: { input: "input_tokens" },
    });
  });

  it("is usage with no money once the amount is taken out", () => {
    const draft = draftOf(suggestMapping(HEADER, ROWS), "usage.csv");
    expect(mappingOf({ ...draft, amountColumn: "", provider: "acme" })).toMatchObject({
      basis: "quantity",
      amount: null,
    });
  });
});
