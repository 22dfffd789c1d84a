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
