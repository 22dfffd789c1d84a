import { type Decimal, format } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { GatewayLines } from "./gateway-lines.ts";
import { about } from "./headed-table.ts";
import { keysWith, TupleMemo } from "./keys.ts";
import { CACHE_APART, liteLlmTokens, readLiteLlmModel } from "./litellm.ts";
import { hostOf, LocalRows } from "./litellm-local.ts";
import { RowCells } from "./row-cells.ts";
import type { OpenRows } from "./row-source.ts";
import { SeenIds } from "./seen-ids.ts";
import { tagsOf } from "./tags.ts";
import { Tally } from "./tally.ts";

/** What tells the six tables apart; they are six views of the same money. */
export const DAILY_ENTITIES = {
  team_id: "team",
  organization_id: "organization",
  end_user_id: "end user",
  agent_id: "agent",
  tag: "tag",
  user_id: "user",
} as const;
type Column = keyof typeof DAILY_ENTITIES;
// Object.keys forgets which keys an object has.
const COLUMNS = Object.keys(DAILY_ENTITIES) as Column[];

/** LiteLLM's daily spend by one entity, key and model: its own price x tokens in US dollars, UTC days. */
export const openDailySpend: OpenRows = (source, sink, options) => {
  const cells = new RowCells(sink, options);
  const lines = new GatewayLines("LiteLLM", sink, options);
  const local = new LocalRows(sink);
  const ids = new SeenIds(sink, "id");
  const tally = new Tally(sink);
  const column = COLUMNS.find((name) => source.has(name)) ?? null;
  const models = new TupleMemo(readLiteLlmModel);
  const keys = new TupleMemo(([apiKey, entity]) => readKeys(apiKey, entity, column));
  const id = source.column("id");
  const entity = column ? source.column(column) : () => "";
  const date = source.column("date");
  const spend = source.column("spend");
  const apiKey = source.column("api_key");
  const model = source.column("model", "model_group");
  const provider = source.column("custom_llm_provider");
  const prompt = source.column("prompt_tokens");
  const completion = source.column("completion_tokens");
  const cacheRead = source.column("cache_read_input_tokens");
  const cacheWrite = source.column("cache_creation_input_tokens");
  const requests = source.column("api_requests");
  const failed = source.column("failed_requests");
  const apiBase = source.column("api_base");
  return {
    read(row) {
      const at = cells.day({ row, column: "date", text: date() });
      const amount = at && cells.money({ row, column: "spend", text: spend() });
      const input = at && cells.count({ row, column: "prompt_tokens", text: prompt() });
      const output = at && cells.count({ row, column: "completion_tokens", text: completion() });
      const read = at && cells.count({ row, column: "cache_read_input_tokens", text: cacheRead() });
      const write5m = at && cells.count({ row, column: "cache_creation_input_tokens", text: cacheWrite() });
      const count = at && cells.count({ row, column: "api_requests", text: requests() });
      if (!at || amount === undefined || input === undefined || output === undefined) return;
      if (read === undefined || write5m === undefined || count === undefined) return;
      if (ids.isRepeat({ id: id(), row, content: `${date()} ${spend()} ${prompt()} ${completion()}` })) return;
      const { tokens, isApart } = liteLlmTokens(input, output, { read, write5m, write1h: null });
      if (isApart) tally.note(CACHE_APART, row);
      const seller = models.get(provider(), model(), apiBase());
      if (seller.provider === "local") {
        const failures = cells.count({ row, column: "failed_requests", text: failed() });
        if (failures === undefined) return;
        const fromMs = Date.parse(`${at.day}T00:00:00Z`);
        local.put({
          row,
          fromMs,
          toMs: fromMs + MS_PER_DAY,
          model: seller.model,
          endpoint: hostOf(apiBase()),
          keys: keys.get(apiKey(), entity()),
          requests: numberOf(count),
          failed: numberOf(failures),
          tokens,
          busyMs: null,
          spend: amount,
        });
        return;
      }
      lines.put({
        row,
        at,
        provider: seller.provider,
        model: seller.model,
        service: "LiteLLM",
        amount,
        tokens,
        requests: count,
        isFromCache: false,
        keys: keys.get(apiKey(), entity()),
      });
    },
    end() {
      tally.report();
      ids.report();
      lines.end();
      local.end();
      if (column === "tag") sink.issue(TAGS_OVERLAP);
      sink.groupedBy(["API key", "model", column ? DAILY_ENTITIES[column] : "user"]);
    },
  };
};

const MS_PER_DAY = 86_400_000;

const numberOf = (count: Decimal | null): number | null => (count === null ? null : Number(format(count)));

function readKeys(apiKey: string | undefined, entity: string | undefined, column: Column | null): Keys {
  const text = entity ?? "";
  const isPerson = column === "user_id" || column === "end_user_id";
  const isPlaceholder = text === "" || /^(?:unassigned|no[- ]?team|none|null|default_user_id)$/i.test(text);
  return keysWith({
    apiKey: textOrNull(apiKey),
    user: isPerson && !isPlaceholder ? hashPerson(text) : null,
    tags: isPerson || isPlaceholder || !column ? {} : tagsOf({ [DAILY_ENTITIES[column]]: text }),
  });
}

const TAGS_OVERLAP = about(
  "warning",
  "tags-overlap",
  "LiteLLM counts a request once under each of its tags, so the sum of this table may be more than was spent. Import the team or user table instead.",
);
