"use client";

import type { ImportPreview } from "../../lib/api/wire/records.ts";
import { count, plural } from "../../lib/core/display.ts";
import { instantShort } from "../../lib/core/display-dates.ts";
import { Amount } from "../_ui/amount.tsx";
import { Icon } from "../_ui/icon.tsx";
import { ScrollTable } from "../_ui/scroll-table.tsx";
import { useShell } from "../_ui/shell-context.tsx";

/** Totals as the file states them and as its lines sum. */
export function StatedTotals({ preview }: { preview: ImportPreview }) {
  const { totals, effectiveTotals, statedTotals } = preview;
  if (totals.length === 0) return null;
  return (
    <ScrollTable label="Totals">
      <table className="dense">
        <thead>
          <tr>
            <th>Totals</th>
            <th className="num">Stated</th>
            <th className="num">As read</th>
            <th className="num">Difference</th>
            <th>
              <span className="sr">Verdict</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {statedTotals.map((total) => (
            <tr key={`${total.row} ${total.currency}`}>
              <td>
                File’s own total, row {count(total.row)}, {total.currency}
              </td>
              <td className="num">
                <Amount value={total.stated} />
              </td>
              <td className="num">
                <Amount value={total.asRead} />
              </td>
              <td className="num">
                <Amount value={total.difference} />
              </td>
              <td className="nowrap">
                {/^-?0(\.0+)?$/.test(total.difference) ? (
                  <span className="good-text">
                    <Icon name="tick" size={14} /> agrees
                  </span>
                ) : (
                  <span className="bad-text">does not agree</span>
                )}
              </td>
            </tr>
          ))}
          {totals.map((total) => (
            <tr key={total.currency}>
              <td>All lines, {total.currency}</td>
              <td className="num muted">
                {statedTotals.some((stated) => stated.currency === total.currency) ? "" : "— not stated"}
              </td>
              <td className="num strong" title={total.amount}>
                <Amount value={total.amount} />
              </td>
              <td />
              <td className="note">{plural(preview.lines, "line")}</td>
            </tr>
          ))}
          {effectiveTotals?.map((total) => (
            <tr key={`effective ${total.currency}`}>
              <td>Effective, {total.currency}</td>
              <td />
              <td className="num" title={total.amount}>
                <Amount value={total.amount} />
              </td>
              <td />
              <td className="note">amortised</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

const MOST_GAPS = 20;

/** Where a power log is silent. */
export function EnergySection({ preview }: { preview: ImportPreview }) {
  const { zone } = useShell();
  if (preview.series.length === 0 && preview.energyKwh === null) return null;
  return (
    <>
      <div className="section-head">
        <h3>Gaps</h3>
        <span className="note">
          {preview.gaps.length === 0 ? "none; every interval is measured" : "no energy is counted inside a gap"}
        </span>
      </div>
      {preview.gaps.length > 0 && (
        <table className="dense">
          <thead>
            <tr>
              <th>Device</th>
              <th>From</th>
              <th>To</th>
              <th className="num">Seconds</th>
            </tr>
          </thead>
          <tbody>
            {preview.gaps.slice(0, MOST_GAPS).map((gap) => (
              <tr key={`${gap.device} ${gap.from}`}>
                <td className="mono">{gap.device}</td>
                <td>{instantShort(gap.from, preview.zone ?? zone)}</td>
                <td>{instantShort(gap.to, preview.zone ?? zone)}</td>
                <td className="num">{count(Math.round(gap.seconds))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.gaps.length > MOST_GAPS && <p className="foot">{count(preview.gaps.length - MOST_GAPS)} more gaps.</p>}
    </>
  );
}
