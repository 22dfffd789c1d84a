import { type Month, parseMonth, utcDay } from "../../core/calendar.ts";
import { add, type Decimal, isNegative, isZero } from "../../core/decimal.ts";
import type { Issue } from "../../core/issue.ts";
import { isCurrencyCode } from "../../core/money.ts";
import type { ChargeCategory, Keys, LineScope } from "../../core/usage-line.ts";
import type { JsonValue, ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { readAmount } from "./amount.ts";
import { scopeOf } from "./cloud-scope.ts";
import { type DayOf, dayOf, readEpochSeconds, readIsoMs } from "./days.ts";
import { type GoogleSku, readGoogleSku } from "./gemini-sku.ts";
import { asText, isObject, type JsonObject } from "./json.ts";
import { readJsonMap } from "./json-map.ts";
import { keysWith, Memo, TupleMemo } from "./keys.ts";
import { Tally } from "./tally.ts";

/** A row of the BigQuery billing export as texts; "" where the file says nothing. Lists and maps are JSON text. */
export type BillingRow = {
  readonly account: string;
  readonly invoiceMonth: string;
  readonly start: string;
  readonly exportTime: string;
  readonly cost: string;
  readonly currency: string;
  readonly rate: string;
  readonly costType: string;
  /** Amounts of the credits, negative; null when they cannot be read. */
  readonly credits: readonly string[] | null;
  readonly service: string;
  readonly sku: string;
  readonly usageAmount: string;
  readonly usageUnit: string;
  readonly project: string;
  readonly projectName: string;
  readonly labels: string;
  readonly projectLabels: string;
};

type Sku = GoogleSku & { readonly service: string; readonly scope: LineScope };
type Tagged = { readonly keys: Keys; readonly isReadable: boolean };

const said = (severity: "warning" | "notice", code: string, column: string, message: string) =>
  ({ severity, code, column, message }) as const;
const SAID = {
  monthMissing: said(
    "notice",
    "invoice-month-missing",
    "invoice.month",
    "The row names no invoice month; it counts for the month it was used in.",
  ),
  typeUnknown: said(
    "warning",
    "cost-type-unknown",
    "cost_type",
    "This cost type is new to this format; its money counts as an adjustment.",
  ),
  labelsUnreadable: said("warning", "tags-unreadable", "labels", "Labels are not JSON; the row has none."),
  rateUnreadable: said(
    "notice",
    "exchange-rate-unreadable",
    "currency_conversion_rate",
    "The exchange rate is not a number; it was not kept.",
  ),
};

const CATEGORIES: ReadonlyMap<string, ChargeCategory> = new Map([
  ["", "usage"],
  ["regular", "usage"],
  ["tax", "tax"],
  ["adjustment", "adjustment"],
  ["rounding_error", "adjustment"],
]);

/**
 * Lowers rows of Google Cloud's BigQuery billing export. What a row costs is its cost with its credits, which are negative,
 * taken off; it is billed in `invoice.month`, whenever it was used.
 */
export class BillingRows {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #tally: Tally;
  #exportTime = "";
  #rate = "";

  readonly #days = new Memo((text): { value: DayOf | null } => {
    const ms = readTime(text);
    return { value: ms === null ? null : dayOf(utcDay(ms)) };
  });
  readonly #months = new Memo((text): { value: Month | null } => ({
    value: parseMonth(/^\d{6}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4)}` : text),
  }));
  readonly #accounts = new Memo((text) => ({ value: textOrNull(text) ?? this.#options.account }));
  readonly #skus = new TupleMemo(readSku);
  readonly #keys = new TupleMemo(readKeys);

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#tally = new Tally(sink);
  }

  read(cells: BillingRow, row: number): void {
    const day = cells.start === "" ? null : this.#days.get(cells.start).value;
    if (!day) {
      const code = cells.start === "" ? "date-missing" : "date-unreadable";
      this.#block(
        row,
        "usage_start_time",
        code,
        cells.start === "" ? "The row has no usage time." : `"${cells.start}" is not a time.`,
      );
      return;
    }
    const billedMonth = this.#readMonth(cells.invoiceMonth, day, row);
    const billed = billedMonth && this.#readNet(cells, row);
    if (!billedMonth || !billed) return;
    if (!isCurrencyCode(cells.currency)) {
      const what =
        cells.currency === "" ? "The cost has no currency." : `"${cells.currency}" is not a currency, such as USD.`;
      this.#block(row, "currency", cells.currency === "" ? "currency-missing" : "currency-unreadable", what);
      return;
    }
    this.#keepTimes(cells, row, day);
    this.#yield(cells, { row, day, billedMonth, billed });
  }

  end(): void {
    this.#sink.groupedBy([]);
    this.#tally.report();
  }

  #yield(cells: BillingRow, given: { row: number; day: DayOf; billedMonth: Month; billed: Decimal }): void {
    const { row, day, billedMonth } = given;
    const known = CATEGORIES.get(cells.costType.toLowerCase());
    if (!known) this.#tally.note(SAID.typeUnknown, row);
    const category = known ?? "adjustment";
    const sku = this.#skus.get(cells.service, cells.sku);
    const costKind = category === "usage" ? sku.kind : "other";
    const isCount = sku.countsTokens && /^(?:counts?|tokens?)$/i.test(cells.usageUnit);
    this.#sink.line({
      row,
      day: day.day,
      billedMonth,
      provider: "google",
      account: this.#accounts.get(cells.account).value,
      basis: "billed",
      category,
      isCorrection: category === "adjustment" && day.month < billedMonth,
      currency: cells.currency.toUpperCase(),
      billed: given.billed,
      effective: null,
      model: sku.model,
      service: sku.service,
      costKind,
      tokens: costKind !== "other" && isCount ? readAmount(cells.usageAmount) : null,
      scope: sku.scope,
      keys: this.#readTagged(cells, row, sku),
    });
  }

  #readMonth(text: string, day: DayOf, row: number): Month | null {
    if (text === "") {
      this.#tally.note(SAID.monthMissing, row);
      return day.month;
    }
    const { value } = this.#months.get(text);
    if (!value) this.#block(row, "invoice.month", "date-unreadable", `"${text}" is not a month (202605).`);
    return value;
  }

  #readNet({ cost: text, credits }: BillingRow, row: number): Decimal | null {
    const cost = text === "" ? null : readAmount(text);
    if (!cost) {
      const what = text === "" ? "The row has no cost; it is not taken for 0." : `"${text}" is not an amount.`;
      this.#block(row, "cost", text === "" ? "amount-empty" : "amount-unreadable", what);
      return null;
    }
    let net = cost;
    for (const credit of credits ?? [""]) {
      const amount = readAmount(credit);
      if (!amount) {
        this.#block(
          row,
          "credits",
          "credits-unreadable",
          "The credits of the row cannot be read, so what it costs is not known.",
        );
        return null;
      }
      net = add(net, amount);
    }
    return net;
  }

  #readTagged({ project, projectName, labels, projectLabels }: BillingRow, row: number, { tags }: Sku): Keys {
    const priced = `${tags.tier ?? ""}\u0001${tags.context ?? ""}`;
    const tagged = this.#keys.get(project, projectName, labels, projectLabels, priced);
    if (!tagged.isReadable) this.#tally.note(SAID.labelsUnreadable, row);
    return tagged.keys;
  }

  /** When the row was exported, and how many of its currency a dollar was. */
  #keepTimes(cells: BillingRow, row: number, { day }: DayOf): void {
    if (cells.exportTime !== this.#exportTime) {
      this.#exportTime = cells.exportTime;
      const ms = readTime(cells.exportTime);
      if (ms !== null) this.#sink.exportedAt(ms);
    }
    const to = cells.currency.toUpperCase();
    const key = `${day} ${to} ${cells.rate}`;
    if (cells.rate === "" || to === "USD" || key === this.#rate) return;
    this.#rate = key;
    const rate = readAmount(cells.rate);
    if (!rate || isZero(rate) || isNegative(rate)) this.#tally.note(SAID.rateUnreadable, row);
    else this.#sink.exchangeRate({ row, day, from: "USD", to, rate });
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message: `${message} Mend the row or leave it out.` });
  }
}

/** Without credits the costs are those before discounts: said, since nothing in the file shows it. */
export const CREDITS_MISSING: Issue = {
  severity: "warning",
  row: null,
  column: "credits",
  code: "credits-missing",
  message:
    "The file has no credits, so its costs are those before discounts, promotions and free use, which the invoice takes off. Export the table with its credits column.",
};

/** The object, or one without anything in it. */
export const objectOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

/** The amounts of a list of credits; null when one has none. */
export function creditsOf(value: JsonValue | undefined): readonly string[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return null;
  const amounts = value.map((credit: JsonValue) => asText(objectOf(credit).amount));
  return amounts.every((amount) => amount !== null) ? amounts : null;
}

/** `2026-05-01 07:00:00 UTC`, `2026-05-01T07:00:00Z`, or epoch seconds as BigQuery writes them (`1.7775936E9`). */
function readTime(text: string): number | null {
  const iso = readIsoMs(text);
  if (iso !== null || text === "") return iso;
  const seconds = /^\d(?:\.\d+)?E\d+$/i.test(text) ? Number(text) : readEpochSeconds(text);
  return seconds === null ? null : Math.floor(seconds) * 1000;
}

function readSku([service = "", sku = ""]: readonly string[]): Sku {
  const scope = scopeOf({ provider: "google", service, detail: sku });
  const named = scope === "other" ? service || sku : [service, sku].filter((part) => part !== "").join(", ");
  return { ...readGoogleSku(scope === "ai" ? sku : ""), service: textOrNull(named) ?? "Google Cloud", scope };
}

function readKeys([
  project,
  projectName,
  labelText = "",
  projectLabelText = "",
  priced = "",
]: readonly string[]): Tagged {
  const [tier = "", context = ""] = priced.split("\u0001");
  const labels = readJsonMap(labelText);
  const projectLabels = readJsonMap(projectLabelText);
  const tags = {
    ...projectLabels.values,
    ...labels.values,
    ...(tier ? { tier } : {}),
    ...(context ? { context } : {}),
  };
  const keys = keysWith({ project: textOrNull(project), projectName: textOrNull(projectName), tags });
  return { keys, isReadable: labels.isReadable && projectLabels.isReadable };
}
