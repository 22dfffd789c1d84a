/**
 * The demo company as a user would bring it: people, teams, rules, rigs, and fourteen months of export files in the
 * providers' own formats, the last month open. Pure and seeded: the same month and day give the same bytes.
 */
import { gzipSync } from "fflate";
import { addDays, type Day, type Month } from "../core/calendar.ts";
import { decimal, format, multiply, normalise } from "../core/decimal.ts";
import type { TokenKind } from "../core/usage-line.ts";
import { AGREED, anthropicApiId, anthropicConsoleCsv, anthropicCostReport } from "./anthropic-files.ts";
import { awsCostReport } from "./aws-files.ts";
import {
  AGREEMENT_MONTH,
  ANTHROPIC,
  ANTHROPIC_WORKSPACES,
  DEEPSEEK,
  DEEPSEEK_MONTH,
  type DemoPerson,
  GATEWAY_MONTH,
  MONTHS,
  OPENAI_PROJECTS,
  ORGANISATION,
  PEOPLE,
  TEAMS,
  type TeamSlug,
} from "./company.ts";
import { deepseekAmountCsv, deepseekCostCsv } from "./deepseek-files.ts";
import type { DemoFile } from "./demo-file.ts";
import { GOOGLE_ACCOUNT, googleFocusCsv } from "./google-files.ts";
import { anthropicCredit, anthropicInvoice, openaiInvoice } from "./invoice-files.ts";
import { OPENAI_ACCOUNT, openaiApiPages, openaiCostCsv } from "./openai-files.ts";
import { ecbRatesCsv } from "./rate-file.ts";
import { rigFiles } from "./rig-files.ts";
import { type DemoRig, demoRigs } from "./rigs.ts";
import { type DemoTariff, TARIFFS } from "./tariffs.ts";
import { type DemoMonth, demoMonths, pricesOf } from "./usage.ts";
import { anthropicTokensCsv, openaiCompletionsCsv, openaiEmbeddingsCsv, type Restatement } from "./usage-files.ts";

export type DemoRule = {
  readonly match: Readonly<Record<string, string>>;
  readonly shares: readonly { readonly team: TeamSlug; readonly percent: string }[];
  readonly note: string;
};
/** A dated agreement: what it makes of a model's price per 1,000,000 tokens, decimal text. */
export type DemoPrice = {
  readonly provider: string;
  readonly model: string;
  readonly from: Day;
  readonly perMillion: Readonly<Partial<Record<TokenKind, string>>>;
  readonly source: string;
  readonly note: string;
};
export type DemoCompany = {
  readonly organisation: typeof ORGANISATION;
  readonly teams: typeof TEAMS;
  readonly rules: readonly DemoRule[];
  readonly tariffs: readonly DemoTariff[];
  readonly rigs: readonly DemoRig[];
  readonly prices: readonly DemoPrice[];
  /** Reference rates, as the central bank's file. */
  readonly rates: DemoFile;
  readonly files: readonly DemoFile[];
  /** Whose bill names no team: divided by the usage of its keys once both are there. */
  readonly splitByUsage: readonly { readonly provider: string; readonly note: string }[];
  /** Months that were signed, oldest first. */
  readonly closed: readonly { readonly month: Month; readonly note: string; readonly reason: string }[];
  readonly people: readonly DemoPerson[];
};

/** As the Console names the organisation. */
const ANTHROPIC_ACCOUNT = "Halden Systems";
/** Months before this one come from the providers' APIs, from it on as the dashboards' CSV. */
const CSV_FROM = 9;
/** The month whose second week OpenAI restated after it was imported, and by how much. */
const RESTATED = { index: 12, firstDay: 8, days: 7, factor: decimal("0.965") } as const;
const EQUAL_SHARES = TEAMS.map(({ slug }) => ({ team: slug, percent: "25" }));

const all = (team: TeamSlug) => [{ team, percent: "100" }];
const isTeam = (place: string): place is TeamSlug => TEAMS.some((team) => team.slug === place);

