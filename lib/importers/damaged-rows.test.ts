import { describe, expect, it } from "vitest";
import { readWhole } from "./testing/read-whole.ts";

const OPENAI =
  "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source";
const CONSOLE =
  "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed";
const FOCUS =
  "BilledCost,EffectiveCost,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,ServiceName";
const PERIODS = "2026-05-01T00:00:00Z,2026-06-01T00:00:00Z,2026-05-03T00:00:00Z,2026-05-04T00:00:00Z";

const blockingCodes = async (text: string): Promise<string[]> =>
  (await readWhole(text)).issues.filter((issue) => issue.severity === "blocking").map((issue) => issue.code);

describe("an amount with a comma and no quotes", () => {
  it("does not become 12 units of a currency called 50", async () => {
    const text = `${OPENAI}\n1777593600,1777680000,,,12,50,usd,,,,,,,org-1,,,,\n`;
    expect(await blockingCodes(text)).toEqual(["currency-unreadable"]);
    expect((await readWhole(text)).summary.totals).toEqual([]);
  });

  it("is seen in a Console export by the number in its cost type", async () => {
    const text = `${CONSOLE}\n2026-05-01,Claude Opus 5,Default,k,message,,output,12,50,13,token,,\n`;
    expect(await blockingCodes(text)).toEqual(["cells-shifted"]);
  });

  it("is seen in a FOCUS file by the number in its currency", async () => {
    expect(await blockingCodes(`${FOCUS}\n12,50,11,USD,${PERIODS},Usage,AWS,EC2\n`)).not.toEqual([]);
    expect(await blockingCodes(`${FOCUS}\n12,11,50,${PERIODS},Usage,AWS,EC2\n`)).toEqual(["currency-unreadable"]);
  });
});

describe("a row of a cloud's bill with a cell less or more than the header", () => {
  const CUR =
    "lineItem/UsageStartDate,bill/BillingPeriodStartDate,lineItem/CurrencyCode,lineItem/LineItemType,lineItem/UnblendedCost,lineItem/NetUnblendedCost";
  const BIGQUERY = "usage_start_time,cost,currency,invoice.month,service.description,sku.description,credits";

  it("is not read as if its discount were none", async () => {
    expect(await blockingCodes(`${CUR}\n2026-05-03,2026-05-01,USD,Usage,10\n`)).toEqual(["row-cut"]);
    expect(await blockingCodes(`${BIGQUERY}\n2026-05-03T00:00:00Z,10,USD,202605,Vertex AI,x\n`)).toEqual(["row-cut"]);
    expect(await blockingCodes(`${FOCUS}\n12,11,USD,${PERIODS},Usage,AWS\n`)).toEqual(["row-cut"]);
  });

  it("is not read with its cells pushed to the right", async () => {
    const sound = `11,12,USD,${PERIODS},Usage,AWS,EC2`;
    expect(await blockingCodes(`${FOCUS}\n${sound}\n11,junk,12,USD,${PERIODS},Usage,AWS,EC2\n`)).toEqual([
      "cells-too-many",
    ]);
    expect(await blockingCodes(`${FOCUS},Tags\n${sound},\n0,${sound},\n`)).toEqual(["cells-too-many"]);
  });

  it("is sound where a comma ends every row", async () => {
    expect(await blockingCodes(`${FOCUS}\n${`11,12,USD,${PERIODS},Usage,AWS,EC2,\n`.repeat(3)}`)).toEqual([]);
  });
});

describe("a billing export without credits", () => {
  const isSaid = async (text: string) => (await readWhole(text)).issues.some(({ code }) => code === "credits-missing");
  const row =
    '{"usage_start_time":"2026-05-03T00:00:00Z","cost":1,"currency":"USD","service":{"description":"Vertex AI"}';

  it("says that its costs are those before discounts", async () => {
    const header = "usage_start_time,cost,currency,invoice.month,service.description";
    expect(await isSaid(`${header}\n2026-05-03T00:00:00Z,10,USD,202605,Vertex AI\n`)).toBe(true);
    expect(await isSaid(`${header},credits\n2026-05-03T00:00:00Z,10,USD,202605,Vertex AI,[]\n`)).toBe(false);
    expect(await isSaid(`${row}}\n`)).toBe(true);
    expect(await isSaid(`${row},"credits":[]}\n`)).toBe(false);
  });
});

