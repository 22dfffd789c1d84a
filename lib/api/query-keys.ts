import type { ExplainQuery } from "./wire/explain.ts";
import type { CostView, FigureFilter, MonthView } from "./wire/statement.ts";

/** What the address says about the view; absent means the default. */
export type StatementQuery = {
  readonly month?: string;
  readonly cost?: CostView;
  readonly monthBy?: MonthView;
};

export type ExplainRequest = FigureFilter & Pick<ExplainQuery, "aspect"> & { part?: string };
/** Without a month the server takes the one the overview would. */
export type LinesRequest = Omit<FigureFilter, "month"> & { month?: string; by: string };

/** Query keys are the paths they fetch, so that server prefetch, client and invalidation cannot disagree. */
export const keys = {
  overview: (query: StatementQuery) => ["/api/overview", compact(query)] as const,
  teamMonth: (slug: string, query: StatementQuery) =>
    [`/api/teams/${encodeURIComponent(slug)}/month`, compact(query)] as const,
  teamStatement: (slug: string, query: StatementQuery) =>
    [`/api/teams/${encodeURIComponent(slug)}/statement`, compact(query)] as const,
  explain: (query: ExplainRequest) => ["/api/explain", compact(query)] as const,
  lines: (query: LinesRequest) => ["/api/lines", compact(query)] as const,
  /** Without a month the one that is reviewed. */
  monthClose: ({ month }: StatementQuery) =>
    [`/api/months/${encodeURIComponent(month ?? "latest")}/close`, {}] as const,
  monthHash: (month: string) => [`/api/months/${encodeURIComponent(month)}/hash`, {}] as const,
  imports: () => ["/api/imports", {}] as const,
  importPreview: (id: number) => [`/api/imports/${id}`, {}] as const,
  importMapping: (id: number) => [`/api/imports/${id}/mapping`, {}] as const,
  importRow: (id: number, row: number) => [`/api/imports/${id}/rows`, { row: String(row) }] as const,
  mappings: () => ["/api/mappings", {}] as const,
  rules: () => ["/api/rules", {}] as const,
  rulesMonth: ({ month }: StatementQuery) => ["/api/rules/month", compact({ month })] as const,
  prices: (query: { month?: string; show?: string; find?: string }) => ["/api/prices", compact(query)] as const,
  priceHistory: (query: { provider: string; model: string }) => ["/api/prices/history", compact(query)] as const,
  rates: ({ month }: StatementQuery) => ["/api/rates", compact({ month })] as const,
  scopes: ({ month }: StatementQuery) => ["/api/scopes", compact({ month })] as const,
  tariffs: () => ["/api/tariffs", {}] as const,
  carbon: () => ["/api/carbon", {}] as const,
  carbonMonth: (month: string) => ["/api/carbon/month", { month }] as const,
  teams: () => ["/api/teams", {}] as const,
  rigs: (query: StatementQuery) => ["/api/rigs", compact(query)] as const,
  rigMonth: (slug: string, query: StatementQuery) => [`/api/rigs/${encodeURIComponent(slug)}`, compact(query)] as const,
  digests: () => ["/api/digests", {}] as const,
  digestPreview: (id: number) => [`/api/digests/${id}/preview`, {}] as const,
  settings: () => ["/api/settings", {}] as const,
  tokens: () => ["/api/tokens", {}] as const,
  rigTerms: (slug: string) => [`/api/rigs/${encodeURIComponent(slug)}/terms`, {}] as const,
  demo: () => ["/api/demo", {}] as const,
};

export type QueryParts = Readonly<Record<string, string>>;
export type DataKey = readonly [path: string, query: QueryParts];

/** Drops what is not set, so that `{month: undefined}` and `{}` are one key. */
function compact(query: Readonly<Record<string, string | undefined>>): QueryParts {
  const parts: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== "") parts[name] = value;
  return parts;
}

export function pathOf([path, query]: DataKey): string {
  const search = new URLSearchParams(query).toString();
  return search === "" ? path : `${path}?${search}`;
}
