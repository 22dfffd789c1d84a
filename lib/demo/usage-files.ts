/** What the same calls used, as the providers' usage pages export it: tokens that the bills are held against. */
import { addDays, type Day } from "../core/calendar.ts";
import { type Decimal, decimal, divide, format, multiply } from "../core/decimal.ts";
import { anthropicApiId, anthropicWorkspace } from "./anthropic-files.ts";
import { ANTHROPIC, OPENAI } from "./company.ts";
import { openaiProject, openaiSeconds } from "./openai-files.ts";
import { type DemoMonth, tokensOn } from "./usage.ts";

const TOKENS_A_REQUEST = 2_400n;
const EMBEDDING = "text-embedding-3-large";
const COMPLETIONS =
  "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch," +
  "service_tier,input_tokens,output_tokens,input_cached_tokens,input_uncached_tokens";
const EMBEDDINGS =
  "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,input_tokens";

/** What a later export made of a day's counts; 1 = as they were. */
export type Restatement = (day: Day) => Decimal;

const restated = (count: bigint, factor: Decimal): bigint => {
  const exact = multiply({ units: count, scale: 0 }, factor);
  return BigInt(format(divide(exact, decimal(1), { scale: 0 })));
};
const requestsOf = (tokens: bigint): bigint => tokens / TOKENS_A_REQUEST + 1n;

function openaiRows(at: DemoMonth, factor: Restatement, isWanted: (model: string) => boolean) {
  return at.days.flatMap((day) => {
    const [from, to] = [day, addDays(day, 1)];
    const when = [openaiSeconds(from), openaiSeconds(to), `${from}T00:00:00+00:00`, `${to}T00:00:00+00:00`];
    return OPENAI.flatMap((stream) => {
      const tokens = isWanted(stream.model) ? tokensOn(stream, at, day) : null;
      if (!tokens) return [];
      const count = (kind: "input" | "cacheRead" | "output") => restated(tokens[kind] ?? 0n, factor(day));
      const counts = { input: count("input"), cached: count("cacheRead"), output: count("output") };
      return [{ when, model: stream.model, project: openaiProject(stream.place).id, ...counts }];
    });
  });
}

/** The dashboard's usage export of a month: one row a day, project and model. */
export function openaiCompletionsCsv(at: DemoMonth, factor: Restatement): string {
  const rows = openaiRows(at, factor, (model) => model !== EMBEDDING).map((row) => {
    const prompt = row.input + row.cached;
    const requests = requestsOf(prompt);
    const who = [...row.when, row.project, requests, "", "", row.model, "False", "default"];
    return [...who, prompt, row.output, row.cached, row.input].join(",");
  });
  return `${[COMPLETIONS, ...rows].join("\n")}\n`;
}

/** Embeddings are a page, and a file, of their own. */
export function openaiEmbeddingsCsv(at: DemoMonth, factor: Restatement): string {
  const rows = openaiRows(at, factor, (model) => model === EMBEDDING).map((row) =>
    [...row.when, row.project, requestsOf(row.input), "", "", row.model, row.input].join(","),
  );
  return `${[EMBEDDINGS, ...rows].join("\n")}\n`;
}

const TOKENS =
  "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache," +
  "usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read," +
  "usage_output_tokens,web_search_count,inference_geo,speed";

/** The Console's token export, beside its cost export: models by their API names, keys and workspaces by theirs. */
export function anthropicTokensCsv(at: DemoMonth): string {
  const rows = at.days.flatMap((day) =>
    ANTHROPIC.flatMap((stream) => {
      const tokens = tokensOn(stream, at, day);
      if (!tokens) return [];
      const { name, key } = anthropicWorkspace(stream.place);
      const counts = [tokens.input, tokens.cacheWrite5m, 0n, tokens.cacheRead, tokens.output].map(
        (count) => count ?? 0n,
      );
      return [
        [day, anthropicApiId(stream.model), key, name, "standard", "≤ 200k", ...counts, 0, "global", ""].join(","),
      ];
    }),
  );
  return `${[TOKENS, ...rows].join("\n")}\n`;
}
