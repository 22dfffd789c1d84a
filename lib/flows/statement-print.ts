import type { TeamMonth } from "../api/wire/statement.ts";
import type { StatementPrint } from "../api/wire/statement-print.ts";
import type { Principal } from "../auth/principal.ts";
import { decimal, format, isZero } from "../core/decimal.ts";
import { plural } from "../core/display.ts";
import { pool } from "../db/client.ts";
import { readClosing, readMonthNotes, readTeamFiles } from "../db/statement-reads.ts";
import { findTeam } from "../db/teams.ts";
import { energyWithoutTariff } from "./report-gaps.ts";
import { loadStatement, type StatementQuery } from "./statement/load.ts";
import { meteredOf } from "./statement/metered.ts";
import { teamMonthOf } from "./team-month.ts";

const WITHOUT_FILE = { cloud: "Corrections", rig: "Rigs: terms in force and measured energy", shared: "Shared costs" };

/**
 * A team's month as it is printed, for whoever may see the team.
 * @throws AppError not-found, also for a team the reader may not see; invalid-input when the month is not one
 */
export async function statementPrintOf(
  slug: string,
  query: StatementQuery,
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<StatementPrint> {
  const month = await teamMonthOf(slug, query, principal, nowMs);
  const team = await findTeam(pool, slug);
  const views = { cost: month.cost, monthBy: month.monthBy };
  const [closing, notes, files, gaps] = await Promise.all([
    readClosing(pool, month.month),
    readMonthNotes(pool, month.month),
    readTeamFiles(pool, { teamId: team?.id ?? 0, month: month.month, currency: month.currency, views }),
    gapsOf(month, { query, principal, nowMs }),
  ]);
  return {
    month,
    number: `${month.month}-${month.team.slug.toUpperCase()}`,
    closing: closing && { at: closing.at?.toISOString() ?? null, by: closing.by, hash: closing.hash },
    files: files.flatMap(({ importId, fileName, postedAt, sha256, amount }) =>
      importId === null
        ? []
        : [
            {
              importId,
              fileName: fileName ?? "",
              postedAt: postedAt?.toISOString() ?? null,
              sha256: sha256 ?? "",
              amount: format(decimal(amount)),
            },
          ],
    ),
    withoutFile: files
      .filter((each) => each.importId === null)
      .map((each) => ({ label: WITHOUT_FILE[each.class], amount: format(decimal(each.amount)) })),
    notes: notes.map(({ by, at, text }) => ({ by, at: at.toISOString(), text })),
    gaps,
  };
}

type Asked = { readonly query: StatementQuery; readonly principal: Principal; readonly nowMs: number };

/** What is not known of the month, said and never counted as zero. */
async function gapsOf(month: TeamMonth, { query, principal, nowMs }: Asked): Promise<string[]> {
  const statement = await loadStatement({ ...query, month: month.month }, principal, nowMs);
  const bears = new Set(month.rigs.map((rig) => rig.slug));
  const own = statement.rigs.filter((rig) => bears.has(rig.slug));
  const [metered, tariffs] = await Promise.all([
    own.length === 0 ? null : meteredOf({ ...statement, rigs: own }),
    energyWithoutTariff({ ...statement, rigs: own }),
  ]);
  const at = month.history.find((one) => one.month === month.month);
  const isShort = at !== undefined && at.daysCovered < at.daysInMonth && !isZero(decimal(month.split.cloud));
  const untold = month.models.filter((model) => model.unitCost === null && !isZero(decimal(model.cost ?? "0"))).length;
  return [
    ...(isShort ? [`Cloud exports speak for ${at.daysCovered} of ${at.daysInMonth} days.`] : []),
    ...(metered && Number(metered.measuredHours) < Number(metered.rigHours) ? [`${metered.note}.`] : []),
    ...tariffs.map((gap) => gap.text),
    ...month.unconverted.map((one) => `${one.amount} ${one.currency} have no exchange rate and are in no figure.`),
    ...(untold > 0
      ? [`${plural(untold, "model has", "models have")} no unit cost: their exports tell no tokens.`]
      : []),
  ];
}
