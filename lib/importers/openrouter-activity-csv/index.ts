import { type Decimal, isZero } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { TableImporter } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { keysWith, Memo, TupleMemo } from "../source/keys.ts";
import { yieldOpenRouter } from "../source/openrouter.ts";
import { RowCells } from "../source/row-cells.ts";
import { type OpenRows, tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";
import { SeenIds } from "../source/seen-ids.ts";
import { tagsOf } from "../source/tags.ts";
import { Tally } from "../source/tally.ts";
import { withoutParts } from "../source/usage-rows.ts";

const KNOWN = new Set(
  "generation_id,created_at,cost_total,cost_web_search,cost_cache,cost_file_processing,byok_usage_inference,tokens_prompt,tokens_completion,tokens_reasoning,tokens_cached,model_permaslug,provider_name,variant,cancelled,streamed,user,finish_reason_raw,finish_reason_normalized,generation_time_ms,time_to_first_token_ms,api_key_disabled,api_key_name,app_name".split(
    ",",
  ),
);
const ONE: Decimal = { units: 1n, scale: 0 };

/** One generation per row, US dollars, UTC. The parts (`cost_cache` ...) are inside `cost_total` and not added. */
const open: OpenRows = (source, sink, options) => {
  const cells = new RowCells(sink, options);
  const ids = new SeenIds(sink, "generation_id");
  const tally = new Tally(sink);
  const models = new Memo((text) => textOrNull(text));
  const keys = new TupleMemo(readKeys);
  const id = source.column("generation_id");
  const created = source.column("created_at");
  const cost = source.column("cost_total");
  const byok = source.column("byok_usage_inference");
  const prompt = source.column("tokens_prompt");
  const cached = source.column("tokens_cached");
  const completion = source.column("tokens_completion");
  const model = source.column("model_permaslug", "model");
  const upstream = source.column("provider_name");
  const variant = source.column("variant");
  const cancelled = source.column("cancelled");
  const user = source.column("user");
  const keyName = source.column("api_key_name");
  const app = source.column("app_name");
  return {
    read(row) {
      const at = cells.day({ row, column: "created_at", text: created() });
      const charged = at && cells.owed({ row, column: "cost_total", text: cost() });
      if (!at || !charged) return;
      const ownKey = cells.money({ row, column: "byok_usage_inference", text: byok() });
      const all = cells.count({ row, column: "tokens_prompt", text: prompt() });
      const fromCache = cells.count({ row, column: "tokens_cached", text: cached() });
      const output = cells.count({ row, column: "tokens_completion", text: completion() });
      if (ownKey === undefined || all === undefined || fromCache === undefined || output === undefined) return;
      const content = `${created()} ${cost()} ${byok()} ${prompt()} ${completion()}`;
      if (ids.isRepeat({ id: id(), row, content })) return;
      if (/^(?:true|1|yes)$/i.test(cancelled())) tally.note(CANCELLED, row);
      const input = withoutParts(all, [fromCache]);
      if (all && fromCache && !input && !isZero(fromCache)) tally.note(CACHED_EXCEEDS, row);
      yieldOpenRouter(
        {
          row,
          at,
          charged,
          ownKey,
          upstream: upstream(),
          model: models.get(model()),
          tokens: [
            ["input", input],
            ["cacheRead", fromCache],
            ["output", output],
          ],
          requests: ONE,
          keys: keys.get(keyName(), user(), app(), variant()),
        },
        sink,
        options,
      );
    },
    end() {
      tally.report();
      ids.report();
      sink.groupedBy(["API key", "app", "model", "user"]);
    },
  };
};

const openrouterActivityCsv: TableImporter = {
  id: "openrouter-activity-csv",
  label: "OpenRouter activity, CSV",
  lookedFor: "a header with generation_id, created_at and cost_total",
  yields: "cost",
  basis: "billed",
  family: "openrouter-activity",
  secrets: ["user"],
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return header.includes("generation_id") && header.includes("cost_total");
  },
  open: tableOf(
    {
      required: ["created_at", "cost_total"],
      known: KNOWN,
      amount: "cost_total",
      date: ["created_at"],
      currency: "USD",
      basis: "billed",
    },
    open,
  ),
};
export default openrouterActivityCsv;

function readKeys([keyName, user = "", app, variant]: readonly string[]): Keys {
  return keysWith({
    apiKeyName: textOrNull(keyName),
    user: user === "" ? null : hashPerson(user),
    tags: tagsOf({ app, variant }),
  });
}

const CANCELLED = {
  severity: "notice",
  code: "cancelled-counted",
  column: "cancelled",
  message: "Cancelled generations count with what was charged for them and as requests.",
} as const;

const CACHED_EXCEEDS = {
  severity: "warning",
  code: "cached-exceeds-prompt",
  column: "tokens_cached",
  message: "More cached tokens than prompt tokens: the uncached ones are not known.",
} as const;
