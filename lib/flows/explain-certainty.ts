import type { Explanation } from "../api/wire/explain.ts";
import type { FigureFilter, Overview } from "../api/wire/statement.ts";
import { type Principal, readsEverything } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { firstDay, lastDay, month as toMonth } from "../core/calendar.ts";
import { decimal, divide, formatFixed, sum } from "../core/decimal.ts";
import { hoursText, percentText } from "../core/display.ts";
import { monthName } from "../core/display-dates.ts";
import { providerName } from "../core/statement/names.ts";
import { overviewOf } from "./overview.ts";
import { rigsOf } from "./rig-statement.ts";

type Asked = { readonly aspect: "sources" | "metered"; readonly filter: FigureFilter; readonly principal: Principal };

/** Behind the certainty strip: which accounts speak for which days, and which rigs were measured for how long. */
export async function explainCertainty({ aspect, filter, principal }: Asked): Promise<Explanation> {
  if (aspect === "metered" && !readsEverything(principal))
    throw new AppError("not-found", "There is no such figure, or it is not one of yours.");
  return aspect === "sources" ? explainSources(await overviewOf(filter, principal)) : explainMetered(filter, principal);
}

const frame = { entryCount: 0, restAmount: "0", nextAfter: null };

function explainSources(overview: Overview): Explanation {
  const complete = overview.sources.filter((source) => source.daysCovered >= source.daysInMonth).length;
  const month = toMonth(overview.month);
  const isWhole = ({ from, to, daysCovered, daysInMonth }: Overview["sources"][number]) =>
    from === firstDay(month) && to === lastDay(month) && daysCovered === daysInMonth;
  const whole = overview.sources.filter(isWhole).length;
  return {
    ...frame,
    entries: [],
    files: [],
    title: `Cloud sources, ${monthName(overview.month)}`,
    figure: String(complete),
    unit: `of ${overview.sources.length}`,
    missing: overview.sources.length === 0 ? "No posted export speaks for this month." : null,
    working: overview.sources.map((source) => ({
      label: `${providerName(source.provider)}${source.account ? ` ${source.account}` : ""}: ${source.format}, newest file ${source.lastImport?.fileName ?? "none"}`,
      value: `${source.daysCovered} of ${source.daysInMonth} days`,
      filter: { month: overview.month, cost: overview.cost, monthBy: overview.monthBy, provider: source.provider },
    })),
    rules: [
      {
        id: "sources",
        text: "An account counts as complete when posted files speak for every day of the month; a day without cost that a file states counts as spoken for. Accounts of the last thirteen months are expected.",
      },
    ],
    check: {
      // Told by the days themselves, not by their count again: a complete account begins and ends with the month.
      holds: whole === complete,
      text: `${whole} of ${overview.sources.length} accounts are spoken for from the first day of the month to the last.`,
    },
  };
}

async function explainMetered(filter: FigureFilter, principal: Principal): Promise<Explanation> {
  const [page, overview] = await Promise.all([rigsOf(filter, principal), overviewOf(filter, principal)]);
  const rigs = page.rigs.filter((rig) => decimal(rig.monthHours).units > 0n);
  const measured = sum(rigs.map((rig) => decimal(rig.measuredHours)));
  const whole = sum(rigs.map((rig) => decimal(rig.monthHours)));
  const percent =
    whole.units === 0n
      ? null
      : formatFixed(divide({ ...measured, units: measured.units * 100n }, whole, { scale: 6 }), 1);
  return {
    ...frame,
    entries: [],
    files: [],
    title: `Metered hours, ${monthName(page.month)}`,
    figure: percent,
    unit: "%",
    missing: percent === null ? "No rig was in service." : null,
    working: [
      ...rigs.map((rig) => ({
        label: `${rig.name}: ${hoursText(rig.measuredHours)} of ${hoursText(rig.monthHours)} hours`,
        value: rig.coveragePercent === null ? "\u2014" : `${percentText(rig.coveragePercent)} %`,
        filter: { month: page.month, cost: filter.cost, monthBy: filter.monthBy, rig: rig.slug },
      })),
      {
        label: "All rigs, hours",
        value: `${hoursText(formatFixed(measured, 2))} of ${hoursText(formatFixed(whole, 2))}`,
        filter: null,
      },
    ],
    rules: [
      {
        id: "metered",
        text: "An hour is measured where power readings are near enough to be joined: at most five usual steps apart, 60 seconds to 5 minutes. What was not measured carries no energy.",
      },
    ],
    check: {
      holds: percent === (overview.metered?.percent ?? null),
      text: `The rigs' hours, each rig by itself, give ${percent ?? "nothing"}; the overview says ${overview.metered?.percent ?? "nothing"}.`,
    },
  };
}
