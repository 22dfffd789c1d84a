import type { JsonValue } from "../importer.ts";
import { type BillingRow, creditsOf, objectOf } from "../source/gcp-billing.ts";
import { type Columns, cellAt } from "../source/headed-table.ts";
import { asText, jsonText, readJsonValues } from "../source/json.ts";
import { Memo } from "../source/keys.ts";

type Cells = readonly string[];
type Field = (cells: Cells) => string;

/** The cell's text; "" when it is null in any spelling. */
function known(cells: Cells, position: number): string {
  const cell = cellAt(cells, position);
  return cell === "NULL" || cell === "null" || cell === "\\N" ? "" : cell;
}

/**
 * Reads rows of the table saved as CSV. A field inside another (`service.description`) is a column of its own, spelt with a
 * point or an underscore, or stands in the JSON text of the outer one.
 */
export class BillingColumns {
  readonly #columns: Columns;
  readonly #parsed = new Memo((text): { value: JsonValue | undefined } => ({ value: parsedOf(text) }));
  readonly #fields: { readonly [Name in Exclude<keyof BillingRow, "credits">]: Field };
  readonly #credits: readonly number[];
  readonly #creditsJson: number;

  constructor(columns: Columns) {
    this.#columns = columns;
    this.#creditsJson = columns.position("credits");
    this.#credits = columns.names.flatMap((name, position) =>
      /^(?:credits(?:[._]|\[\d+\][._]?|[._]\d+[._])amount|credits_total|total_credits|credit_amount)$/i.test(name)
        ? [position]
        : [],
    );
    this.#fields = {
      account: this.#top("billing_account_id"),
      invoiceMonth: this.#inner("invoice", "month"),
      start: this.#top("usage_start_time"),
      exportTime: this.#top("export_time"),
      cost: this.#top("cost"),
      currency: this.#top("currency"),
      rate: this.#top("currency_conversion_rate"),
      costType: this.#top("cost_type"),
      service: this.#inner("service", "description"),
      sku: this.#inner("sku", "description"),
      usageAmount: this.#inner("usage", "amount"),
      usageUnit: this.#inner("usage", "unit"),
      project: this.#inner("project", "id"),
      projectName: this.#inner("project", "name"),
      labels: this.#labels("labels"),
      projectLabels: this.#inner("project", "labels"),
    };
  }

  get hasCredits(): boolean {
    return this.#credits.length > 0 || this.#creditsJson >= 0;
  }

  rowOf(cells: Cells): BillingRow {
    const fields = this.#fields;
    return {
      account: fields.account(cells),
      invoiceMonth: fields.invoiceMonth(cells),
      start: fields.start(cells),
      exportTime: fields.exportTime(cells),
      cost: fields.cost(cells),
      currency: fields.currency(cells),
      rate: fields.rate(cells),
      costType: fields.costType(cells),
      credits: this.#creditsOf(cells),
      service: fields.service(cells),
      sku: fields.sku(cells),
      usageAmount: fields.usageAmount(cells),
      usageUnit: fields.usageUnit(cells),
      project: fields.project(cells),
      projectName: fields.projectName(cells),
      labels: fields.labels(cells),
      projectLabels: fields.projectLabels(cells),
    };
  }

  #top(name: string): Field {
    const position = this.#columns.position(name);
    return (cells) => known(cells, position);
  }

  #inner(outer: string, name: string): Field {
    const position = this.#columns.position(`${outer}.${name}`, `${outer}_${name}`);
    if (position >= 0) return (cells) => known(cells, position);
    const whole = this.#columns.position(outer);
    if (whole < 0) return () => "";
    return (cells) => {
      const text = known(cells, whole);
      if (text === "") return "";
      const { value } = this.#parsed.get(text);
      const found = objectOf(value)[name];
      // A column that holds the inner value itself: `service` as a name, `project` as an id.
      if (value === undefined) return name === "description" || name === "id" ? text : "";
      return found === undefined || found === null ? "" : (asText(found) ?? jsonText(found));
    };
  }

  /** Labels as one JSON text, or as a column for each (`labels.team`, `labels_team`). */
  #labels(outer: string): Field {
    const whole = this.#columns.position(outer);
    if (whole >= 0) return (cells) => known(cells, whole);
    const each = this.#columns.names.flatMap((header, position) => {
      const name =
        header.toLowerCase().startsWith(`${outer}.`) || header.toLowerCase().startsWith(`${outer}_`)
          ? header.slice(outer.length + 1)
          : "";
      return name === "" || /^(?:key|value)$/i.test(name) ? [] : [{ name, position }];
    });
    const key = this.#columns.position(`${outer}.key`, `${outer}_key`);
    const value = this.#columns.position(`${outer}.value`, `${outer}_value`);
    return (cells) => {
      const pairs = each.map(({ name, position }) => [name, known(cells, position)] as const);
      const named = [...pairs, [known(cells, key), known(cells, value)] as const].filter(
        ([name, text]) => name !== "" && text !== "",
      );
      return named.length === 0 ? "" : JSON.stringify(Object.fromEntries(named));
    };
  }

  #creditsOf(cells: Cells): readonly string[] | null {
    if (this.#credits.length > 0)
      return this.#credits.map((position) => known(cells, position)).filter((text) => text !== "");
    const text = known(cells, this.#creditsJson);
    return text === "" || text === "[]" ? [] : creditsOf(parsedOf(text) ?? text);
  }
}

function parsedOf(text: string): JsonValue | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  const { values, issue } = readJsonValues(text);
  return issue === null && values.length === 1 ? values[0] : undefined;
}