function demoRules(): DemoRule[] {
  const projects = Object.entries(OPENAI_PROJECTS).flatMap(([place, project]) =>
    isTeam(place)
      ? [
          {
            match: { provider: "openai", project: project.id },
            shares: all(place),
            note: `OpenAI project ${project.name}`,
          },
        ]
      : [],
  );
  const workspaces = Object.entries(ANTHROPIC_WORKSPACES).flatMap(([place, { id, name }]) =>
    isTeam(place)
      ? [id, name].map((workspace) => ({
          match: { provider: "anthropic", workspace },
          shares: all(place),
          note: `Anthropic workspace ${name}, by its ${workspace === id ? "id (API)" : "name (Console)"}`,
        }))
      : [],
  );
  const tags = TEAMS.map(({ slug, name }) => ({
    match: { "tag:team": slug },
    shares: all(slug),
    note: `Whatever is tagged team=${slug} belongs to ${name}`,
  }));
  const rest = {
    match: { account: GOOGLE_ACCOUNT },
    shares: EQUAL_SHARES,
    note: "Google support and tax, in equal parts",
  };
  const keys = DEEPSEEK.flatMap(({ team, place }) =>
    team === null
      ? []
      : [{ match: { provider: "deepseek", key: place }, shares: all(team), note: `DeepSeek key ${place}` }],
  );
  const unnamed = {
    match: { provider: "local" },
    shares: [
      { team: "research" as const, percent: "70" },
      { team: "platform" as const, percent: "30" },
    ],
    note: "A local server's log that names nobody is Anvil's: Research's notebooks, and Platform's trials",
  };
  return [...projects, ...workspaces, ...tags, ...keys, rest, unnamed];
}

function demoPrices(months: readonly DemoMonth[]): DemoPrice[] {
  const from = months[AGREEMENT_MONTH]?.days[0];
  if (!from) return [];
  const models = [...new Set(ANTHROPIC.filter(({ to = MONTHS }) => to >= AGREEMENT_MONTH).map(({ model }) => model))];
  return models.map((model) => {
    const agreed = Object.entries(pricesOf(model)).map(([kind, price]) => [
      kind,
      format(normalise(multiply(price, AGREED))),
    ]);
    return {
      provider: "anthropic",
      model: anthropicApiId(model),
      from,
      perMillion: Object.fromEntries(agreed),
      source: "Agreement HS-31, 8 % off the list",
      note: `Signed by Tobe Okafor and Anthropic's sales, from ${from}.`,
    };
  });
}

const NO_INVOICE = "Closed on the providers' own exports: no invoice of this month was brought in.";
const HELD = "OpenAI's and Anthropic's invoices are their exports and sales tax. Kiln's silent hours carry no energy.";

/** All months but the last two. */
const closedMonths = (months: readonly DemoMonth[]): DemoCompany["closed"] =>
  months.slice(0, -2).map(({ month, index }) => ({
    month,
    note: index < CSV_FROM ? NO_INVOICE : HELD,
    reason: "What is open has no document to hold it against; agreed with Mara Lindqvist.",
  }));

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function billingFiles(at: DemoMonth): DemoFile[] {
  const { month, days, index } = at;
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const google: DemoFile = {
    name: `focus-1.2_${GOOGLE_ACCOUNT}_${month}.csv.gz`,
    // A fixed time in the header: the same month gives the same bytes.
    bytes: gzipSync(encode(googleFocusCsv(at)), { mtime: "2026-01-01T00:00:00Z" }),
  };
  if (index < CSV_FROM) {
    return [
      { name: `openai_costs_${month}.json`, bytes: encode(openaiApiPages(at)), account: OPENAI_ACCOUNT },
      {
        name: `anthropic_cost_report_${month}.json`,
        bytes: encode(anthropicCostReport(at)),
        account: ANTHROPIC_ACCOUNT,
      },
      google,
    ];
  }
  return [
    { name: `cost_${first}_${addDays(last, 1)}.csv`, bytes: encode(openaiCostCsv(at, days)), account: OPENAI_ACCOUNT },
    {
      name: `claude_api_cost_${first}_to_${last}.csv`,
      bytes: encode(anthropicConsoleCsv(at)),
      account: ANTHROPIC_ACCOUNT,
    },
    google,
    ...restatedWeek(at),
    ...usageFiles(at),
    ...newerSources(at),
    ...invoices(at),
  ];
}

