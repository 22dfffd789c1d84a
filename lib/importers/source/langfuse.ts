import { type Decimal, isZero } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { jsonInCell } from "./cell-json.ts";
import { GatewayLines } from "./gateway-lines.ts";
import { about } from "./headed-table.ts";
import { isObject, type JsonObject } from "./json.ts";
import { keysWith, Memo, TupleMemo } from "./keys.ts";
import { readCostDetails, readUsageDetails } from "./langfuse-usage.ts";
import { providerOfModel } from "./model-provider.ts";
import { RowCells } from "./row-cells.ts";
import type { OpenRows } from "./row-source.ts";
import { SeenIds } from "./seen-ids.ts";
import { labelsOf, tagsOf } from "./tags.ts";
import { Tally } from "./tally.ts";
import { hasTokens } from "./usage-rows.ts";

/** Prompts, answers, free-form metadata and people: never kept. */
export const LANGFUSE_SECRETS = [
  "input",
  "output",
  "metadata",
  "model_parameters",
  "modelparameters",
  "tool_calls",
  "toolcalls",
  "tool_definitions",
  "tooldefinitions",
  "status_message",
  "statusmessage",
  "user_id",
  "userid",
];
const ONE: Decimal = { units: 1n, scale: 0 };

/** Observations with the model's usage and Langfuse's price of it, US dollars, UTC. Spans and events are not usage. */
export const openObservations: OpenRows = (source, sink, options) => {
  const cells = new RowCells(sink, options);
  const lines = new GatewayLines("Langfuse", sink, options);
  const ids = new SeenIds(sink, "id");
  const tally = new Tally(sink);
  const providers = new Memo((model) => ({
    id: model === "" ? null : providerOfModel(model),
    model: textOrNull(model),
  }));
  const keys = new TupleMemo(readKeys);
  let notUsage = 0;
  const id = source.column("id");
  const type = source.column("type");
  const start = source.column("start_time", "startTime", "start_time_utc");
  const model = source.column("provided_model_name", "providedModelName", "model");
  const usage = source.column("usage_details", "usageDetails", "usage");
  const costs = source.column("cost_details", "costDetails");
  const total = source.column("total_cost", "totalCost", "calculated_total_cost", "calculatedTotalCost");
  const project = source.column("project_id", "projectId");
  const environment = source.column("environment");
  const prompt = source.column("prompt_name", "promptName");
  const tags = source.column("tags", "trace_tags", "traceTags");
  const user = source.column("user_id", "userId");
  const tier = source.column("usage_pricing_tier_name", "usagePricingTierName");
  const unreadable = (row: number, column: string, what: string) =>
    sink.issue({
      severity: "blocking",
      row,
      column,
      code: "details-unreadable",
      message: `${what} is not a number. Mend the row or leave it out.`,
    });
  return {
    read(row) {
      const usageMap = mapIn(usage());
      const costMap = mapIn(costs());
      if (!usageMap || !costMap) return unreadable(row, usageMap ? "cost_details" : "usage_details", "This map");
      const details = readUsageDetails(usageMap);
      const stated = cells.money({ row, column: "total_cost", text: total() });
      const summed = stated === null ? readCostDetails(costMap) : stated;
      if (stated === undefined) return;
      if (summed === undefined) return unreadable(row, "cost_details", "A cost in this map");
      // A span's cost of 0 is no price of anything: exports write it on every observation.
      const hasCost = summed !== null && !isZero(summed);
      const isUsage = /^(?:generation|embedding)$/i.test(type()) || hasTokens(details.tokens) || hasCost;
      if (!isUsage) {
        notUsage += 1;
        return;
      }
      if (details.unreadable !== null) return unreadable(row, "usage_details", `"${details.unreadable}" in this map`);
      const at = cells.day({ row, column: "start_time", text: start() });
      if (!at) return;
      if (ids.isRepeat({ id: id(), row, content: `${start()} ${total()} ${usage()}` })) return;
      if (details.unknown.length > 0) tally.note(UNITS_UNKNOWN, row);
      const seller = providers.get(model());
      lines.put({
        row,
        at,
        provider: seller.id,
        model: seller.model,
        service: "Langfuse",
        amount: summed,
        tokens: details.tokens,
        requests: ONE,
        isFromCache: false,
        keys: keys.get(project(), user(), environment(), `${prompt()}\u0001${tier()}`, tags()),
      });
    },
    end() {
      tally.report();
      ids.report();
      lines.end();
      if (notUsage > 0) {
        sink.issue(
          about(
            "notice",
            "not-usage",
            `${notUsage} observations are spans or events without a model, tokens or cost; they are no usage.`,
          ),
        );
      }
      sink.groupedBy(["environment", "model", "observation", "project"]);
    },
  };
};

/** The map in a cell, empty where the cell is; null when the cell holds something else. */
function mapIn(text: string): JsonObject | null {
  if (text === "" || text === "[]") return {};
  const value = jsonInCell(text) ?? undefined;
  return isObject(value) ? value : null;
}

function readKeys([project, user = "", environment, promptAndTier = "", tags = ""]: readonly string[]): Keys {
  const [prompt, tier = ""] = promptAndTier.split("\u0001");
  return keysWith({
    project: textOrNull(project),
    user: user === "" ? null : hashPerson(user),
    tags: {
      ...tagsOf(labelsOf(jsonInCell(tags))),
      ...tagsOf({ environment, prompt, tier: /^(?:standard|default)?$/i.test(tier) ? null : tier }),
    },
  });
}

const UNITS_UNKNOWN = {
  severity: "notice",
  code: "units-unknown",
  column: "usage_details",
  message: "Usage in units that are not tokens (images, seconds, searches) is inside the cost and not counted.",
} as const;