describe("a currency", () => {
  it("is no blank that a program wrote as NaN, and no number with two points", async () => {
    expect(await blockingCodes(`${FOCUS}\n12,11,NaN,${PERIODS},Usage,AWS,EC2\n`)).toEqual(["currency-unreadable"]);
    expect(await blockingCodes(`${FOCUS}\n12,11,1.2.3,${PERIODS},Usage,AWS,EC2\n`)).toEqual(["currency-unreadable"]);
  });

  it("in JSON is three letters", async () => {
    const page = (currency: string) =>
      `{"object":"page","data":[{"object":"bucket","start_time":1777593600,"end_time":1777680000,"results":[{"object":"organization.costs.result","amount":{"value":4.5,"currency":"${currency}"}}]}]}`;
    expect(await blockingCodes(page("eur"))).toEqual([]);
    expect(await blockingCodes(page("50"))).toEqual(["currency-unreadable"]);
  });

  it("in FOCUS may be a virtual one", async () => {
    const { summary } = await readWhole(`${FOCUS}\n12,11,DBU,${PERIODS},Usage,AWS,EC2\n`);
    expect(summary.totals).toEqual([{ currency: "DBU", amount: "12" }]);
  });
});

describe("a unit with more digits than a number may have", () => {
  it("leaves the tokens unknown", async () => {
    const { lines } = await readWhole(
      `${FOCUS},SkuMeter,ConsumedQuantity,ConsumedUnit\n12,11,USD,${PERIODS},Usage,AWS,Bedrock,Input Tokens,5,${"9".repeat(90)} Tokens\n`,
    );
    expect(lines.map(({ costKind, tokens }) => [costKind, tokens])).toEqual([["input", null]]);
  });
});

describe("a FOCUS cost that cannot be read", () => {
  it("blocks, instead of putting the billed cost in the place of the effective one", async () => {
    expect(await blockingCodes(`${FOCUS}\n12,abc,USD,${PERIODS},Usage,AWS,EC2\n`)).toEqual([
      "effective-cost-unreadable",
    ]);
    expect(await blockingCodes(`${FOCUS}\n12,NULL,USD,${PERIODS},Usage,AWS,EC2\n`)).toEqual([]);
  });
});

describe("the last row without a date", () => {
  const rows = `${OPENAI}\n1777593600,1777680000,,,2.50,usd,,,,,,,org-1,,,,\n`;
  const last = (cells: string) => readWhole(`${rows}${cells}\n`);

  it.each([
    "Total,,,,$2.50,usd,,,,,,,,,,,",
    'TOTAL:,,,,"2.50",,,,,,,,,,,,',
    "Grand total,,,,2.5,usd,,,,,,,,,,,",
    ",,,,2.50,usd,,,,,,,,,,,",
  ])("is compared when it is a total: %s", async (cells) => {
    const { issues, summary } = await last(cells);
    expect(issues.map(({ code }) => code)).toEqual(["total-agrees"]);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "2.5" }]);
  });

  it("may be a total that differs, with thousands commas", async () => {
    const { summary, issues } = await last('Total (USD),,,,"1,002.50",usd,,,,,,,,,,,');
    expect(issues).toContainEqual(expect.objectContaining({ severity: "warning", code: "total-differs" }));
    expect(summary.statedTotals[0]).toMatchObject({ stated: "1002.5", difference: "1000" });
  });

  it("blocks when nothing calls it a total and it equals none: a charge may have lost its date", async () => {
    const { issues } = await last(",,,,7.00,usd,,,,,,,,,,,");
    expect(issues).toContainEqual(expect.objectContaining({ severity: "blocking", code: "date-missing", row: 3 }));
  });
});

describe("a cache write of a length not known yet", () => {
  const report = (tokenType: string) =>
    readWhole(
      `{"data":[{"starting_at":"2026-05-01T00:00:00Z","ending_at":"2026-05-02T00:00:00Z","results":[{"currency":"USD","amount":"150","token_type":"${tokenType}"}]}],"has_more":false}`,
    );

  it("counts its cost without a token kind", async () => {
    const kinds = ["5m", "1h", "24h"].map((length) => `cache_creation.ephemeral_${length}_input_tokens`);
    const read = await Promise.all(kinds.map(report));
    expect(read.map(({ lines }) => lines[0]?.costKind)).toEqual(["cacheWrite5m", "cacheWrite1h", "other"]);
    expect(read[2]?.issues).toContainEqual(expect.objectContaining({ code: "token-type-unknown" }));
    expect(read[2]?.summary.totals).toEqual([{ currency: "USD", amount: "1.5" }]);
  });
});

