"use client";

import { monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, MaybeAmount } from "../_ui/amount.tsx";
import type { Preview } from "./preview-rows.ts";

/** What the rig's first month will show, before anything is measured; what was not entered is no zero. */
export function MonthPreview({
  preview: { month, rows, total, isEstimated },
  name,
  currency,
}: {
  preview: Preview;
  name: string;
  currency: string;
}) {
  return (
    <>
      <table className="dense month-preview">
        <thead>
          <tr>
            <th>
              What {monthOnly(month)} will show, {currency}
            </th>
            <th className="num">Month</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <td>{row.label}</td>
              <td className="num">
                {row.amount !== null && row.isEstimated ? (
                  <Amount value={row.amount} estimated={row.amount} />
                ) : (
                  <MaybeAmount value={row.amount} why={row.why} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{name === "" ? "The rig" : name}</td>
            <td className="num">
              {total !== null && isEstimated ? (
                <Amount value={total} estimated={total} />
              ) : (
                <MaybeAmount value={total} why="nothing entered" />
              )}
            </td>
          </tr>
        </tfoot>
      </table>
      {isEstimated && <p className="note">Energy is estimated until its first power log arrives.</p>}
    </>
  );
}
