import Link from "next/link";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { barLength } from "../../lib/charts/bars.ts";
import { bytesText, energyText, percentText } from "../../lib/core/display.ts";
import { daySpan, monthOnly, monthShort } from "../../lib/core/display-dates.ts";
import { ImportChip } from "../_imports/queue.tsx";
import { Amount, Change, MaybeAmount, Missing } from "../_ui/amount.tsx";
import { FigureButton } from "../_ui/figure-button.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** Who the month went to; idle time is a row like a team. */
export function RigUsersPanel({ rig }: { rig: RigMonth }) {
  const shares = rig.users.map((user) => user.sharePercent);
  return (
    <Panel id="users" title="Who used it" note={`share of the month, ${rig.currency}`} span="s5">
      <table className="dense">
        <thead>
          <tr>
            <th>Team</th>
            <th>
              <span className="sr">Bar</span>
            </th>
            <th className="num">Share, %</th>
            <th className="num">{rig.currency}</th>
          </tr>
        </thead>
        <tbody>
          {rig.users.map((user) => (
            <tr key={user.slug ?? user.name}>
              <td>{user.name}</td>
              <td className="bar-cell">
                <span
                  className={user.slug === null ? "user-bar dots" : "user-bar"}
                  style={{ width: `${barLength(user.sharePercent, shares)}%` }}
                />
              </td>
              <td className="num">{percentText(user.sharePercent)}</td>
              <td className="num">
                <FigureButton filter={user.filter} name={`${user.name}’s share of ${rig.name}`}>
                  <Amount value={user.amount} />
                </FigureButton>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{rig.name}</td>
            <td />
            <td className="num">100.0</td>
            <td className="num">
              <Amount value={rig.month.amount} />
            </td>
          </tr>
        </tfoot>
      </table>
    </Panel>
  );
}

const PARTS = [
  { id: "depreciation", label: "Depreciation" },
  { id: "energy", label: "Energy" },
  { id: "hosting", label: "Hosting" },
  { id: "labour", label: "Operations labour" },
] as const;

/** What the month is made of, each part with how it is reckoned. */
export function RigCostPanel({ rig }: { rig: RigMonth }) {
  return (
    <Panel id="parts" title="Cost tree" note={rig.currency} span="s7">
      <ScrollTable label="Cost tree">
        <table className="dense">
          <thead>
            <tr>
              <th>Where it went</th>
              <th className="num">{monthShort(rig.monthName)}</th>
              <th className="num">{monthShort(rig.previousMonth)}</th>
              <th className="num">Change</th>
            </tr>
          </thead>
          <tbody>
            {PARTS.map(({ id, label }) => {
              const part = rig.parts[id];
              return (
                <tr key={id}>
                  <td>
                    {label}
                    <span className="note part-note">{rig.partNotes[id]}</span>
                  </td>
                  {part === null ? (
                    <td className="num" colSpan={3}>
                      <Missing why={id === "energy" ? "no tariff or no power log" : "not entered"} isShown />
                    </td>
                  ) : (
                    <>
                      <td className="num">
                        <FigureButton filter={part.filter} name={label}>
                          <Amount value={part.amount} />
                        </FigureButton>
                      </td>
                      <td className="num soft">
                        <MaybeAmount value={part.previous} why={`nothing in ${monthOnly(rig.previousMonth)}`} />
                      </td>
                      <td className="num">
                        <FigureButton filter={part.filter} aspect="change" name={`the change of ${label}`}>
                          <Change change={part.change} changePercent={part.changePercent} />
                        </FigureButton>
                      </td>
                    </>
                  )}
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <td>{rig.name}</td>
              <td className="num">
                <Amount value={rig.month.amount} />
              </td>
              <td className="num">
                <MaybeAmount value={rig.month.previous} why={`nothing in ${monthOnly(rig.previousMonth)}`} />
              </td>
              <td className="num">
                <Change change={rig.month.change} />
              </td>
            </tr>
          </tfoot>
        </table>
      </ScrollTable>
    </Panel>
  );
}

/** A log covers days as its own clock and UTC count them; one that touches the month belongs to it. */
function speaksFor(log: RigMonth["imports"][number], month: string): boolean {
  return log.from !== null && log.to !== null && log.from.slice(0, 7) <= month && log.to.slice(0, 7) >= month;
}

/** The power logs the energy comes from. */
export function RigImportsPanel({ rig }: { rig: RigMonth }) {
  const logs = rig.imports.filter((one) => speaksFor(one, rig.monthName));
  return (
    <Panel id="logs" title="Power logs" note={`${logs.length}, this month`} span="s5">
      {logs.length === 0 ? (
        <p className="empty">No log speaks for this month.</p>
      ) : (
        <ul className="queue">
          {logs.map((one) => (
            <li key={one.id}>
              <Link className="file" href={`/imports?import=${one.id}`} title={one.fileName}>
                {one.fileName}
              </Link>
              <ImportChip of={one} />
              <p className="meta">
                {bytesText(one.bytes)}
                {one.from !== null && one.to !== null && `, ${daySpan(one.from, one.to)}`}
                {one.energyKwh !== null && `, ${energyText(one.energyKwh)} kWh`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