describe("a power log that was stopped while writing", () => {
  const log = (last: string, header = "timestamp, power.draw [W], utilization.gpu [%]") =>
    readWhole(
      `${header}\n2026/05/09 03:57:48.161, 60.00 W, 0 %\n2026/05/09 03:57:49.161, 60.00 W, 0 %\n2026/05/09 03:57:50.161, ${last}`,
    );

  it("does not take the first digit of its last reading for the whole", async () => {
    const { issues, summary } = await log("6");
    expect(issues).toContainEqual(expect.objectContaining({ severity: "warning", code: "row-cut", row: 4 }));
    expect(summary.energy?.series[0]?.readings).toBe(2);
    expect((await log("60.00 W, 0 %")).summary.energy?.series[0]?.readings).toBe(3);
  });

  it("reads rows under a header that ends in a comma", async () => {
    const { summary } = await readWhole(
      "timestamp, power.draw [W],\n2026/05/09 03:57:48.161, 60.00 W\n2026/05/09 03:57:49.161, 61.00 W\n",
    );
    expect(summary.energy?.series[0]?.readings).toBe(2);
  });
});

describe("figures no ledger can hold", () => {
  const cost = (amount: string) => readWhole(`${FOCUS}\n${amount},1,USD,${PERIODS},Usage,AWS,EC2\n`);

  it("block their row, and the largest that fit are read exactly", async () => {
    const { issues, summary } = await cost("-1E15");
    expect(issues).toContainEqual(expect.objectContaining({ severity: "blocking", code: "amount-too-large", row: 2 }));
    expect(summary.lines).toBe(0);
    expect((await cost("999999999999999.99")).summary.totals[0]?.amount).toBe("999999999999999.99");
  });

  it("may be counts of requests", async () => {
    const page = `{"data":[{"object":"bucket","start_time":1777593600,"end_time":1777680000,"results":[{"object":"organization.usage.completions.result","input_tokens":1,"num_model_requests":${"9".repeat(40)}}]}]}`;
    expect(await blockingCodes(page)).toEqual(["tokens-too-large"]);
  });

  it("may be token counts", async () => {
    const text = `${FOCUS},ConsumedQuantity,ConsumedUnit,SkuMeter\n1,1,USD,${PERIODS},Usage,AWS,EC2,1E18,Tokens,Input Tokens\n`;
    expect(await blockingCodes(text)).toEqual(["tokens-too-large"]);
  });
});

describe("text no database keeps", () => {
  it("loses its NUL characters, and the file says so once", async () => {
    const { issues, lines } = await readWhole(
      `${OPENAI}\n1777593600,1777680000,,,2.50,usd,,,,,,a\u0000b,org\u0000,,,,\n`,
    );
    expect(issues.map(({ code }) => code)).toEqual(["encoding-damaged"]);
    expect(lines[0]?.keys.project).toBe("a\uFFFDb");
  });

  it("loses them from JSON, too, with half surrogate pairs", async () => {
    const { lines } = await readWhole(
      `{"data":[{"starting_at":"2026-05-01T00:00:00Z","ending_at":"2026-05-02T00:00:00Z","results":[{"currency":"USD","amount":"150","workspace_id":"a\\u0000b\\ud800"}]}]}`,
    );
    expect(lines[0]?.keys.workspace).toBe("a\uFFFDb\uFFFD");
    const focus = await readWhole(`${FOCUS},Tags\n1,1,USD,${PERIODS},Usage,AWS,EC2,"{""team"":""a\\u0000b""}"\n`);
    expect(focus.lines[0]?.keys.tags).toEqual({ team: "a\uFFFDb" });
  });
});

describe("a date of another age", () => {
  it("blocks, instead of opening a month in the year 1 or 9999", async () => {
    for (const year of ["0001", "9999"]) {
      const text = `${FOCUS}\n1,1,USD,${PERIODS.replaceAll("2026", year)},Usage,AWS,EC2\n`;
      expect(await blockingCodes(text)).toEqual(["date-unreadable"]);
    }
  });

  it("as the end of a period before its start counts as no end", async () => {
    const { issues, summary } = await readWhole(
      `${FOCUS}\n1,1,USD,${PERIODS.replace("2026-06-01", "2026-04-01")},Usage,AWS,EC2\n`,
    );
    expect(issues.map(({ code }) => code)).toContain("period-end-missing");
    expect(summary.coverage).toEqual({ from: "2026-05-03", to: "2026-05-03" });
  });
});
