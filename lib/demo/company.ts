/**
 * Halden Systems, the demo company: who works there, what belongs to whom, and which work uses which model from which
 * month on. Months are counted 0 to 13, 13 being the open one.
 */
import type { TokenKind } from "../core/usage-line.ts";

export const MONTHS = 14;
export const ORGANISATION = { name: "Halden Systems", currency: "USD", zone: "UTC" } as const;

export const TEAMS = [
  { slug: "platform", name: "Platform", owner: "Tobe Okafor", costCentre: "4100" },
  { slug: "search", name: "Search", owner: "Sofia Brandt", costCentre: "4110" },
  { slug: "support", name: "Support", owner: "Priya Raman", costCentre: "4120" },
  { slug: "research", name: "Research", owner: "Ida Holm", costCentre: "4130" },
] as const;
export type TeamSlug = (typeof TEAMS)[number]["slug"];

export type DemoPerson = {
  readonly name: string;
  readonly email: string;
  readonly role: "admin" | "finance" | "lead";
  readonly teams: readonly TeamSlug[];
};
export const PEOPLE: readonly DemoPerson[] = [
  { name: "Tobe Okafor", email: "tobe@halden.example", role: "admin", teams: [] },
  { name: "Mara Lindqvist", email: "mara@halden.example", role: "finance", teams: [] },
  { name: "Priya Raman", email: "priya@halden.example", role: "lead", teams: ["support"] },
  { name: "Ida Holm", email: "ida@halden.example", role: "lead", teams: ["research"] },
];

/** Who gets the statement by mail. The domain is reserved for examples: nothing sent there arrives anywhere. */
export const DIGESTS = [
  {
    name: "Mara Lindqvist",
    email: "mara@halden.example",
    teams: [],
    cadence: "monthly",
    dayOfMonth: 12,
    weekday: 0,
    hour: 12,
    zone: "Europe/Stockholm",
  },
  {
    name: "Jan Aldous",
    email: "jan@halden.example",
    teams: [],
    cadence: "monthly",
    dayOfMonth: 12,
    weekday: 0,
    hour: 8,
    zone: "America/New_York",
  },
  {
    name: "Priya Raman",
    email: "priya@halden.example",
    teams: ["support"],
    cadence: "weekly",
    dayOfMonth: 1,
    weekday: 0,
    hour: 9,
    zone: "Europe/Stockholm",
  },
] as const;

/** First month in which Support's ticket classification begins to move to the rig Forge. */
export const SWITCH_MONTH = 7;
/** First month of the Anthropic agreement, 8 % off the list. */
export const AGREEMENT_MONTH = 11;
/** First month in which DeepSeek is used, billed in yuan. */
export const DEEPSEEK_MONTH = 10;
/** First month in which calls to other providers go through the gateway, and of the AWS bill. Kiln's went through it ever since. */
export const GATEWAY_MONTH = 11;
/** First month of Kiln's second GPU. */
export const SECOND_GPU_MONTH = 4;
/** First month in which Kiln's hall bills by the hour of the day. */
export const TIME_OF_USE_MONTH = 6;
/** Months in which Kiln's BMC was read beside its GPUs. */
export const BMC_MONTHS: readonly number[] = [8, 9, 10];
/** First month of the plug before Forge. */
export const PLUG_MONTH = 10;
/** First month of Anvil, which is rented. */
export const ANVIL_MONTH = 10;
/** First month with Google's lower contract price for Gemini 2.5 Pro. */
export const GOOGLE_PRICE_MONTH = 12;
/** First month in which somebody uses a project that no rule knows. */
export const UNASSIGNED_MONTH = 11;

/** A steady use of one model by one team. */
export type Stream = {
  readonly team: TeamSlug | null;
  readonly model: string;
  /** OpenAI project, Anthropic key, or Google tag value. */
  readonly place: string;
  /** Dollars a month at the start, at list price: sets the number of tokens. */
  readonly dollars: number;
  /** Tokens of each kind, in proportion. */
  readonly mix: Readonly<Partial<Record<TokenKind, number>>>;
  readonly from?: number;
  /** Last month. */
  readonly to?: number;
  /** What share of the usual use is left in a month, after a change of habits. */
  readonly level?: (month: number) => number;
};

const CHAT = { input: 52, cacheRead: 30, output: 18 } as const;
const CODE = { input: 12, cacheRead: 70, cacheWrite5m: 8, output: 10 } as const;
const CLASSIFY = { input: 74, cacheRead: 22, output: 4 } as const;
const REASON = { input: 45, cacheRead: 15, output: 40 } as const;

/** Ticket classification leaves the cloud in steps once Forge serves it. */
const supportLevel = (month: number): number => (month < SWITCH_MONTH ? 1 : month === SWITCH_MONTH ? 0.72 : 0.22);
/** A trial that grows: a third, two thirds, all. */
const trialLevel = (month: number): number => Math.min(1, (month - UNASSIGNED_MONTH + 1) / 3);

export const OPENAI_PROJECTS: Readonly<Record<string, { id: string; name: string }>> = {
  platform: { id: "proj_4fT0qLwZ8mPlatform", name: "platform-prod" },
  search: { id: "proj_9bKx2RvY1cSearch", name: "search-prod" },
  support: { id: "proj_7hNs5JdQ3eSupport", name: "support-prod" },
  research: { id: "proj_2mWc8GuT6aResearch", name: "research-lab" },
  growth: { id: "proj_6yEr1ZoV4kGrowth", name: "growth-experiments" },
};

