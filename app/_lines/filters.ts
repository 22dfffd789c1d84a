import type { LinesRequest } from "../../lib/api/query-keys.ts";

/** What a line can be narrowed by; each is one parameter of the address and one chip. */
export const FILTERS = [
  "bearer",
  "class",
  "provider",
  "model",
  "service",
  "rig",
  "use",
  "kind",
  "category",
  "basis",
  "key",
  "day",
  "rule",
] as const;
export type FilterName = (typeof FILTERS)[number];

export const FILTER_WORDS: Readonly<Record<FilterName, string>> = {
  bearer: "Team",
  class: "Class",
  provider: "Provider",
  model: "Model",
  service: "Service",
  rig: "Rig",
  use: "Use",
  kind: "Kind",
  category: "Category",
  basis: "Basis",
  key: "Key",
  day: "Day",
  rule: "Rule",
};

export const GROUPINGS = ["bearer", "provider", "model", "kind", "key", "day"] as const;
export type Grouping = (typeof GROUPINGS)[number];
export const isGrouping = (text: string | undefined): text is Grouping => GROUPINGS.some((one) => one === text);

/** The address's values as the request they stand for. */
export function linesRequest(given: Readonly<Record<string, string | null | undefined>>): LinesRequest {
  const text = (name: string): string | undefined => given[name] ?? undefined;
  const month = text("month");
  const cost = text("cost");
  const monthBy = text("monthBy");
  const costClass = text("class");
  const request: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = text(name);
    if (value !== undefined && value !== "" && name !== "class" && name !== "use") request[name] = value;
  }
  const by = text("by");
  const use = text("use");
  return {
    ...request,
    ...(costClass === "cloud" || costClass === "rig" || costClass === "shared" ? { class: costClass } : {}),
    ...(use === "used" || use === "idle" ? { use } : {}),
    ...(month === undefined || month === "" ? {} : { month }),
    cost: cost === "billed" ? "billed" : "effective",
    monthBy: monthBy === "used" ? "used" : "billed",
    by: isGrouping(by) ? by : "bearer",
  };
}
