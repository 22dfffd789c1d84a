import { type Decimal, isZero } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { ReadOptions, Sink, TableImporter } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { MoneySums, readAmount } from "../source/amount.ts";
import { type Count, CountColumns, type RowBase, yieldByKind } from "../source/count-columns.ts";
import { type DayOf, dayOf } from "../source/days.ts";
import { readDollars } from "../source/dollars.ts";
import { FutureDays } from "../source/future-days.ts";
import { about, type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { keysWith, Memo, TupleMemo } from "../source/keys.ts";
import { headerOf } from "../source/sample.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";
import { readReportDay } from "./dates.ts";
import { readProduct } from "./product.ts";

const TOKENS = ["input", "output", "cache_read", "cache_write"] as const;
const KNOWN = new Set<string>([
  ..."date,username,product,sku,model,quantity,unit_type,applied_cost_per_quantity,gross_amount,discount_amount,net_amount,exceeds_quota,total_monthly_quota,organization,repository,workflow_path,cost_center_name,aic_quantity,aic_gross_amount".split(
    ",",
  ),
  ...TOKENS,
]);

/**
 * GitHub's billing reports: premium requests, AI credits with tokens, and everything metered. US dollars; what is owed is
 * the net amount, and `aic_` columns say the same usage again in another unit.
 */
const githubCopilotCsv: TableImporter = {
  id: "github-copilot-csv",
  label: "GitHub billing report, CSV",
  lookedFor: "a header with sku, unit_type, applied_cost_per_quantity and net_amount",
  yields: "cost",
  basis: "billed",
  scope: "ai-and-gpu",
  secrets: ["username"],
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return ["sku", "unit_type", "net_amount"].every((name) => header.includes(name));
  },
  open: (sink, options) =>
    headedTable({
      sink,
      known: KNOWN,
      required: ["date", "net_amount"],
      amount: "net_amount",
      open: (columns) => new Rows(columns, sink, options),
    }),
};
export default githubCopilotCsv;

const GROUPS = ["model", "organization", "repository", "username", "workflow_path"];

function positionsOf(columns: Columns) {
  const at = (name: string) => columns.position(name);
  return {
    date: at("date"),
    net: at("net_amount"),
    quantity: at("quantity"),
    unit: at("unit_type"),
    product: at("product"),
    sku: at("sku"),
    model: at("model"),
    username: at("username"),
    organization: at("organization"),
    repository: at("repository"),
    costCenter: at("cost_center_name"),
  };
}