export const OPENAI: readonly Stream[] = [
  { team: "platform", place: "platform", model: "gpt-4.1-2025-04-14", dollars: 2_150, mix: CHAT },
  { team: "platform", place: "platform", model: "gpt-5-mini-2025-08-07", dollars: 690, mix: CHAT },
  { team: "platform", place: "platform", model: "gpt-4.1-nano-2025-04-14", dollars: 165, mix: CLASSIFY },
  { team: "search", place: "search", model: "gpt-4.1-mini-2025-04-14", dollars: 930, mix: CHAT },
  { team: "search", place: "search", model: "gpt-4.1-2025-04-14", dollars: 780, mix: CHAT },
  { team: "search", place: "search", model: "text-embedding-3-large", dollars: 410, mix: { input: 1 } },
  {
    team: "support",
    place: "support",
    model: "gpt-4.1-2025-04-14",
    dollars: 2_950,
    mix: CLASSIFY,
    level: supportLevel,
  },
  { team: "support", place: "support", model: "gpt-4.1-mini-2025-04-14", dollars: 620, mix: CHAT },
  { team: "research", place: "research", model: "o3-2025-04-16", dollars: 1_280, mix: REASON, to: 6 },
  { team: "research", place: "research", model: "gpt-5.5-2026-04-23", dollars: 1_460, mix: REASON, from: 7 },
  {
    team: null,
    place: "growth",
    model: "gpt-4.1-2025-04-14",
    dollars: 690,
    mix: CHAT,
    from: UNASSIGNED_MONTH,
    level: trialLevel,
  },
];

/** By DeepSeek key: its bill names none, its usage does. */
export const DEEPSEEK: readonly Stream[] = [
  {
    team: "search",
    place: "search-crawl",
    model: "deepseek-v4-flash",
    dollars: 310,
    mix: CLASSIFY,
    from: DEEPSEEK_MONTH,
  },
  {
    team: "support",
    place: "support-triage",
    model: "deepseek-v4-flash",
    dollars: 170,
    mix: CHAT,
    from: DEEPSEEK_MONTH,
  },
];

/** Through the gateway: Mistral, whose own export nobody has; OpenAI, which bills the same calls itself. */
export const GATEWAY: readonly Stream[] = [
  {
    team: "research",
    place: "research",
    model: "mistral-large-latest",
    dollars: 190,
    mix: { input: 70, output: 30 },
    from: GATEWAY_MONTH,
  },
  {
    team: "platform",
    place: "platform",
    model: "gpt-4.1-nano-2025-04-14",
    dollars: 40,
    mix: CLASSIFY,
    from: GATEWAY_MONTH,
  },
];

/** Claude on Amazon Bedrock, in an account that runs much else. */
export const BEDROCK: readonly Stream[] = [
  {
    team: "research",
    place: "research",
    model: "Claude Haiku 4.5",
    dollars: 260,
    mix: { input: 80, output: 20 },
    from: GATEWAY_MONTH,
  },
];

/** Dollars a month at the start for items that are not tokens. */
export const OPENAI_ITEMS = [
  { place: "research", item: "web search tool calls", dollars: 58 },
  { place: "search", item: "Vector storage", dollars: 44 },
] as const;

export const ANTHROPIC_WORKSPACES: Readonly<Record<string, { id: string; name: string; key: string; keyId: string }>> =
  {
    platform: {
      id: "wrkspc_01QfHsVn4RzEngineering",
      name: "Engineering",
      key: "claude-code-platform",
      keyId: "apikey_01Vt3nKpPlatform",
    },
    support: { id: "wrkspc_01TbLmKx7WySupport", name: "Support", key: "reply-drafts", keyId: "apikey_01Jh8rQsSupport" },
    research: {
      id: "wrkspc_01ZcRpGd2MuResearch",
      name: "Research",
      key: "eval-runner",
      keyId: "apikey_01Xw5tBnResearch",
    },
  };

export const ANTHROPIC: readonly Stream[] = [
  { team: "platform", place: "platform", model: "Claude Sonnet 4.5", dollars: 2_900, mix: CODE, to: 4 },
  { team: "platform", place: "platform", model: "Claude Sonnet 4.6", dollars: 2_980, mix: CODE, from: 5 },
  { team: "platform", place: "platform", model: "Claude Haiku 4.5", dollars: 210, mix: CODE },
  { team: "support", place: "support", model: "Claude Sonnet 4.5", dollars: 1_020, mix: CHAT, to: 4 },
  { team: "support", place: "support", model: "Claude Sonnet 4.6", dollars: 1_050, mix: CHAT, from: 5 },
  { team: "research", place: "research", model: "Claude Opus 4.1", dollars: 2_240, mix: REASON, to: 6 },
  { team: "research", place: "research", model: "Claude Opus 4.7", dollars: 1_720, mix: REASON, from: 7 },
];

export const GOOGLE: readonly Stream[] = [
  { team: "search", place: "search", model: "gemini-2.5-flash", dollars: 2_260, mix: CHAT },
  { team: "search", place: "search", model: "gemini-2.5-pro", dollars: 860, mix: CHAT },
  { team: "platform", place: "platform", model: "gemini-2.5-flash", dollars: 590, mix: CHAT },
  { team: "support", place: "support", model: "gemini-2.5-flash", dollars: 310, mix: CHAT },
  { team: "research", place: "research", model: "gemini-2.5-pro", dollars: 520, mix: REASON },
];