/** What the restated week's amounts and counts are of the first ones. */
const restatement =
  (at: DemoMonth): Restatement =>
  (day) => {
    const { index, firstDay: first, days, factor } = RESTATED;
    const place = Number(day.slice(8));
    return at.index === index && place >= first && place < first + days ? factor : decimal(1);
  };

function usageFiles(at: DemoMonth): DemoFile[] {
  const [first, last] = [at.days[0], at.days.at(-1)];
  const until = `${first}_${last}`;
  const factor = restatement(at);
  const openai = { account: OPENAI_ACCOUNT };
  return [
    { name: `completions_usage_${until}.csv`, bytes: encode(openaiCompletionsCsv(at, factor)), ...openai },
    { name: `embeddings_usage_${until}.csv`, bytes: encode(openaiEmbeddingsCsv(at, factor)), ...openai },
    {
      name: `claude_api_tokens_${first}_to_${last}.csv`,
      bytes: encode(anthropicTokensCsv(at)),
      account: ANTHROPIC_ACCOUNT,
    },
  ];
}

/** Sources that came later: DeepSeek in yuan, the AWS bill. */
function newerSources(at: DemoMonth): DemoFile[] {
  const { month, index } = at;
  const deepseek: DemoFile[] = [
    { name: `deepseek_cost-${month}.csv`, bytes: encode(deepseekCostCsv(at)) },
    { name: `deepseek_amount-${month}.csv`, bytes: encode(deepseekAmountCsv(at)) },
  ];
  const amazon: DemoFile[] = [
    { name: `aws_cur2_${month}.csv.gz`, bytes: gzipSync(encode(awsCostReport(at)), { level: 6, mtime: 0 }) },
  ];
  return [...(index >= DEEPSEEK_MONTH ? deepseek : []), ...(index >= GATEWAY_MONTH ? amazon : [])];
}

/** Invoices of months that are over; in the last of them credit was bought, too. */
function invoices(at: DemoMonth): DemoFile[] {
  if (at.index >= MONTHS - 1) return [];
  const factor = restatement(at);
  const files: DemoFile[] = [
    { name: `openai_invoice_${at.month}.csv`, bytes: encode(openaiInvoice(at, { account: OPENAI_ACCOUNT, factor })) },
    { name: `anthropic_invoice_${at.month}.csv`, bytes: encode(anthropicInvoice(at, ANTHROPIC_ACCOUNT)) },
  ];
  if (at.index !== RESTATED.index) return files;
  const credit = { name: `anthropic_credit_${at.month}.txt`, bytes: encode(anthropicCredit(at)) };
  return [...files, { ...credit, account: ANTHROPIC_ACCOUNT }];
}

function restatedWeek(at: DemoMonth): DemoFile[] {
  if (at.index !== RESTATED.index) return [];
  const days = at.days.slice(RESTATED.firstDay - 1, RESTATED.firstDay - 1 + RESTATED.days);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const bytes = encode(openaiCostCsv(at, days, RESTATED.factor));
  return [{ name: `cost_${first}_${addDays(last, 1)}.csv`, bytes, account: OPENAI_ACCOUNT }];
}

/**
 * @param lastMonth the open month, the fourteenth
 * @param today the first day that no export covers yet; files of the open month end the day before
 */
export function demoCompany(lastMonth: Month, today: Day): DemoCompany {
  const months = demoMonths(lastMonth, today);
  const files = months.flatMap((at) => [...billingFiles(at), ...rigFiles(at, today)]);
  return {
    organisation: ORGANISATION,
    teams: TEAMS,
    rules: demoRules(),
    tariffs: TARIFFS,
    rigs: demoRigs(lastMonth),
    prices: demoPrices(months),
    rates: { name: "eurofxref-hist.csv", bytes: encode(ecbRatesCsv(months)) },
    files,
    splitByUsage: [
      { provider: "deepseek", note: "DeepSeek's bill names no key: divided by tokens x price of its amounts" },
    ],
    closed: closedMonths(months),
    people: PEOPLE,
  };
}
