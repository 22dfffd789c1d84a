"use client";

import { monthOnly } from "../../lib/core/display-dates.ts";
import { Amount, Missing } from "../_ui/amount.tsx";
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
                  <Known value={row.amount} why={row.why} />
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
                <Known value={total} why="nothing entered" />
              )}
            </td>
          </tr>
        </tfoot>
      </table>
      {isEstimated && <p className="note">Energy is estimated until its first power log arrives.</p>}
    </>
  );
}

const Known = ({ value, why }: { value: string | null; why: string }) =>
  value === null ? <Missing why={why} isShown /> : <Amount value={value} />;
