import type { Explanation } from "../api/wire/explain.ts";
import type { RigMonth } from "../api/wire/rig-pages.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import type { Principal } from "../auth/principal.ts";
import { decimal, format, sum } from "../core/decimal.ts";
import { count, energyText, fixed, hoursText, percentText } from "../core/display.ts";
import { rigMonthOf, rigsOf } from "./rig-statement.ts";

type Asked = {
  readonly filter: FigureFilter;
  readonly principal: Principal;
  /** Watt-hours per 1M tokens instead of kWh; of one rig only. */
  readonly isPerToken: boolean;
};
type Answer = Pick<Explanation, "figure" | "unit" | "missing" | "working">;
type Step = Explanation["working"][number];

/** What a rig drew at the wall, or all rigs together: series, factor, files. @throws AppError forbidden for a lead */
export function explainRigEnergy(asked: Asked): Promise<Answer> {
  return asked.filter.rig ? ofOne(asked, asked.filter.rig) : ofAll(asked);
}

async function ofAll({ filter, principal }: Asked): Promise<Answer> {
  const page = await rigsOf(filter, principal);
  const measured = page.rigs.flatMap((rig) => (rig.energyKwh === null ? [] : [rig.energyKwh]));
  const steps = page.rigs.map((rig): Step => {
    const hours = `${hoursText(rig.measuredHours)} of ${hoursText(rig.monthHours)} hours`;
    const rent = rig.energyIsInRent ? ", in its rent" : "";
    return {
      label: rig.energyKwh === null ? `${rig.name}: no power log` : `${rig.name}: ${hours}${rent}`,
      value: rig.energyKwh === null ? "\u2014" : `${energyText(rig.energyKwh)} kWh`,
      filter: null,
    };
  });
  const total = format(sum(measured.map(decimal)));
  return {
    figure: measured.length === 0 ? null : total,
    unit: "kWh",
    missing: measured.length === 0 ? "No power was measured in this month." : null,
    working: [...steps, { label: "All rigs, at the wall", value: `${energyText(total)} kWh`, filter: null }],
  };
}

async function ofOne({ filter, principal, isPerToken }: Asked, slug: string): Promise<Answer> {
  const rig = await rigMonthOf(slug, filter, principal);
  if (rig.energyKwh === null || rig.measuredKwh === null)
    return { figure: null, unit: "kWh", missing: "No power log of this rig speaks for this month.", working: [] };
  return {
    ...(isPerToken ? perToken(rig) : { figure: rig.energyKwh, unit: "kWh", missing: null }),
    working: [
      ...rig.series.map(seriesStep(rig)),
      ...logsOf(rig).map(({ fileName, energyKwh }) => ({
        label: `File ${fileName}, all its days`,
        value: energyKwh === null ? "\u2014" : `${energyText(energyKwh)} kWh`,
        filter: null,
      })),
      {
        label: `Widest measured in each quarter hour: ${rig.billedScopes.join(", ")}`,
        value: `${energyText(rig.measuredKwh)} kWh`,
        filter: null,
      },
      ...wallSteps(rig),
      { label: "At the wall", value: `${energyText(rig.energyKwh)} kWh`, filter: null },
      ...(isPerToken ? tokenSteps(rig) : []),
    ],
  };
}

function perToken({ efficiency }: RigMonth): Pick<Answer, "figure" | "unit" | "missing"> {
  const { whPerMillion } = efficiency;
  const missing = whPerMillion === null ? "No file tells how many tokens were served in this month." : null;
  return { figure: whPerMillion, unit: "Wh per 1M tokens", missing };
}

function tokenSteps({ efficiency: { tokens, whPerMillion } }: RigMonth): Step[] {
  if (tokens === null || whPerMillion === null) return [];
  return [
    { label: "Tokens served, cache reads included", value: count(tokens), filter: null },
    { label: "Wh per 1M tokens", value: fixed(whPerMillion, 0), filter: null },
  ];
}

const seriesStep =
  ({ billedScopes }: RigMonth) =>
  ({ device, scope, kWh, coveragePercent }: RigMonth["series"][number]): Step => ({
    label: `${device}, ${scope}, ${percentText(coveragePercent)} % of the time${billedScopes.includes(scope) ? "" : ", inside a wider one"}`,
    value: `${energyText(kWh)} kWh`,
    filter: null,
  });

const logsOf = ({ imports, monthName }: RigMonth): RigMonth["imports"] =>
  imports.filter(
    ({ state, energyKwh, from, to }) =>
      state === "posted" &&
      energyKwh !== null &&
      from !== null &&
      to !== null &&
      from.slice(0, 7) <= monthName &&
      to.slice(0, 7) >= monthName,
  );

function wallSteps({ wall }: RigMonth): Step[] {
  if (!wall) return [];
  const terms = [
    ...(isOne(wall.factor) ? [] : [`times ${wall.factor} to the wall`]),
    ...(decimal(wall.baseWatts).units === 0n ? [] : [`and ${fixed(wall.baseWatts, 0)} W of base load`]),
    ...(isOne(wall.pue) ? [] : [`PUE ${wall.pue}`]),
  ];
  if (terms.length === 0) return [];
  return [{ label: `Terms at the month\u2019s end: ${terms.join(", ")}`, value: `since ${wall.from}`, filter: null }];
}

const isOne = (factor: string): boolean => format(decimal(factor)) === "1";
