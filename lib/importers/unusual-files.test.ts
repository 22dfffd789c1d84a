import { describe, expect, it } from "vitest";
import { readWhole } from "./testing/read-whole.ts";

/** Files of other people that once were read wrongly, smallest first. */
const OBSERVATION = "id,trace_id,type,start_time,provided_model_name,usage_details,cost_details,total_cost";

describe("Langfuse observations", () => {
  it("that are spans with a cost of 0 are no usage", async () => {
    const rows = [
      'o1,t,GENERATION,2026-05-01T10:00:00Z,gpt-5,"{""input"":3}",{},0.5',
      "o2,t,SPAN,2026-05-02T10:00:00Z,,{},{},0",
      'o3,t,EVENT,2026-05-03T10:00:00Z,,{},"{""total"":0}",',
    ];
    const { summary } = await readWhole(`${OBSERVATION}\n${rows.join("\n")}\n`);
    expect([summary.requests, summary.coverage]).toEqual(["1", { from: "2026-05-01", to: "2026-05-01" }]);
  });
});

const codes = async (text: string, fileName = "file.csv"): Promise<string[]> =>
  (await readWhole(text, { fileName })).issues
    .filter(({ severity }) => severity !== "notice")
    .map(({ severity, row, code }) => `${severity} ${row} ${code}`);

describe("a table that was cut", () => {
  const header =
    "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,input_tokens,output_tokens";
  const whole = "1777593600,1777680000,2026-05-01T00:00:00,2026-05-02T00:00:00,p,2,30,40";

  it.each(["1777680000", "1777680000,1777766400,2026-05-02T0", "1777680000,1777766400,,,p"])(
    "blocks its last row: %s",
    async (last) => expect(await codes(`${header}\n${whole}\n${last}`)).toEqual(["blocking 3 row-cut"]),
  );

  it("is told from one without a last line ending, which is said where it ends in a figure", async () => {
    const { issues, summary } = await readWhole(`${header}\n${whole}`, { fileName: "completions_usage_2026-05.csv" });
    expect(issues.map(({ code }) => code)).toEqual(["end-open"]);
    expect(summary.tokens).toEqual({ input: "30", output: "40" });
  });

  it("blocks gateways' rows that have lost their cost", async () => {
    const cost = "request_created_at,response_id,request_id,model,prompt_tokens,completion_tokens,cost";
    expect(await codes(`${cost}\n2026-05-01T00:00:00Z,a,a,gpt-4o,10,2`)).toEqual(["blocking 2 row-cut"]);
    expect(await codes(`${cost}\n2026-05-01T00:00:00Z,a,a,gpt-4o,10,2\n`)).toEqual(["blocking 2 row-cut"]);
  });

  it("may end in a total with fewer cells", async () => {
    const costs = "usage_date_utc,model,cost_usd,token_type,cost_type\n2026-05-01,Claude Opus 5,1.50,output,token";
    expect(await codes(`${costs}\nTotal,,1.50`)).toEqual([]);
  });
});

describe("rows whose cells have moved", () => {
  it("are seen by a model that is a number", async () => {
    const header = "request_created_at,response_id,request_id,model,prompt_tokens,completion_tokens,cost";
    expect(await codes(`${header}\n2026-05-01T00:00:00Z,a,gpt-4o,10,2,0.5,\n`)).toEqual(["blocking 2 cells-shifted"]);
    const usage = "usage_date_utc,model_version,api_key,workspace,usage_type,usage_output_tokens,web_search_count";
    expect(await codes(`${usage}\n2026-05-01,claude-opus-5,key,standard,12,3,\n`)).toEqual([
      "blocking 2 cells-shifted",
    ]);
  });
});

describe("rows of another width than the header", () => {
  const header = "usage_date_utc,model_version,api_key,workspace,usage_type,usage_output_tokens,web_search_count";
  it.each([
    ["2026-05-01,claude-opus-5,key,batch,5,", "row-short"],
    ["2026-05-01,claude-opus-5,key,Default,batch,5,3,", "row-long"],
  ])("are never passed over: %s", async (row, code) => {
    const whole = "2026-05-01,claude-opus-5,key,Default,batch,5,3";
    expect(await codes(`${header}\n${whole}\n${row}\n`)).toContain(`warning 3 ${code}`);
  });
});

describe("tokens in parts of one", () => {
  it.each(["1.5", "1.204"])("are no count, and %s may be thousands", async (count) => {
    const header = "request_created_at,response_id,request_id,model,prompt_tokens,completion_tokens,cost";
    const text = `${header}\n2026-05-01T00:00:00Z,a,a,gpt-4o,${count},2,0.5\n`;
    expect(await codes(text)).toEqual(["blocking 2 count-unreadable"]);
  });
});

const bucket = (results: string) =>
  `{"object":"bucket","start_time":1777593600,"end_time":1777680000,"results":${results}}`;
const usage = '{"object":"organization.usage.completions.result","input_tokens":3,"output_tokens":2}';
const page = (buckets: string) => `{"object":"page","data":[${buckets}],"has_more":false,"next_page":null}`;
const sound = page(bucket(`[${usage}]`));

