import type { FigureFilter } from "../api/wire/statement.ts";
import { monthName } from "../core/display-dates.ts";
import { isRigPart } from "../core/rig/parts.ts";
import { classNameOf, costKindName, providerName, rigPartName } from "../core/statement/names.ts";
import { firstName } from "../core/statement/same-model.ts";
import { pool } from "../db/client.ts";
import { readRigs } from "../db/rigs.ts";
import { readTeams } from "../db/teams.ts";

const BEARERS: Readonly<Record<string, string>> = { unassigned: "Unassigned", idle: "Idle" };
const CATEGORIES: Readonly<Record<string, string>> = {
  credit: "credits",
  tax: "tax",
  purchase: "purchases",
  adjustment: "adjustments",
  correction: "corrections",
  usual: "without one-off charges",
};

const kindName = (kind: string): string => (isRigPart(kind) ? rigPartName(kind) : costKindName(kind));
const USES = { used: "used", idle: "used by nobody" } as const;

/** What a figure is, in words: "Support, Claude Sonnet 4.6, output, May 2026". */
export async function titleOf(filter: FigureFilter): Promise<string> {
  const team =
    filter.bearer && !BEARERS[filter.bearer]
      ? (await readTeams(pool)).find((each) => each.slug === filter.bearer)?.name
      : undefined;
  const rig = filter.rig ? (await readRigs(pool)).find((each) => each.slug === filter.rig)?.name : undefined;
  const parts = [
    filter.bearer ? (BEARERS[filter.bearer] ?? team ?? filter.bearer) : "All teams",
    filter.class && !filter.provider && !rig ? classNameOf(filter.class) : null,
    filter.provider && !filter.provider.startsWith("rig:") ? providerName(filter.provider) : null,
    filter.model ? firstName(filter.model) : null,
    filter.service || null,
    rig ?? null,
    filter.use ? USES[filter.use] : null,
    filter.kind ? filter.kind.split("\n").map(kindName).join(" or ") : null,
    filter.category ? (CATEGORIES[filter.category] ?? null) : null,
    filter.basis ?? null,
    filter.key ?? null,
    filter.rule ? (filter.rule === "none" ? "caught by no rule" : `caught by rule ${filter.rule}`) : null,
    filter.day ?? monthName(filter.month),
  ];
  return parts.filter((part) => part !== null && part !== "").join(", ");
}
