import type { JsonImporter } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { Memo, NO_KEYS } from "../source/keys.ts";
import { yieldOpenRouter } from "../source/openrouter.ts";
import { RowCells } from "../source/row-cells.ts";
import { type OpenRows, objectsOf, rowKeys } from "../source/row-source.ts";

/** Activity by UTC day, model and endpoint, US dollars; no key, no user, cached tokens not told apart. */
const open: OpenRows = (source, sink, options) => {
  const cells = new RowCells(sink, options);
  const models = new Memo((text) => textOrNull(text));
  const seen = new Set<string>();
  const date = source.column("date");
  const endpoint = source.column("endpoint_id");
  const usage = source.column("usage");
  const byok = source.column("byok_usage_inference");
  const prompt = source.column("prompt_tokens");
  const completion = source.column("completion_tokens");
  const requests = source.column("requests");
  const model = source.column("model_permaslug", "model");
  const alias = source.column("model");
  const upstream = source.column("provider_name");
  return {
    read(row) {
      const at = cells.day({ row, column: "date", text: date() });
      const charged = at && cells.owed({ row, column: "usage", text: usage() });
      if (!at || !charged) return;
      const ownKey = cells.money({ row, column: "byok_usage_inference", text: byok() });
      const input = cells.count({ row, column: "prompt_tokens", text: prompt() });
      const output = cells.count({ row, column: "completion_tokens", text: completion() });
      const count = cells.count({ row, column: "requests", text: requests() });
      if (ownKey === undefined || input === undefined || output === undefined || count === undefined) return;
      const group = [at.day, endpoint(), model(), upstream(), alias()].join("\u0000");
      if (seen.has(group)) {
        sink.issue({
          severity: "blocking",
          row,
          column: "endpoint_id",
          code: "row-repeated",
          message:
            "This day, model and endpoint came before, as when a page is saved twice. Remove one, or leave this row out.",
        });
        return;
      }
      seen.add(group);
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
            ["output", output],
          ],
          requests: count,
          keys: NO_KEYS,
        },
        sink,
        options,
      );
    },
    end: () => sink.groupedBy(["endpoint", "model"]),
  };
};

const openrouterActivityApi: JsonImporter = {
  id: "openrouter-activity-api",
  label: "OpenRouter activity, API pages",
  lookedFor: "JSON rows with usage, byok_usage_inference and prompt_tokens",
  yields: "cost",
  basis: "billed",
  family: "openrouter-activity",
  shape: "json",
  claims(sample) {
    const keys = rowKeys(sample);
    return keys?.has("usage") === true && keys.has("byok_usage_inference");
  },
  read: objectsOf(open, []),
};
export default openrouterActivityApi;
