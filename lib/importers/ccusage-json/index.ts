import { monthOf } from "../../core/calendar.ts";
import { equals, format, isZero } from "../../core/decimal.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { AmountSum, readAmount } from "../source/amount.ts";
import { type RowBase, reportCount, yieldByKind } from "../source/count-columns.ts";
import { FutureDays } from "../source/future-days.ts";
import { about } from "../source/headed-table.ts";
import { asText, isObject, jsonText } from "../source/json.ts";
import { keysWith } from "../source/keys.ts";
import { providerOfModel } from "../source/model-provider.ts";
import { field, soundPagesOf } from "../source/pages.ts";
import { Tally } from "../source/tally.ts";
import { dateText, type Entry, type Grain, LIST_NAMES, type Report, reportOf, spanOf } from "./entry.ts";
import { areWhole, countedOf, type Figures, figuresOf, isNear, modelsOf, namesOf } from "./figures.ts";

/** Models of several sellers, or of none that is known: nobody's bill can take the estimate's place. */
const UNKNOWN_PROVIDER = "unknown";

/** `ccusage ... --json`: what coding tools used, by their own logs, at list prices. */
const ccusageJson: JsonImporter = {
  id: "ccusage-json",
  label: "ccusage report, JSON",
  lookedFor: "JSON with daily, monthly, sessions, blocks or projects, and inputTokens",
  yields: "cost",
  basis: "estimated",
  secrets: ["projectpath", "project", "instance"],
  shape: "json",
  claims: isReport,
  read,
};
export default ccusageJson;

function isReport({ jsonKeys, text }: Sample): boolean {
  if (!jsonKeys || !/"(?:input|output|total)Tokens"\s*:/.test(text)) return false;
  const type = /"type"\s*:\s*"(daily|weekly|monthly|session|sessions|blocks)"/.test(text);
  return (jsonKeys.includes("data") && type) || LIST_NAMES.some((name) => jsonKeys.includes(name));
}

const ZONE = about(
  "notice",
  "local-days",
  "ccusage counts days in the zone of the machine it ran on, and prices at list price; for people on a subscription that is not money.",
);
const UNTOLD = {
  severity: "warning",
  code: "token-total-differs",
  column: "totalTokens",
  message: "The entry's total is not the sum of its kinds of tokens; the kinds count.",
} as const;
const DIFFERS = {
  severity: "warning",
  code: "breakdown-differs",
  column: "modelBreakdowns",
  message: "The models do not sum to the entry; the entry counts, without models.",
} as const;

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const reading = {
    sink,
    options,
    future: new FutureDays(sink, options),
    tally: new Tally(sink),
    groups: new Set<string>(),
  };
  let rows = 0;
  for (const value of soundPagesOf(values, sink, (page) => reportOf(page, 0) !== null)) {
    const report = reportOf(value, rows);
    if (!report) continue;
    const sum = new AmountSum();
    for (const entry of report.entries) readEntry(entry, report.grain, { ...reading, sum });
    rows += report.entries.length;
    if (report.strangers > 0)
      sink.issue(
        about(
          "blocking",
          "entry-unreadable",
          `The report holds ${report.strangers === 1 ? "an item" : `${report.strangers} items`} that should be an entry and is none: the file is damaged. Make the report again.`,
        ),
      );
    reading.groups.add(report.grain);
    compareTotal(report, { sink, sum, row: rows });
  }
  reading.tally.report();
  sink.groupedBy([...reading.groups].sort());
  sink.issue(ZONE);
}

type Reading = {
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly future: FutureDays;
  readonly tally: Tally;
  readonly groups: Set<string>;
  readonly sum: AmountSum;
};

