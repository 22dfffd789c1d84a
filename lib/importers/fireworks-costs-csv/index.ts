import { isCurrencyCode, readCurrency } from "../../core/money.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { TableImporter } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { keysWith, Memo, NO_KEYS, TupleMemo } from "../source/keys.ts";
import { RowCells } from "../source/row-cells.ts";
import { type OpenRows, tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";
import { tagsOf } from "../source/tags.ts";
import { yieldRow } from "../source/usage-rows.ts";

const KNOWN = new Set("account_id,date,group_by_dimension,group_by_value,subtotal_usd,currency".split(","));
const UNNAMED = /^(?:unattributed|unknown(?:_\w+)?)$/i;

/** Serverless usage rated by day and one grouping. A file with two groupings would hold the same money twice. */
const open: OpenRows = (source, sink, options) => {
  const cells = new RowCells(sink, options);
  const accounts = new Memo((text) => textOrNull(text));
  const keys = new TupleMemo(readKeys);
  let grouping: string | null = null;
  const date = source.column("date");
  const account = source.column("account_id");
  const dimension = source.column("group_by_dimension");
  const value = source.column("group_by_value");
  const subtotal = source.column("subtotal_usd");
  const currencyCell = source.column("currency");
  const block = (row: number, column: string, code: string, message: string) =>
    sink.issue({ severity: "blocking", row, column, code, message });
  return {
    read(row) {
      const at = cells.day({ row, column: "date", text: date() });
      const amount = at && cells.owed({ row, column: "subtotal_usd", text: subtotal() });
      if (!at || !amount) return;
      const group = dimension().toLowerCase();
      grouping ??= group;
      if (group !== grouping) {
        block(
          row,
          "group_by_dimension",
          "grouping-mixed",
          `This row is grouped by ${group || "nothing"} and the file began with ${grouping || "nothing"}: the same money in two groupings counts twice. Export one grouping, or leave these rows out.`,
        );
        return;
      }
      const currency = readCurrency(currencyCell()) ?? "USD";
      if (!isCurrencyCode(currency) || currency !== "USD") {
        block(
          row,
          "currency",
          "currency-unreadable",
          `The subtotal is in US dollars by its name and in "${currencyCell()}" by its currency. Mend the row or leave it out.`,
        );
        return;
      }
      yieldRow(sink, {
        row,
        at,
        provider: "fireworks",
        account: accounts.get(account()) ?? options.account,
        basis: "rated",
        currency,
        amount,
        model: group === "model" && !UNNAMED.test(value()) ? accounts.get(value()) : null,
        service: "Fireworks serverless",
        tokens: [],
        requests: null,
        keys: keys.get(group, value()),
      });
    },
    end: () => sink.groupedBy(grouping ? [grouping === "api_key" ? "API key" : grouping] : []),
  };
};

const fireworksCostsCsv: TableImporter = {
  id: "fireworks-costs-csv",
  label: "Fireworks usage costs, CSV",
  lookedFor: "a header with group_by_dimension, group_by_value and subtotal_usd",
  yields: "cost",
  basis: "rated",
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return header.includes("group_by_dimension") && header.includes("subtotal_usd");
  },
  open: tableOf(
    {
      required: ["date", "group_by_dimension", "group_by_value", "subtotal_usd"],
      known: KNOWN,
      amount: "subtotal_usd",
      date: ["date"],
      currency: "USD",
      basis: "rated",
    },
    open,
  ),
};
export default fireworksCostsCsv;

function readKeys([group = "", value = ""]: readonly string[]): Keys {
  if (value === "" || group === "" || group === "model" || UNNAMED.test(value)) return NO_KEYS;
  if (/^api_?key(?:_id)?$/.test(group)) return keysWith({ apiKey: textOrNull(value) });
  if (/^api_?key_?name$/.test(group)) return keysWith({ apiKeyName: textOrNull(value) });
  if (/^(?:user|user_id|email)$/.test(group)) return keysWith({ user: hashPerson(value) });
  if (/^project(?:_id)?$/.test(group)) return keysWith({ project: textOrNull(value) });
  return keysWith({ tags: tagsOf({ [group]: value }) });
}