type MaybeDay = { readonly at: DayOf | null };

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: ReturnType<typeof positionsOf>;
  /** The report has models: it is of AI and nothing else. */
  readonly #isOfAi: boolean;
  readonly #tokens: CountColumns;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #future: FutureDays;
  #isSlashedSaid = false;
  readonly #days = new Memo((text): MaybeDay => this.#readDay(text));
  readonly #products = new TupleMemo(([product = "", sku = ""]) => readProduct(product, sku));
  readonly #models = new Memo((text) => readModel(text));
  readonly #accounts = new Memo((text) => ({ account: textOrNull(text) ?? this.#options.account }));
  readonly #keys = new TupleMemo(readKeys);

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#at = positionsOf(columns);
    this.#isOfAi = columns.has("model");
    this.#tokens = new CountColumns(sink, columns, TOKENS);
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: "date" });
    this.#future = new FutureDays(sink, options);
    sink.groupedBy(GROUPS.filter((name) => columns.has(name)).map((name) => name.replaceAll("_", " ")));
  }

  row(cells: readonly string[], row: number): void {
    const dateText = cellAt(cells, this.#at.date);
    const netText = cellAt(cells, this.#at.net);
    if (dateText === "" || isTotalLabel(dateText)) {
      this.#totals.hold(cells, { row, amount: netText, currency: "USD" });
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const { at } = this.#days.get(dateText);
    if (!at) {
      const message = `"${dateText}" is not a day as this report writes it (2026-03-01, or 3/1/26 with the month first). Export it again.`;
      this.#block(row, "date", "date-unreadable", message);
      return;
    }
    const net = this.#amount(netText, row);
    if (!net) return;
    const tokens = this.#tokens.read(cells, row);
    const asked = tokens && this.#requests(cells, row);
    if (!tokens || asked === undefined || asked === null) return;
    this.#sums.add("USD", net);
    this.#yield({ cells, row, at, net, tokens, requests: asked.requests });
  }

  #yield({ cells, row, at, net, tokens, requests }: ReadRow): void {
    const { organization, model } = this.#at;
    const product = this.#products.get(cellAt(cells, this.#at.product), cellAt(cells, this.#at.sku));
    // A quota shows as a discount of all: the seat has paid for it.
    const isIncluded = product.isAi && isZero(net);
    const scope = isIncluded ? "included" : this.#isOfAi ? null : product.scope;
    const quantity = readAmount(cellAt(cells, this.#at.quantity));
    const isUsed = quantity === null || !isZero(quantity);
    const named = this.#models.get(cellAt(cells, model));
    const base: RowBase = {
      row,
      day: at.day,
      billedMonth: at.month,
      provider: "github",
      account: this.#accounts.get(cellAt(cells, organization)).account,
      basis: isIncluded ? "quantity" : "billed",
      category: "usage",
      isCorrection: false,
      currency: "USD",
      model: named.model,
      service: product.service,
      ...(scope ? { scope } : {}),
      keys: this.#keys.get(
        cellAt(cells, this.#at.username),
        cellAt(cells, this.#at.costCenter),
        cellAt(cells, organization),
        cellAt(cells, this.#at.repository),
        named.choice,
      ),
    };
    const [input = null, output = null, cacheRead = null, cacheWrite = null] = tokens;
    yieldByKind(this.#sink, base, {
      counts: [
        { kind: "input", count: input },
        { kind: "cacheRead", count: cacheRead },
        { kind: "cacheWrite5m", count: cacheWrite },
        { kind: "output", count: output },
      ],
      requests,
      // A row of no quantity and no money says only that its day is spoken for.
      billed: isIncluded && !isUsed ? null : net,
    });
  }

  end(): void {
    this.#totals.settle();
  }

  #amount(text: string, row: number): Decimal | null {
    if (text === "") {
      this.#block(row, "net_amount", "amount-empty", "The row has no net amount. Mend the row or leave it out.");
      return null;
    }
    const net = readAmount(text) ?? readDollars(text);
    if (!net) this.#block(row, "net_amount", "amount-unreadable", `"${text}" is not an amount in dollars.`);
    return net;
  }

  /** Requests made, in parts of one where a model costs less; null once a damaged cell was reported. */
  #requests(cells: readonly string[], row: number): { readonly requests: Count } | null {
    const unit = cellAt(cells, this.#at.unit);
    if (unit !== "" && readAmount(unit)) {
      const message =
        "The unit is a number: a comma without quotes has shifted the cells. Mend the row or leave it out.";
      this.#block(row, "unit_type", "cells-shifted", message);
      return null;
    }
    const text = cellAt(cells, this.#at.quantity);
    if (text === "" || !/^requests?$/i.test(unit)) return { requests: null };
    const requests = readAmount(text) ?? readDollars(text);
    if (requests) return { requests };
    this.#block(row, "quantity", "count-unreadable", `"${text}" is not a number of requests.`);
    return null;
  }

  #readDay(text: string): MaybeDay {
    const { day, isSlashed } = readReportDay(text);
    if (!day) return { at: null };
    if (isSlashed && !this.#isSlashedSaid) {
      this.#isSlashedSaid = true;
      const message = `A spreadsheet has saved the dates (${text}); they were read as month/day/year, as GitHub's pages write them.`;
      this.#sink.issue(about("notice", "dates-month-first", message));
    }
    this.#future.check(day);
    this.#sink.speaksFor({ from: day, to: day });
    return { at: dayOf(day) };
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }
}

type ReadRow = {
  readonly cells: readonly string[];
  readonly row: number;
  readonly at: DayOf;
  readonly net: Decimal;
  readonly tokens: readonly Count[];
  readonly requests: Count;
};

/** `Auto: Claude Haiku 4.5` is that model, chosen by Copilot. */
function readModel(text: string): { readonly model: string | null; readonly choice: string } {
  const name = text.replace(/^auto:\s*/i, "");
  return { model: textOrNull(name), choice: name === text ? "" : "auto" };
}

function readKeys([username = "", costCenter, organization, repository, choice = ""]: readonly string[]): Keys {
  const tags = Object.entries({
    "cost center": textOrNull(costCenter),
    organization: textOrNull(organization),
    repository: textOrNull(repository),
    "model choice": textOrNull(choice),
  }).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return keysWith({
    user: username === "" ? null : hashPerson(username),
    ...(tags.length > 0 ? { tags: Object.fromEntries(tags) } : {}),
  });
}
