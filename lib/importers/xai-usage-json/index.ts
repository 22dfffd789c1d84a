import { compare, type Decimal, isZero } from "../../core/decimal.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sink } from "../importer.ts";
import { textOrNull, withoutEmails } from "../person.ts";
import { readAmount } from "../source/amount.ts";
import { about } from "../source/headed-table.ts";
import { asArray, asText, type JsonObject, jsonText } from "../source/json.ts";
import { keysWith, NO_KEYS } from "../source/keys.ts";
import { providerOfModel } from "../source/model-provider.ts";
import { hasList, objectsIn, soundPagesOf } from "../source/pages.ts";
import { RowCells } from "../source/row-cells.ts";
import { tagsOf } from "../source/tags.ts";
import { yieldRow } from "../source/usage-rows.ts";
import { block, valText } from "../source/xai.ts";

/** Answers of `POST .../usage` asked for `usd`: dollars by group and time, rated and not yet invoiced. */
const xaiUsageJson: JsonImporter = {
  id: "xai-usage-json",
  label: "xAI usage, API answer",
  lookedFor: "JSON with timeSeries that have dataPoints",
  yields: "cost",
  basis: "rated",
  shape: "json",
  claims: (sample) => sample.jsonKeys?.includes("timeSeries") === true,
  read,
};
export default xaiUsageJson;

type Point = { readonly row: number; readonly group: string; readonly point: JsonObject };

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const pages = soundPagesOf(values, sink, hasList("timeSeries"));
  const points = pointsOf(pages, sink);
  const cells = new RowCells(sink, options);
  if (looksLikeCounts(points)) {
    block(sink, {
      row: 1,
      column: "values",
      code: "values-not-money",
      message:
        "All values are whole and some are large, so they count tokens or requests. Ask for the value usd with AGGREGATION_SUM and save that answer.",
    });
    return;
  }
  for (const point of points) readPoint(point, { sink, options, cells });
  if (pages.some((page) => page.limitReached === true)) {
    sink.issue(
      about(
        "warning",
        "series-cut",
        "The answer says that its limit was reached, so groups are missing. Ask for a shorter time or fewer groups.",
      ),
    );
  }
  sink.issue(
    points.length === 0
      ? about(
          "notice",
          "no-rows",
          "The answer holds no data points: nothing was used, or it was asked for the wrong dates.",
        )
      : about(
          "notice",
          "values-as-dollars",
          "The answer does not say what it measures; its values were read as US dollars, which the value usd gives.",
        ),
  );
  sink.groupedBy(points.some(({ group }) => group !== "") ? ["group"] : []);
}

function pointsOf(pages: readonly JsonObject[], sink: Sink): Point[] {
  let row = 0;
  return pages.flatMap((page) =>
    objectsIn(page.timeSeries, { row: null, column: "timeSeries" }, sink).flatMap((series) => {
      const labels = [...asArray(series.groupLabels), ...asArray(series.group)]
        .map(asText)
        .filter((text) => text !== null);
      const half = labels.slice(0, asArray(series.groupLabels).length || labels.length);
      const group = half.join(", ");
      return objectsIn(series.dataPoints, { row: row + 1, column: "dataPoints" }, sink).map((point) => ({
        row: ++row,
        group,
        point,
      }));
    }),
  );
}

type Reading = { readonly sink: Sink; readonly options: ReadOptions; readonly cells: RowCells };

function readPoint({ row, group, point }: Point, { sink, options, cells }: Reading): void {
  sink.source?.(row, jsonText(point));
  const at = cells.day({ row, column: "timestamp", text: asText(point.timestamp) ?? asText(point.time) ?? "" });
  if (!at) return;
  const values = asArray(point.values);
  if (values.length > 1) {
    block(sink, {
      row,
      column: "values",
      code: "values-several",
      message:
        "The point has several values and does not say which is money. Ask for the value usd alone and save that answer.",
    });
    return;
  }
  const amount = cells.owed({ row, column: "values", text: valText(values[0]) ?? "" });
  if (!amount) return;
  if (isZero(amount)) {
    sink.speaksFor({ from: at.day, to: at.day });
    return;
  }
  const label = withoutEmails(group);
  const isModel = providerOfModel(group) === "xai";
  yieldRow(sink, {
    row,
    at,
    provider: "xai",
    account: options.account,
    basis: "rated",
    currency: "USD",
    amount,
    model: isModel ? textOrNull(group) : null,
    service: label === "" ? "xAI API" : label,
    tokens: [],
    requests: null,
    keys: label === "" ? NO_KEYS : keysWith({ tags: tagsOf({ group: label }) }),
  });
}

const MANY: Decimal = { units: 10_000n, scale: 0 };

function looksLikeCounts(points: readonly Point[]): boolean {
  const values = points.flatMap(({ point }) => {
    const value = readAmount(valText(asArray(point.values)[0]) ?? "");
    return value ? [value] : [];
  });
  return values.some((value) => compare(value, MANY) >= 0) && values.every((value) => value.scale === 0);
}
