"use client";

import type { MappingPreview } from "../../lib/api/wire/mapping.ts";
import { count, energyText, plural } from "../../lib/core/display.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";
import { coverageText, SERIES_KINDS } from "./energy-words.ts";

type Energy = NonNullable<MappingPreview["energy"]>;

/** What the first rows come to, series by series. */
export function EnergyResult({ energy }: { energy: Energy }) {
  const { zone } = useShell();
  return (
    <ScrollTable label="Energy as it would be read">
      <table className="dense">
        <thead>
          <tr>
            <th>Device</th>
            <th>Measured at</th>
            <th>Read as</th>
            <th className="num">Readings</th>
            <th>From</th>
            <th>To</th>
            <th className="num">Covered</th>
            <th className="num">kWh</th>
          </tr>
        </thead>
        <tbody>
          {energy.series.map((one) => (
            <tr key={`${one.device} ${one.scope} ${one.kind}`}>
              <td className="mono">{one.device}</td>
              <td>{one.scope}</td>
              <td className="note">
                {SERIES_KINDS[one.kind] ?? one.kind}
                {!one.isBilled && ", inside another"}
              </td>
              <td className="num">{count(one.readings)}</td>
              <td className="nowrap">{instantShort(one.from, zone)}</td>
              <td className="nowrap">{instantShort(one.to, zone)}</td>
              <td className="num nowrap">{coverageText(one.coverage)}</td>
              <td className="num nowrap">{one.kWh === null ? "\u2014" : energyText(one.kWh)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>Would count</td>
            <td />
            <td className="note">{energy.gapCount > 0 && plural(energy.gapCount, "gap")}</td>
            <td />
            <td />
            <td />
            <td className="num nowrap">{coverageText(energy.coverage)}</td>
            <td className="num nowrap">{energy.kWh === null ? "\u2014" : energyText(energy.kWh)}</td>
          </tr>
        </tfoot>
      </table>
    </ScrollTable>
  );
}
