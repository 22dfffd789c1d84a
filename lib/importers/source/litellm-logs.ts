import type { Decimal } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { jsonInCell, objectInCell } from "./cell-json.ts";
import type { DayOf } from "./days.ts";
import { GatewayLines } from "./gateway-lines.ts";
import { asText } from "./json.ts";
import { keysWith, Memo, TupleMemo } from "./keys.ts";
import { CACHE_APART, cacheCounts, liteLlmTokens, readLiteLlmModel } from "./litellm.ts";
import { hostOf, LocalRows } from "./litellm-local.ts";
import { RowCells, readMs } from "./row-cells.ts";
import type { OpenRows } from "./row-source.ts";
import { SeenIds } from "./seen-ids.ts";
import { labelsOf, tagsOf } from "./tags.ts";
import { Tally } from "./tally.ts";

/** Prompts, answers, addresses and people: never kept. */
export const LITELLM_SECRETS = [
  "messages",
  "response",
  "proxy_server_request",
  "requester_ip_address",
  "metadata",
  "user",
  "end_user",
  "vector_store_request_metadata",
];
const ONE: Decimal = { units: 1n, scale: 0 };

/** One request a row, LiteLLM's own price x tokens in US dollars, times in UTC. */
export const openSpendLogs: OpenRows = (source, sink, options) => {
  const cells = new RowCells(sink, options);
  const lines = new GatewayLines("LiteLLM", sink, options);
  const local = new LocalRows(sink);
  const ids = new SeenIds(sink, "request_id");
  const tally = new Tally(sink);
  const models = new TupleMemo(readLiteLlmModel);
  const keys = new TupleMemo(readKeys);
  const hosts = new Memo((address) => ({ host: hostOf(address) }));
  const services = new Memo((callType) => (callType === "" ? "LiteLLM" : `LiteLLM, ${callType.replaceAll("_", " ")}`));
  const id = source.column("request_id");
  const start = source.column("startTime", "starttime", "start_time");
  const end = source.column("endTime", "endtime", "end_time");
  const spend = source.column("spend");
  const prompt = source.column("prompt_tokens");
  const completion = source.column("completion_tokens");
  const model = source.column("model");
  const provider = source.column("custom_llm_provider");
  const apiBase = source.column("api_base");
  const callType = source.column("call_type");
  const apiKey = source.column("api_key");
  const user = source.column("user");
  const endUser = source.column("end_user");
  const team = source.column("team_id");
  const organization = source.column("organization_id");
  const tags = source.column("request_tags");
  const metadata = source.column("metadata");
  const cacheHit = source.column("cache_hit");
  const status = source.column("status");
  return {
    read(row) {
      const at = cells.day({ row, column: "startTime", text: start() });
      const amount = at && cells.money({ row, column: "spend", text: spend() });
      const input = at && cells.count({ row, column: "prompt_tokens", text: prompt() });
      const output = at && cells.count({ row, column: "completion_tokens", text: completion() });
      if (!at || amount === undefined || input === undefined || output === undefined) return;
      const content = `${start()} ${spend()} ${prompt()} ${completion()}`;
      if (ids.isRepeat({ id: id(), row, content })) return;
      const more = objectInCell(metadata());
      const { tokens, isApart } = liteLlmTokens(input, output, cacheCounts(more));
      if (isApart) tally.note(CACHE_APART, row);
      const isFailed = /^fail/i.test(status() || (asText(more.status) ?? ""));
      if (isFailed) tally.note(FAILED, row);
      const seller = models.get(provider(), model(), apiBase());
      const names = both(asText(more.user_api_key_alias) ?? "", asText(more.user_api_key_team_alias) ?? "");
      const asked = keys.get(
        apiKey(),
        user() || endUser(),
        both(team() || (asText(more.user_api_key_team_id) ?? ""), organization()),
        tags(),
        names,
      );
      const isFromCache = /^true$/i.test(cacheHit());
      if (seller.provider === "local") {
        const time = timeOf({ row, start: start(), end: end(), at }, tally);
        const served = { model: seller.model, endpoint: hosts.get(apiBase()).host, keys: asked, spend: amount };
        local.put({ row, ...time, ...served, tokens, requests: 1, failed: isFailed ? 1 : 0, isFromCache });
        return;
      }
      lines.put({
        row,
        at,
        provider: seller.provider,
        model: seller.model,
        service: services.get(callType()),
        amount,
        tokens,
        requests: ONE,
        isFromCache,
        keys: asked,
      });
    },
    end() {
      tally.report();
      ids.report();
      lines.end();
      local.end();
      sink.groupedBy(["API key", "model", "request", "team", "user"]);
    },
  };
};

type Times = { readonly row: number; readonly start: string; readonly end: string; readonly at: DayOf };

/** When a request began and ended, and how long it took; an end that is missing or before the start is not known. */
function timeOf({ row, start, end, at }: Times, tally: Tally): { fromMs: number; toMs: number; busyMs: number | null } {
  const fromMs = readMs(start) ?? Date.parse(`${at.day}T00:00:00Z`);
  const toMs = end === "" ? null : readMs(end);
  if (toMs !== null && toMs >= fromMs && toMs - fromMs <= LONGEST_REQUEST_MS)
    return { fromMs, toMs, busyMs: toMs - fromMs };
  if (end !== "") tally.note(END_UNSOUND, row);
  return { fromMs, toMs: fromMs, busyMs: null };
}

/** No request takes longer; an end a day later is a damaged cell. */
const LONGEST_REQUEST_MS = 86_400_000;

const END_UNSOUND = {
  severity: "warning",
  code: "end-unsound",
  column: "endTime",
  message:
    "The end of a request on your own server cannot be read, is before its start or a day after it, so how long the server worked is not known.",
} as const;

/** Two cells as one, so that the keys of a row are remembered by five texts. */
const BETWEEN = "\u0001";
const both = (first: string, second: string): string => (first === "" && second === "" ? "" : first + BETWEEN + second);

function readKeys([apiKey, user = "", owners = "", tags = "", names = ""]: readonly string[]): Keys {
  const [team, organization] = owners.split(BETWEEN);
  const [keyName, teamName] = names.split(BETWEEN);
  return keysWith({
    apiKey: textOrNull(apiKey),
    apiKeyName: textOrNull(keyName),
    user: user === "" ? null : hashPerson(user),
    // The team comes last in order to win over a label of that name.
    tags: { ...tagsOf(labelsOf(jsonInCell(tags))), ...tagsOf({ organization, team, team_alias: teamName }) },
  });
}

const FAILED = {
  severity: "notice",
  code: "failures-counted",
  column: "status",
  message: "Failed requests are counted, with what was spent on them.",
} as const;
