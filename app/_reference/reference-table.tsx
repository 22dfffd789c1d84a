import { Fragment } from "react";
import { decimal, round } from "../../lib/core/decimal.ts";
import { fixed } from "../../lib/core/display.ts";
import type { ReferenceRow } from "../../lib/core/reference/figures.ts";
import { ScrollTable } from "../_ui/scroll-table.tsx";

/** Published beside computed, group by group, each difference with its reason. */
export function ReferenceTable({ rows }: { rows: readonly ReferenceRow[] }) {
  const groups = [...new Set(rows.map((row) => row.group))];
  return (
    <ScrollTable label="Reference figures">
      <table className="dense sticky reference">
        <thead>
          <tr>
            <th>Figure</th>
            <th className="num">Published</th>
            <th className="num">From its inputs</th>
            <th>Unit</th>
            <th>Agrees</th>
            <th>Note</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group}>
              <tr className="group">
                <td colSpan={6}>{group}</td>
              </tr>
              {rows
                .filter((row) => row.group === group)
                .map((row) => (
                  <tr key={`${row.figure} ${row.unit}`}>
                    <td>{row.figure}</td>
                    <td className="num soft">{row.published === null ? "—" : row.published}</td>
                    <td className="num strong">{row.exact === null ? "never" : exactText(row.exact)}</td>
                    <td className="note nowrap">{row.unit}</td>
                    <td className={row.agrees === false ? "disagrees" : "note"}>
                      {row.agrees === null ? "" : row.agrees ? "yes" : "no"}
                    </td>
                    <td className="note">{row.note}</td>
                  </tr>
                ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

/** Two places, or four where the figure has them: nothing exact is rounded away. */
function exactText(text: string): string {
  const value = decimal(text);
  const isExactAtTwo = round(value, 2).units * 100n === round(value, 4).units;
  return fixed(value, isExactAtTwo ? 2 : 4);
}
