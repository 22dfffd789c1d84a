import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { barLength } from "../../lib/charts/bars.ts";
import { energyText, fixed } from "../../lib/core/display.ts";
import { Missing } from "../_ui/amount.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** What its electricity emitted, beside the money: by team and per token. */
export function RigCarbonPanel({ rig: { carbon, name }, span }: { rig: RigMonth; span: string }) {
  if (carbon === null || carbon.kilograms === null)
    return (
      <Panel id="carbon" title="Carbon" note="CO2e of its electricity" span={span}>
        <p className="empty">{carbon?.text ?? "Nothing is known of the grid it stands in."}</p>
      </Panel>
    );
  const mark = carbon.isEstimated ? "≈ " : "";
  const all = carbon.teams.map((team) => team.kilograms);
  return (
    <Panel
      id="carbon"
      title="Carbon"
      note="kg CO2e of its electricity"
      span={span}
      aside={
        <span className="push small soft">
          {carbon.gramsPerMillion === null ? "" : `${mark}${fixed(carbon.gramsPerMillion, 1)} g per 1M tokens`}
        </span>
      }
    >
      <ScrollTable label="Carbon by team">
        <table className="dense tight">
          <thead>
            <tr>
              <th>Team</th>
              <th className="bar-cell">
                <span className="sr">Bar</span>
              </th>
              <th className="num">kg CO2e</th>
            </tr>
          </thead>
          <tbody>
            {carbon.teams.map((team) => (
              <tr key={team.slug ?? team.name}>
                <td>{team.name}</td>
                <td className="bar-cell">
                  <span
                    className={team.slug === null ? "user-bar dots" : "user-bar carbon-bar"}
                    style={{ width: `${barLength(team.kilograms, all)}%` }}
                  />
                </td>
                <td className="num">{energyText(team.kilograms)}</td>
              </tr>
            ))}
            {carbon.teams.length === 0 && (
              <tr>
                <td>By team</td>
                <td />
                <td className="num">
                  <Missing why="its energy has no cost to split by" />
                </td>
              </tr>
            )}
          </tbody>
          <tfoot>
            <tr>
              <td>{name}</td>
              <td />
              <td className={carbon.isEstimated ? "num estimated" : "num"}>
                {mark}
                {energyText(carbon.kilograms)}
              </td>
            </tr>
          </tfoot>
        </table>
      </ScrollTable>
      <p className="foot">{carbon.text}</p>
    </Panel>
  );
}
