"use client";

import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { count, energyText, plural } from "../../lib/core/display.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { Missing } from "../_ui/amount.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { coverageText, SERIES_KINDS } from "./energy-words.ts";

/** What was measured, series by series: which of them count, and which are inside another. */
export function SeriesSection({ preview }: { preview: ImportPreview }) {
  const { zone } = useShell();
  const { series, energyKwh, coverage, gapCount } = preview;
  if (series.length === 0) return null;
  const at = preview.zone ?? zone;
  return (
    <>
      <div className="section-head">
        <h3>What was measured</h3>
        <span className="note">
          {plural(series.length, "series", "series")}, times in {at}
        </span>
      </div>
      <ScrollTable label="What was measured">
        <table className="dense">
          <thead>
            <tr>
              <th>Device</th>
              <th>Measured at</th>
              <th>Read as</th>
              <th className="num">Readings</th>
              <th>From</th>
              <th>To</th>
              <th className="num">Gaps</th>
              <th className="num">Covered</th>
              <th className="num">kWh</th>
            </tr>
          </thead>
          <tbody>
            {series.map((one) => (
              <tr key={`${one.device} ${one.scope} ${one.kind}`}>
                <td className="mono">{one.device}</td>
                <td>{one.scope}</td>
                <td className="note">
                  {SERIES_KINDS[one.kind] ?? one.kind}
                  {one.isBilled ? "" : ", inside another"}
                </td>
                <td className="num">{count(one.readings)}</td>
                <td className="nowrap">{instantShort(one.from, at)}</td>
                <td className="nowrap">{instantShort(one.to, at)}</td>
                <td className="num">{count(one.gapCount)}</td>
                <td className="num nowrap">{coverageText(one.coverage)}</td>
                <td className={one.isBilled ? "num nowrap" : "num nowrap muted"}>
                  {one.kWh === null ? <Missing why="its readings cover no time" /> : energyText(one.kWh)}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>Counts, as measured</td>
              <td />
              <td />
              <td />
              <td />
              <td />
              <td className="num">{count(gapCount)}</td>
              <td className="num nowrap">{coverage !== null && coverageText(coverage)}</td>
              <td className="num nowrap">
                {energyKwh === null ? <Missing why="its readings cover no time" /> : energyText(energyKwh)}
              </td>
            </tr>
          </tfoot>
        </table>
      </ScrollTable>
    </>
  );
}
