"use client";

import { ScrollTable } from "../_ui/scroll-table.tsx";

type Row = { readonly name: string; readonly hours: readonly number[] };

/** Days as rows of 24 hours, each the number of its period; with `onPaint` each hour can be given another. */
export function HourRows({
  label,
  rows,
  periods,
  onPaint,
}: {
  label: string;
  rows: readonly Row[];
  periods: readonly string[];
  onPaint?: (row: number, hour: number) => void;
}) {
  return (
    <ScrollTable label={label}>
      <table className="hours">
        <caption className="sr">{label}</caption>
        <thead>
          <tr>
            <td />
            {Array.from({ length: 24 }, (_, hour) => (
              <th key={hour} scope="col">
                {hour % 3 === 0 ? hour : <span className="sr">{hour}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, hours }, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {hours.map((period, hour) => (
                <td key={hour} className={`period-${period % 6}`}>
                  {onPaint === undefined ? (
                    <span title={periods[period]}>{period + 1}</span>
                  ) : (
                    <button
                      type="button"
                      aria-label={`${name}, ${hour} to ${hour + 1}: ${periods[period]}`}
                      onClick={() => onPaint(row, hour)}
                      onPointerEnter={(event) => event.buttons === 1 && onPaint(row, hour)}
                    >
                      {period + 1}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}
