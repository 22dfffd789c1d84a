import type { Explanation } from "../api/wire/explain.ts";
import type { RigRowWire } from "../api/wire/rig-pages.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import type { Principal } from "../auth/principal.ts";
import { count, fixed, moneyText, unitCostText } from "../core/display.ts";
import { rigsOf } from "./rig-statement.ts";

type Asked = { readonly filter: FigureFilter; readonly principal: Principal };
type Answer = Pick<Explanation, "figure" | "unit" | "missing" | "working">;
type Step = Explanation["working"][number];

/** What 1M tokens of a rig cost, or of all rigs that tell their tokens, idle included. @throws AppError forbidden */
export async function explainRigUnitCost({ filter, principal }: Asked): Promise<Answer> {
  const page = await rigsOf(filter, principal);
  const unit = `${page.currency} per 1M tokens`;
  const rigs = page.rigs.filter((rig) => filter.rig === undefined || rig.slug === filter.rig);
  const served = rigs.filter((rig) => rig.efficiency.tokens !== null);
  const one = filter.rig === undefined ? null : (served[0] ?? null);
  const figure = one ? one.efficiency.costPerMillion : filter.rig === undefined ? page.costPerMillion : null;
  return {
    figure,
    unit,
    missing: figure === null ? "No file tells how many tokens were served in this month." : null,
    working: [
      ...served.flatMap(rigSteps),
      ...rigs.filter((rig) => rig.efficiency.tokens === null).map(untold),
      ...(one ? besideSteps(one) : []),
      ...(figure === null ? [] : [{ label: unit, value: unitCostText(figure), filter: null }]),
    ],
  };
}

const rigSteps = ({ name, month, efficiency }: RigRowWire): Step[] => [
  { label: `${name}, the whole month, idle included`, value: moneyText(month.amount), filter: month.filter },
  { label: `Tokens ${name} served, cache reads included`, value: count(efficiency.tokens ?? "0"), filter: null },
];

const untold = ({ name }: RigRowWire): Step => ({
  label: `${name}: no file tells its tokens, so its cost is not in it`,
  value: "\u2014",
  filter: null,
});

function besideSteps({ efficiency }: RigRowWire): Step[] {
  const { target, cloud } = efficiency;
  const steps: Step[] = [];
  if (target.costPerMillion !== null)
    steps.push({
      label: `At ${fixed(target.percent, 0)} % use: the same fixed cost, energy as measured when busy and idle; estimated`,
      value: `\u2248 ${unitCostText(target.costPerMillion)}`,
      filter: null,
    });
  if (cloud?.costPerMillion)
    steps.push({
      label: `The same mix of tokens on ${cloud.model}, ${cloud.source}`,
      value: unitCostText(cloud.costPerMillion),
      filter: null,
    });
  return steps;
}
