/** The AWS bill of Halden: Claude on Bedrock for Research, in an account that mostly runs what is no AI. */
import { addDays, addMonths, type Day, firstDay } from "../core/calendar.ts";
import { type Decimal, decimal, divide, format } from "../core/decimal.ts";
import type { TokenKind } from "../core/usage-line.ts";
import { BEDROCK } from "./company.ts";
import { costOf } from "./prices.ts";
import { type DemoMonth, dayWeight, pricesOf, tokensOn } from "./usage.ts";

const ACCOUNT = "481516234200";
const COLUMNS =
  "bill_payer_account_id,bill_billing_period_start_date,bill_billing_period_end_date,line_item_usage_account_id," +
  "line_item_usage_account_name,line_item_usage_start_date,line_item_usage_end_date,line_item_line_item_type," +
  "line_item_product_code,line_item_usage_type,line_item_line_item_description,line_item_usage_amount,pricing_unit," +
  "line_item_currency_code,line_item_unblended_cost,product,resource_tags";
const KINDS: readonly { kind: TokenKind; usageType: string }[] = [
  { kind: "input", usageType: "EUC1-MP:EUC1_InputTokenCount-Units" },
  { kind: "output", usageType: "EUC1-MP:EUC1_OutputTokenCount-Units" },
];
/** What else the account runs, dollars a month at the start. */
const REST = [
  {
    code: "AmazonEC2",
    name: "Amazon Elastic Compute Cloud",
    usageType: "EUC1-BoxUsage:m6i.2xlarge",
    unit: "Hrs",
    dollars: 2_310,
  },
  {
    code: "AmazonRDS",
    name: "Amazon Relational Database Service",
    usageType: "EUC1-InstanceUsage:db.r6g.xlarge",
    unit: "Hrs",
    dollars: 1_140,
  },
  {
    code: "AmazonS3",
    name: "Amazon Simple Storage Service",
    usageType: "EUC1-TimedStorage-ByteHrs",
    unit: "GB-Mo",
    dollars: 286,
  },
] as const;
const MILLION = decimal(1_000_000);

type Line = {
  code: string;
  name: string;
  usageType: string;
  what: string;
  amount: string;
  unit: string;
  cost: Decimal;
  team: string;
};

function bedrockOn(at: DemoMonth, day: Day): Line[] {
  return BEDROCK.flatMap((stream) => {
    const tokens = tokensOn(stream, at, day);
    const prices = pricesOf(stream.model);
    return KINDS.flatMap(({ kind, usageType }) => {
      const [count, price] = [tokens?.[kind], prices[kind]];
      if (count === undefined || !price) return [];
      const name = `${stream.model} (Amazon Bedrock Edition)`;
      const amount = format(divide(decimal(count), MILLION, { scale: 6 }));
      const line = { code: "AmazonBedrockFoundationModels", name, usageType, what: "AWS Marketplace software usage" };
      return [{ ...line, amount, unit: "Units", cost: costOf(count, price), team: stream.place }];
    });
  });
}

function restOn(at: DemoMonth, day: Day): Line[] {
  return REST.map(({ code, name, usageType, unit, dollars }) => {
    const cents = Math.round(dollars * 100 * dayWeight(code, at, day));
    return {
      code,
      name,
      usageType,
      what: name,
      amount: "24",
      unit,
      cost: { units: BigInt(cents), scale: 2 },
      team: "",
    };
  });
}

const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** CUR 2.0 of a month, one line a day and usage type. */
export function awsCostReport(at: DemoMonth): string {
  const [from, to] = [firstDay(at.month), firstDay(addMonths(at.month, 1))];
  const rows = at.days.flatMap((day) =>
    [...bedrockOn(at, day), ...restOn(at, day)].map((line) =>
      [
        ACCOUNT,
        `${from} 00:00:00`,
        `${to} 00:00:00`,
        ACCOUNT,
        "halden-production",
        `${day} 00:00:00`,
        `${addDays(day, 1)} 00:00:00`,
        "Usage",
        line.code,
        line.usageType,
        line.what,
        line.amount,
        line.unit,
        "USD",
        format(line.cost),
        JSON.stringify({ product_name: line.name }),
        line.team === "" ? "{}" : JSON.stringify({ user_team: line.team }),
      ]
        .map(quoted)
        .join(","),
    ),
  );
  return `${[COLUMNS, ...rows].join("\n")}\n`;
}
