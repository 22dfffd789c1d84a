import Link from "next/link";
import type { TeamMonth } from "../../lib/api/wire/statement.ts";
import { barLength } from "../../lib/charts/bars.ts";
import { moneyText, percentText } from "../../lib/core/display.ts";
import { monthOnly } from "../../lib/core/display-dates.ts";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";

/** How each rig's month was divided, this team marked, idle time in sight. */
export function RigSharesPanels({ month }: { month: TeamMonth }) {
  return month.rigs.map((rig) => {
    const shares = rig.teams.map((team) => team.sharePercent);
    return (
      <Panel
        key={rig.slug}
        id={`rig-${rig.slug}`}
        title={`Share of ${rig.name}`}
        note={`percent of ${rig.name}’s month`}
      >
        <div className="body share-bars">
          {rig.teams.map((team) => {
            const isThis = team.slug === month.team.slug;
            return (
              <div key={team.slug ?? team.name}>
                <span className={isThis ? "strong ellipsis" : "ellipsis"} title={team.name}>
                  {team.name}
                </span>
                <span
                  className={team.slug === null ? "share-bar dots" : isThis ? "share-bar own" : "share-bar"}
                  style={{ width: `${barLength(team.sharePercent, shares)}%` }}
                />
                <span className="num" title={moneyText(team.amount)}>
                  {percentText(team.sharePercent)}
                </span>
              </div>
            );
          })}
        </div>
        <p className="foot">
          {rig.name} cost {moneyText(rig.monthTotal)} in {monthOnly(month.month)}. {percentText(rig.sharePercent)} % of
          it is{" "}
          <FigureButton
            filter={{
              month: month.month,
              cost: month.cost,
              monthBy: month.monthBy,
              bearer: month.team.slug,
              rig: rig.slug,
            }}
            name={`the share of ${rig.name}`}
          >
            {moneyText(rig.amount)}
          </FigureButton>
          . <Link href={`/rigs/${rig.slug}?month=${month.month}`}>Open {rig.name}</Link>
        </p>
      </Panel>
    );
  });
}
