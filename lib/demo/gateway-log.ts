/** The log of Halden's own LiteLLM gateway: a request a row, priced by the gateway's own list. */
import type { Day } from "../core/calendar.ts";
import { format, sum, ZERO } from "../core/decimal.ts";
import { GATEWAY, GATEWAY_MONTH, type Stream } from "./company.ts";
import { kilnCalls } from "./local-use.ts";
import { costOf } from "./prices.ts";
import { type DemoMonth, pricesOf, tokensOn } from "./usage.ts";

const HEADER =
  "request_id,call_type,api_key,spend,total_tokens,prompt_tokens,completion_tokens,startTime,endTime,model," +
  "model_group,custom_llm_provider,user,metadata,cache_hit,request_tags,team_id,status,api_base";
const REQUESTS_A_DAY = 6n;
/** A model tuned by Mistral for Halden: the gateway has no price for it, and nobody else has. */
const TUNED = { name: "halden-mistral-tuned-2", share: 4n };

const sellerOf = (model: string): string => (model.startsWith("gpt-") ? "openai" : "mistral");

type Call = { id: string; model: string; seller: string; spend: string; prompt: bigint; output: bigint };

function callsOf(stream: Stream, at: DemoMonth, day: Day): Call[] {
  const tokens = tokensOn(stream, at, day);
  if (!tokens) return [];
  const prices = pricesOf(stream.model);
  const part = (count: bigint | undefined) => (count ?? 0n) / REQUESTS_A_DAY;
  const prompt = part(tokens.input) + part(tokens.cacheRead);
  const output = part(tokens.output);
  const [input, answer] = [prices.input, prices.output];
  const spend = sum([input ? costOf(prompt, input) : ZERO, answer ? costOf(output, answer) : ZERO]);
  const seller = sellerOf(stream.model);
  const calls = Array.from({ length: Number(REQUESTS_A_DAY) }, (_, index): Call => {
    return { id: `${seller}-${day}-${index}`, model: stream.model, seller, spend: format(spend), prompt, output };
  });
  if (seller !== "mistral") return calls;
  const [less, fewer] = [prompt / TUNED.share, output / TUNED.share];
  return [...calls, { id: `tuned-${day}`, model: TUNED.name, seller, spend: "0", prompt: less, output: fewer }];
}

/** A dump of the gateway's spend logs for a month: Kiln's calls, and later those to others. Its OpenAI calls are billed by OpenAI too. */
export function liteLlmSpendLogs(at: DemoMonth): string {
  const others = at.index < GATEWAY_MONTH ? [] : callsToOthers(at);
  return `${[HEADER, ...others, ...kilnCalls(at)].join("\n")}\n`;
}

function callsToOthers(at: DemoMonth): string[] {
  return at.days.flatMap((day) =>
    GATEWAY.flatMap((stream) =>
      callsOf(stream, at, day).map(({ id, model, seller, spend, prompt, output }, index) => {
        const hour = `${day} ${String(8 + index).padStart(2, "0")}`;
        const tokens = [prompt + output, prompt, output];
        const names = [model, model, seller, "", "{}", "False", "[]", stream.place, "success", ""];
        return [
          id,
          "acompletion",
          `88dc28d0${stream.place}`,
          spend,
          ...tokens,
          `${hour}:00:00`,
          `${hour}:00:04`,
          ...names,
        ].join(",");
      }),
    ),
  );
}
