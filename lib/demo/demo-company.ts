/**
 * The demo company as a user would bring it: people, teams, rules, rigs, and fourteen months of export files in the
 * providers' own formats, the last month open. Pure and seeded: the same month and day give the same bytes.
 */
import { gzipSync } from "fflate";
import { addDays, type Day, type Month } from "../core/calendar.ts";
import { decimal } from "../core/decimal.ts";
import { anthropicConsoleCsv, anthropicCostReport } from "./anthropic-files.ts";
import {
  ANTHROPIC_WORKSPACES,
  type DemoPerson,
  OPENAI_PROJECTS,
  ORGANISATION,
  PEOPLE,
  TEAMS,
  type TeamSlug,
} from "./company.ts";
import { GOOGLE_ACCOUNT, googleFocusCsv } from "./google-files.ts";
import { OPENAI_ACCOUNT, openaiApiPages, openaiCostCsv } from "./openai-files.ts";
import { powerLog } from "./power-logs.ts";
import { type DemoRig, demoRigs, RHYTHMS } from "./rigs.ts";
import { type DemoMonth, demoMonths } from "./usage.ts";

export type DemoFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Slug of the rig a power log belongs to. */
  readonly rig?: string;
  /** Account to give on import where the file names none. */
  readonly account?: string;
};
export type DemoRule = {
  readonly match: Readonly<Record<string, string>>;
  readonly shares: readonly { readonly team: TeamSlug; readonly percent: string }[];
  readonly note: string;
};
export type DemoCompany = {
  readonly organisation: typeof ORGANISATION;
  readonly teams: typeof TEAMS;
  readonly rules: readonly DemoRule[];
  readonly rigs: readonly DemoRig[];
  readonly files: readonly DemoFile[];
  readonly people: readonly DemoPerson[];
};

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
  return [...projects, ...workspaces, ...tags, rest];
}

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
        account: "Halden Systems",
      },
      google,
    ];
  }
  return [
    { name: `cost_${first}_${addDays(last, 1)}.csv`, bytes: encode(openaiCostCsv(at, days)), account: OPENAI_ACCOUNT },
    {
      name: `claude_api_cost_${first}_to_${last}.csv`,
      bytes: encode(anthropicConsoleCsv(at)),
      account: "Halden Systems",
    },
    google,
    ...restatedWeek(at),
  ];
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
  const files = months.flatMap((at) => [
    ...billingFiles(at),
    ...RHYTHMS.flatMap((rhythm) => {
      const log = powerLog(rhythm, at, today);
      return log ? [{ name: `${rhythm.slug}_nvidia-smi_${at.month}.csv`, bytes: encode(log), rig: rhythm.slug }] : [];
    }),
  ]);
  return {
    organisation: ORGANISATION,
    teams: TEAMS,
    rules: demoRules(),
    rigs: demoRigs(lastMonth),
    files,
    people: PEOPLE,
  };
}