function readEntry({ row, value, project }: Entry, grain: Grain, reading: Reading): void {
  const { sink, future, tally, groups } = reading;
  if (value.isGap === true) return;
  sink.source?.(row, jsonText(value));
  const span = spanOf(value, grain);
  if (!span) {
    const message = `"${dateText(value)}" is not a day, month or time; the entry belongs to none.`;
    sink.issue({ severity: "blocking", row, column: "date", code: "date-unreadable", message });
    return;
  }
  const whole = figuresOf(value, null);
  if ("column" in whole) {
    reportUnreadable(sink, row, whole);
    return;
  }
  sink.speaksFor(span);
  future.check(span.from);
  if (project !== null) groups.add("project");
  const models = modelsOf(value);
  const isByModel = models.length > 0 && areWhole(models, whole);
  if (models.length > 0 && !isByModel) tally.note(DIFFERS, row);
  if (isByModel) groups.add("model");
  const names = namesOf(value);
  const parts: readonly Figures[] = isByModel
    ? models
    : [{ ...whole, model: names.length === 1 ? (names[0] ?? null) : null }];
  const { total } = whole.tokens;
  if (total && !equals(total, countedOf(parts))) tally.note(UNTOLD, row);
  const agent = field(value, "agent");
  for (const part of parts) {
    const provider = providerOf(part.model === null ? names : [part.model], agent);
    yieldPart(part, { row, day: span.from, provider, project, agent }, reading);
  }
}

type At = Pick<RowBase, "row" | "day" | "provider"> & {
  readonly project: string | null;
  readonly agent: string | null;
};

function yieldPart(
  { model, tokens, cost }: Figures,
  { row, day, provider, project, agent }: At,
  reading: Reading,
): void {
  const { sink, options, sum } = reading;
  if (cost) sum.add(cost);
  const base: RowBase = {
    row,
    day,
    billedMonth: monthOf(day),
    provider,
    account: options.account,
    basis: cost ? "estimated" : "quantity",
    category: "usage",
    isCorrection: false,
    currency: "USD",
    model: textOrNull(model),
    service: agent ? `ccusage, ${textOrNull(agent)}` : "ccusage",
    keys: keysWith({ project: textOrNull(project) }),
  };
  yieldByKind(sink, base, {
    counts: [
      { kind: "input", count: tokens.input },
      { kind: "cacheWrite5m", count: tokens.write },
      { kind: "cacheRead", count: tokens.read },
      { kind: "output", count: tokens.output },
    ],
    requests: null,
    billed: cost && isZero(cost) && isEmpty(tokens) ? null : cost,
  });
}

const isEmpty = ({ input, write, read: cached, output }: Figures["tokens"]): boolean =>
  [input, write, cached, output].every((count) => count === null || isZero(count));

const AGENTS: Readonly<Record<string, string>> = {
  claude: "anthropic",
  "claude code": "anthropic",
  codex: "openai",
  gemini: "google",
};

/** The one seller of all models an entry names; else of its agent; else unknown. */
function providerOf(models: readonly string[], agent: string | null): string {
  const [first = null, ...others] = new Set(models.map(providerOfModel));
  if (first !== null && others.length === 0) return first;
  return (models.length === 0 && AGENTS[agent?.toLowerCase() ?? ""]) || UNKNOWN_PROVIDER;
}

function reportUnreadable(
  sink: Sink,
  row: number,
  { column, text, isCost }: { column: string; text: string; isCost: boolean },
) {
  if (isCost) {
    const message = `"${text}" is not an amount in dollars.`;
    sink.issue({ severity: "blocking", row, column, code: "amount-unreadable", message });
  } else reportCount(sink, { row, column, text });
}

/** Compares the report's own total with its entries; the noise of summed floats is no difference. */
function compareTotal(
  { totals, others }: Report,
  { sink, sum, row }: { sink: Sink; sum: AmountSum; row: number },
): void {
  if (others.length > 0)
    sink.issue(
      about("notice", "reports-repeated", `The file says the same again as ${others.join(", ")}; that is not counted.`),
    );
  const name = ["totalCost", "costUSD", "totalCostUSD"].find((key) => asText(totals[key]) !== null);
  const stated = name === undefined ? null : readAmount(asText(totals[name]) ?? "");
  if (!isObject(totals) || !stated) return;
  const total = sum.total();
  const agrees = isNear(stated, total);
  sink.statedTotal({ row: row + 1, currency: "USD", amount: stated });
  sink.issue({
    severity: agrees ? "notice" : "warning",
    row: null,
    column: "totals",
    code: agrees ? "total-agrees" : "total-differs",
    message: agrees
      ? `The report's own total is ${format(stated)} USD, to which its entries sum.`
      : `The report's own total is ${format(stated)} USD, and its entries sum to ${format(total)}. The entries count; find out what the total includes.`,
  });
}
