import Link from "next/link";
import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { bytesText, energyText, percentText } from "../../lib/core/display.ts";
import { daySpan, monthOnly } from "../../lib/core/display-dates.ts";
import { ImportChip } from "../_imports/queue.tsx";
import { Panel } from "../_ui/panel.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { scopeName, seriesKindName } from "./rig-words.ts";
import { seriesRole } from "./series-role.ts";

/** Every series that was measured, with which of them is billed: the widest, never a sum of one inside the other. */
export function SeriesPanel({ rig, span }: { rig: RigMonth; span: string }) {
  return (
    <Panel id="series" title="What was measured" note={monthOnly(rig.monthName)} span={span}>
      {rig.series.length === 0 ? (
        <p className="empty">
          Nothing was measured. <Link href="/imports">Import a power log</Link> of its GPUs, its server or its plug.
        </p>
      ) : (
        <>
          <ScrollTable label="What was measured">
            <table className="dense tight">
              <thead>
                <tr>
                  <th>Scope</th>
                  <th>Device</th>
                  <th className="num">kWh</th>
                  <th className="num">Hours, %</th>
                  <th>Counts</th>
                </tr>
              </thead>
              <tbody>
                {rig.series.map((each) => (
                  <tr key={`${each.scope} ${each.device} ${each.kind}`}>
                    <td>{scopeName(each.scope)}</td>
                    <td>
                      {each.device === "" ? "whole" : each.device}
                      <span className="note part-note">{seriesKindName(each.kind)}</span>
                    </td>
                    <td className="num">{energyText(each.kWh)}</td>
                    <td className="num">{percentText(each.coveragePercent)}</td>
                    <td className="soft">{seriesRole(each, rig)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollTable>
          <p className="foot">
            In every quarter hour the widest scope with a reading is billed; what lies inside it is never added.
          </p>
        </>
      )}
    </Panel>
  );
}

/** A log covers days as its own clock and UTC count them; one that touches the month belongs to it. */
function speaksFor(log: RigMonth["imports"][number], month: string): boolean {
  return log.from !== null && log.to !== null && log.from.slice(0, 7) <= month && log.to.slice(0, 7) >= month;
}

/** Files of this rig: those that speak for the month, and load tests of any day. */
export function RigImportsPanel({ rig }: { rig: RigMonth }) {
  const tests = new Set(rig.capacity.flatMap((each) => each.tests.map((test) => test.importId)));
  const files = rig.imports.filter((one) => speaksFor(one, rig.monthName) || tests.has(one.id));
  return (
    <Panel id="logs" title="Its files" note={`${files.length}, ${monthOnly(rig.monthName)} and load tests`}>
      {files.length === 0 ? (
        <p className="empty">
          No file speaks for this month. <Link href="/imports">Import one</Link>
        </p>
      ) : (
        <ul className="queue rig-files">
          {files.map((one) => (
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
