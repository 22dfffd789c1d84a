import { isZero, ZERO } from "../../core/decimal.ts";
import type { TableImporter } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { keysWith, Memo, TupleMemo } from "../source/keys.ts";
import { RowCells } from "../source/row-cells.ts";
import { type OpenRows, tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";
import { Tally } from "../source/tally.ts";
import { hasTokens, type TokenCount, withoutParts, yieldRow } from "../source/usage-rows.ts";

const KNOWN = new Set(
  "email,start_time,end_time,usage_type,accelerator_type,accelerator_seconds,base_model_name,model_bucket,parameter_count,prompt_tokens,completion_tokens,cached_prompt_tokens,uncached_prompt_tokens".split(
    ",",
  ),
);

/** Usage without money: tokens of serverless models, seconds of dedicated accelerators. */
const open: OpenRows = (source, sink, options) => {
  const cells = new RowCells(sink, options);
  const tally = new Tally(sink);
  const models = new Memo((text) => textOrNull(text));
  const keys = new Memo((email) => keysWith({ user: email === "" ? null : hashPerson(email) }));
  const services = new TupleMemo(serviceOf);
  const email = source.column("email");
  const start = source.column("start_time");
  const usageType = source.column("usage_type");
  const accelerator = source.column("accelerator_type");
  const seconds = source.column("accelerator_seconds");
  const model = source.column("base_model_name", "model_bucket");
  const bucket = source.column("model_bucket");
  const prompt = source.column("prompt_tokens");
  const completion = source.column("completion_tokens");
  const cached = source.column("cached_prompt_tokens");
  const uncached = source.column("uncached_prompt_tokens");
  return {
    read(row) {
      const at = cells.day({ row, column: "start_time", text: start() });
      if (!at) return;
      const used = cells.measure({ row, column: "accelerator_seconds", text: seconds() });
      const all = cells.count({ row, column: "prompt_tokens", text: prompt() });
      const output = cells.count({ row, column: "completion_tokens", text: completion() });
      const read = cells.count({ row, column: "cached_prompt_tokens", text: cached() });
      const fresh = cells.count({ row, column: "uncached_prompt_tokens", text: uncached() });
      if (used === undefined || all === undefined || output === undefined) return;
      if (read === undefined || fresh === undefined) return;
      const rest = fresh ?? withoutParts(all, [read]);
      if (all && !rest) tally.note(CACHED_EXCEEDS, row);
      const tokens: TokenCount[] = [
        ["input", rest],
        ["cacheRead", read],
        ["output", output],
      ];
      const hasSeconds = used !== null && !isZero(used);
      if (!hasTokens(tokens) && !hasSeconds) {
        sink.speaksFor({ from: at.day, to: at.day });
        return;
      }
      if (hasSeconds) tally.note(SECONDS, row);
      yieldRow(sink, {
        row,
        at,
        provider: "fireworks",
        account: options.account,
        basis: "quantity",
        currency: "USD",
        amount: ZERO,
        model: models.get(model() || bucket()),
        service: services.get(usageType(), accelerator()),
        tokens,
        requests: null,
        keys: keys.get(email()),
      });
    },
    end() {
      tally.report();
      sink.groupedBy(["model", "user"]);
    },
  };
};

const fireworksMetricsCsv: TableImporter = {
  id: "fireworks-metrics-csv",
  label: "Fireworks usage metrics, CSV",
  lookedFor: "a header with start_time, usage_type and accelerator_seconds",
  yields: "cost",
  basis: "quantity",
  secrets: ["email"],
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return ["start_time", "usage_type", "accelerator_seconds"].every((name) => header.includes(name));
  },
  open: tableOf(
    {
      required: ["start_time", "usage_type"],
      known: KNOWN,
      amount: "completion_tokens",
      date: ["start_time"],
      currency: "USD",
      basis: "quantity",
    },
    open,
  ),
};
export default fireworksMetricsCsv;

function serviceOf([usageType = "", accelerator = ""]: readonly string[]): string {
  const words = usageType
    .toLowerCase()
    .replace(/_usage$/, "")
    .replaceAll("_", " ");
  return [words || "Fireworks", accelerator].filter((part) => part !== "").join(", ");
}

const CACHED_EXCEEDS = {
  severity: "warning",
  code: "cached-exceeds-prompt",
  column: "cached_prompt_tokens",
  message: "More cached tokens than prompt tokens: the uncached ones are not known.",
} as const;

const SECONDS = {
  severity: "notice",
  code: "accelerator-seconds",
  column: "accelerator_seconds",
  message:
    "Seconds of dedicated accelerators carry no money and no tokens; they are listed, their cost is on the invoice.",
} as const;
