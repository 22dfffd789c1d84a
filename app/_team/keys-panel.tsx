import type { TeamMonth } from "../../lib/api/wire/statement.ts";
import { providerColour } from "../../lib/charts/identity.ts";
import { Amount, Change } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** Keys, projects and workspaces whose cost came to the team, and the rule that sent it. */
export function KeysPanel({ month }: { month: TeamMonth }) {
  if (month.keys.length === 0) return null;
  return (
    <Panel id="keys" title="Keys and projects" note={month.currency}>
      <ScrollTable label="Keys and projects">
        <table className="dense">
          <thead>
            <tr>
              <th>Key</th>
              <th>Because</th>
              <th className="num">Cost</th>
              <th className="num">Change</th>
            </tr>
          </thead>
          <tbody>
            {month.keys.map((key) => (
              <tr key={`${key.provider} ${key.keyKind} ${key.key} ${key.because}`}>
                <td>
                  <span className="name" title={`${key.keyKind} ${key.key}`}>
                    <i className="mark" style={{ background: providerColour(key.provider) }} />
                    <span className="mono ellipsis key-name">{key.key}</span>
                  </span>
                </td>
                <td className="note">{key.because}</td>
                <td className="num">
                  <FigureButton filter={key.filter} name={key.key}>
                    <Amount value={key.amount} estimated={key.estimated} />
                  </FigureButton>
                </td>
                <td className="num">
                  <FigureButton filter={key.filter} aspect="change" name={`the change of ${key.key}`}>
                    <Change change={key.change} changePercent={key.changePercent} threshold={month.changeThreshold} />
                  </FigureButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </Panel>
  );
}
