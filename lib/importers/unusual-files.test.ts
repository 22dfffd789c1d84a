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