describe("pages", () => {
  it.each([
    ["an error among them", `[${sound},{"error":{"message":"slow down"}}]`, "blocking null page-unreadable"],
    ["a text after them", `${sound}\n"oops"`, "blocking null page-unreadable"],
    ["no list of buckets", `[${sound},{"object":"page","data":{"a":1}}]`, "blocking null page-unreadable"],
    ["a bucket that is none", page(`${bucket(`[${usage}]`)},"lost"`), "blocking null list-unreadable"],
    [
      "results that are no list",
      `[${sound},${page(bucket('"lost"').replace("1777593600", "1777507200"))}]`,
      "blocking 2 list-unreadable",
    ],
    ["a result that is none", page(bucket(`[${usage},7]`)), "blocking 1 list-unreadable"],
    [
      "a count that is none",
      page(bucket(`[${usage.replace('"input_tokens":3', '"input_tokens":[3]')}]`)),
      "blocking 1 count-unreadable",
    ],
  ])("with %s lose nothing in silence", async (_what, text, expected) => {
    expect(await codes(text)).toEqual([expected]);
  });

  it("with results of null are empty", async () => {
    expect(await codes(`[${sound},${page(bucket("null").replace("1777593600", "1777507200"))}]`)).toEqual([]);
  });

  const event = (tokens: string) =>
    `{"usageEvents":[{"timestamp":"1777593600000","kind":"Usage-based","chargedCents":5,"tokenUsage":${tokens}}]}`;
  it.each([
    ['"lost"', "blocking 1 object-unreadable"],
    ['{"inputTokens":true}', "blocking 1 count-unreadable"],
    ['{"inputTokens":1,"totalCents":[]}', "blocking 1 amount-unreadable"],
  ])("of Cursor with tokens %s block", async (tokens, expected) => {
    expect(await codes(event(tokens))).toEqual([expected]);
  });

  const record = (breakdown: string) =>
    `{"data":[{"date":"2026-05-01","actor":{"api_key_name":"ci"},"customer_type":"api","core_metrics":{},"model_breakdown":${breakdown}}]}`;
  it.each([
    ['"lost"', "blocking 1 list-unreadable"],
    ['[{"model":"m","tokens":5}]', "blocking 1 object-unreadable"],
    ['[{"model":"m","tokens":{"input":1},"estimated_cost":"186"}]', "blocking 1 object-unreadable"],
  ])("of Claude Code with models %s block", async (breakdown, expected) => {
    expect(await codes(record(breakdown))).toEqual([expected]);
  });

  it("of ccusage with an entry that is none block", async () => {
    const text = '{"daily":[{"date":"2026-05-01","inputTokens":1,"totalTokens":1,"totalCost":1},"lost"]}';
    expect(await codes(text)).toEqual(["blocking null entry-unreadable"]);
  });

  it("of Langfuse with a map that cannot be read block", async () => {
    const row = (map: string) => `o1,t,GENERATION,2026-05-01T10:00:00Z,gpt-5,"${map}",{},0.5`;
    expect(await codes(`${OBSERVATION}\n${row('{""input"":3')}\n`)).toEqual(["blocking 2 details-unreadable"]);
    expect(await codes(`${OBSERVATION}\n${row('{""input"":[3]}')}\n`)).toEqual(["blocking 2 details-unreadable"]);
  });
});

it("OpenAI costs whose quantity is no number count, and say so", async () => {
  const header = "start_time,end_time,amount_value,amount_currency,quantity,quantity_unit,line_item";
  const row = (quantity: string) => `1777593600,1777680000,0.5,usd,${quantity},tokens,"gpt-5, input"`;
  expect(await codes(`${header}\n${row("ten")}\n${row("")}\n`)).toEqual(["warning 2 quantity-unreadable"]);
});

it("DeepSeek totals of two currencies are compared, each with its own", async () => {
  const rows = "u,2026-05-01,m,Paid,7.58,CNY\nu,2026-05-01,m,Paid,1,USD\nTotal,,,,7.58,CNY\n,,,,1,USD\n";
  const { issues, summary } = await readWhole(`user_id,utc_date,model,wallet_type,cost,currency\n${rows}`);
  expect(issues.map(({ code }) => code)).toEqual(["total-agrees", "total-agrees"]);
  expect(summary.statedTotals.map(({ difference }) => difference)).toEqual(["0", "0"]);
});

it.each([
  ['"daily":[{"date":"Sep 16, 2025"', { from: "2025-09-16", to: "2025-09-16" }],
  ['"monthly":[{"month":"Feb 2024"', { from: "2024-02-01", to: "2024-02-29" }],
])("ccusage writes dates of Codex in words: %s", async (start, coverage) => {
  const { summary } = await readWhole(`{${start},"inputTokens":10,"totalTokens":10,"costUSD":1.25}]}`);
  expect([summary.coverage, summary.totals]).toEqual([coverage, [{ currency: "USD", amount: "1.25" }]]);
});

describe("a first prompt longer than what formats are told by", () => {
  const prompt = "long ".repeat(20_000);

  it("does not hide Portkey's logs", async () => {
    const row = `{"id":"p","trace_id":"t","created_at":"2026-05-01T12:00:00Z","request":{"messages":"${prompt}"},"ai_org":"openai","ai_model":"gpt-4o","req_units":1000000,"res_units":0,"cost":250}`;
    const { summary } = await readWhole(row, { fileName: "logs.jsonl" });
    expect([summary.format, summary.totals]).toEqual(["portkey-logs-json", [{ currency: "USD", amount: "2.5" }]]);
  });

  it("does not hide Langfuse's observations", async () => {
    const row = `{"id":"o","traceId":"t","type":"GENERATION","startTime":"2026-05-01T12:00:00Z","input":"${prompt}","usageDetails":{"input":5},"calculatedTotalCost":0.5}`;
    const { summary } = await readWhole(`{"data":[${row}]}`, { fileName: "page.json" });
    expect([summary.format, summary.totals]).toEqual([
      "langfuse-observations-json",
      [{ currency: "USD", amount: "0.5" }],
    ]);
  });
});
